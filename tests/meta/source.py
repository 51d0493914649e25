"""The source tree as the meta tests see it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    *("core", "accounts", "catalog", "logistics", "shop"),
    *("contracts", "console", "demo", "config"),
)


def python_files(*folders: str) -> list[Path]:
    """All Python files of these folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def templates() -> list[Path]:
    """All page and mail templates of all packages."""
    found = (ROOT / package for package in PACKAGES)
    return sorted(
        path
        for folder in found
        for path in folder.rglob("*")
        if path.suffix in {".html", ".txt", ".jinja", ".xml"} and "templates" in path.parts
    )


def name_of(path: Path) -> str:
    """The path as written in a message."""
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def docs_text() -> str:
    """Everything that is written in docs/."""
    return "\n".join(path.read_text() for path in sorted((ROOT / "docs").rglob("*.md")))
