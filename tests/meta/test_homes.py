"""Commits, row locks, clocks and unfinished work have their homes, or none."""

import re

import pytest

from tests.meta.source import PACKAGES, ROOT, name_of, python_files, templates

COMMIT_HOMES = {"core/unit_of_work.py", "core/web/app.py"}
LOCK_HOMES = re.compile(r"(core/db\.py|[a-z]+/services/locks\.py)$")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")


def files_with(pattern: str) -> set[str]:
    found = re.compile(pattern)
    return {name_of(path) for path in python_files(*PACKAGES) if found.search(path.read_text())}


def test_only_two_core_files_commit():
    assert files_with(r"\.commit\(") - COMMIT_HOMES == set()


def test_rows_are_locked_in_their_homes_only():
    strays = {name for name in files_with("with_for_update") if not LOCK_HOMES.search(name)}
    assert strays == set()


def test_no_service_sees_the_web():
    seen = {
        name_of(path)
        for path in python_files(*PACKAGES)
        if "services" in path.parts
        and re.search(r"^\s*(from|import) flask\b", path.read_text(), re.MULTILINE)
    }
    assert seen == set()


def test_nothing_is_left_unfinished():
    marks = {
        f"{name_of(path)}: {found.group(0)}"
        for path in [*python_files(*PACKAGES, "tools"), *templates()]
        if (found := UNFINISHED.search(path.read_text()))
    }
    assert marks == set()


@pytest.mark.parametrize("word", ["/ro" + "ot/", "/wo" + "rk/"])
def test_no_path_of_a_single_machine_is_written_down(word):
    files = [*python_files(*PACKAGES, "tools", "tests"), *templates(), ROOT / "Makefile"]
    assert {name_of(path) for path in files if word in path.read_text()} == set()
