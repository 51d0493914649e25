"""What the README and the docs tell a newcomer to type exists."""

import re

from tests.meta.source import ROOT, docs_text

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


def test_every_file_that_the_walks_name_exists():
    walks = (ROOT / "docs/walks.md").read_text()
    named = re.findall(r"`([a-z_]+(?:/[a-z_]+)+\.(?:py|html))`", walks)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_a_decision_is_told_in_twenty_lines():
    long = {
        path.name: size
        for path in (ROOT / "docs/adr").glob("[0-9]*.md")
        if (size := len(path.read_text().splitlines())) > 20
    }
    assert long == {}
