"""requirements.txt: pinned, complete for running, and nothing in it that nobody needs."""

import ast
import re
import sys
from importlib.metadata import distribution, packages_distributions

import pytest
from packaging.requirements import Requirement

from tests.meta.source import PACKAGES, ROOT, python_files

TURN = "# What the above need in turn"


def plain(name: str) -> str:
    """A name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def sections() -> tuple[list[str], list[str]]:
    """The lines that our code asks for, and those that follow from them."""
    own, _, further = (ROOT / "requirements.txt").read_text().partition(TURN)
    return lines_of(own), lines_of(further.partition("\n")[2])


def lines_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def own_lines() -> list[tuple[str, str]]:
    """What our own code asks for: the name and its line."""
    lines = sections()[0]
    return list(zip(named(lines), lines, strict=True))


def named(lines: list[str]) -> dict[str, Requirement]:
    found = [Requirement(line.partition("#")[0]) for line in lines]
    return {plain(one.name): one for one in found}


def imported() -> set[str]:
    """The distributions that our code imports by name."""
    modules: set[str] = set()
    for path in python_files(*PACKAGES):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules.add(str(node.module).partition(".")[0])
    modules -= {*PACKAGES, "tests", *sys.stdlib_module_names}
    known = packages_distributions()
    return {plain(known[module][0]) for module in modules}


def closure(wanted: dict[str, Requirement]) -> set[str]:
    """Everything that these need, and what that needs."""
    found: set[str] = set()
    waiting = [(one.name, tuple(sorted(one.extras))) for one in wanted.values()]
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while waiting:
        name, extras = waiting.pop()
        if (plain(name), extras) in seen:
            continue
        seen.add((plain(name), extras))
        found.add(plain(name))
        for text in distribution(name).requires or ():
            need = Requirement(text)
            if need.marker is None or any(
                need.marker.evaluate({"extra": extra}) for extra in extras or ("",)
            ):
                waiting.append((need.name, tuple(sorted(need.extras))))
    return found


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_line_is_pinned(file):
    lines = lines_of((ROOT / file).read_text())
    loose = [line for line in lines if not line.startswith("-r") and "==" not in line]
    assert loose == []


def test_what_our_code_imports_is_asked_for():
    assert imported() - named(sections()[0]).keys() == set()


def test_what_is_asked_for_is_imported_or_says_what_it_is_for():
    silent = {name for name, line in own_lines() if "#" not in line}
    assert silent - imported() == set()


def test_the_file_is_what_our_code_needs_to_the_last_package():
    own, further = sections()
    assert closure(named(own)) == named(own).keys() | named(further).keys()
