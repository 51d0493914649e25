"""The judge of plans and the engine never share code (ADR 0021)."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CHECKS = ROOT / "tests" / "logistics" / "checks"
HOUSE = {"core", "accounts", "catalog", "logistics", "shop", "contracts", "console", "config"}


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_the_judge_imports_nothing_of_the_house() -> None:
    found = {path.name: imports_of(path) & HOUSE for path in CHECKS.glob("*.py")}
    assert found
    assert not any(found.values())


def test_the_house_imports_nothing_of_the_judge() -> None:
    judges = {path.stem for path in CHECKS.glob("*.py")}
    assert not any(imports_of(path) & judges for path in (ROOT / "logistics").rglob("*.py"))
