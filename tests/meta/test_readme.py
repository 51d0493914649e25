"""What the README and the docs tell a newcomer to type exists."""

import re

from core.db import Base
from tests.meta.source import PACKAGES, ROOT, docs_text

LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")


def targets() -> set[str]:
    text = (ROOT / "Makefile").read_text()
    return set(re.findall(r"^([a-z]+):", text, re.MULTILINE))


def test_every_make_command_in_readme_and_docs_exists():
    text = (ROOT / "README.md").read_text() + docs_text()
    named = set(re.findall(r"(?m)(?:^|`)(?:[A-Z]+=\S+ )*make ([a-z]+)", text))
    assert {"run", "test"} <= named
    assert named - targets() == set()


def test_every_target_says_what_it_does():
    text = (ROOT / "Makefile").read_text()
    described = set(re.findall(r"^([a-z]+):.*## \S", text, re.MULTILINE))
    assert targets() - described == set()


def test_the_continuous_check_is_executable_and_runs_make_test():
    script = ROOT / ".ci/run"
    assert script.stat().st_mode & 0o111
    assert "make test" in script.read_text()


def test_every_link_between_documents_leads_somewhere():
    files = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    dead = {
        f"{path.name} → {target}"
        for path in files
        for target in LINK.findall(path.read_text())
        if not (path.parent / target).exists()
    }
    assert dead == set()


WALKS = ROOT / "docs/walks.md"
STEP = re.compile(r"`([a-z_]+(?:/[a-z_0-9]+)+\.py)` `(\w+)`")


def test_every_file_that_the_walks_name_exists():
    named = re.findall(r"`([a-z_]+/[a-z_/0-9]+(?:\.py|\.html|/))`", WALKS.read_text())
    assert len(named) > 60
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_function_that_the_walks_name_stands_in_its_file():
    steps = STEP.findall(WALKS.read_text())
    assert len(steps) > 50
    assert [f"{file} {name}" for file, name in steps if not defines(ROOT / file, name)] == []


def defines(path, name):
    """Does a file define this function, class or table at its top?"""
    text = path.read_text() if path.exists() else ""
    return re.search(
        rf"^(?:(?:def|class) {name}\b|{name}\b.*=)|^    def {name}\b", text, re.MULTILINE
    )


def test_each_of_the_four_walks_is_played_in_a_journey():
    walks = re.findall(r"^## (\d)\. .* · `(tests/journeys/\S+)`$", WALKS.read_text(), re.MULTILINE)
    assert [number for number, _file in walks] == ["1", "2", "3", "4"]
    assert [file for _number, file in walks if not (ROOT / file).exists()] == []


def test_every_table_of_the_house_is_in_the_glossary():
    text = (ROOT / "docs/glossary.md").read_text()
    tables = {
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.partition(".")[0] in PACKAGES
    }
    assert len(tables) > 60
    assert sorted(name for name in tables if f"`{name}`" not in text) == []


def test_a_decision_is_told_in_twenty_lines():
    long = {
        path.name: size
        for path in (ROOT / "docs/adr").glob("[0-9]*.md")
        if (size := len(path.read_text().splitlines())) > 20
    }
    assert long == {}
