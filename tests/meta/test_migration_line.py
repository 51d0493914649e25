"""Migrations are one line, and `migrations/HEAD` names the file at its end.

The name and not the number: two branches that take the same number must meet in a conflict.
"""

import re

from tests.meta.source import ROOT

VERSIONS = ROOT / "migrations" / "versions"
FIELD = re.compile(r"^(down_revision|revision)\s*=\s*['\"]?(\w+)['\"]?$", re.MULTILINE)


def line() -> dict[str, str]:
    """Each revision with the one before it ("None" for the first)."""
    rows = [dict(FIELD.findall(path.read_text())) for path in sorted(VERSIONS.glob("*.py"))]
    return {row["revision"]: row["down_revision"] for row in rows}


def test_every_migration_follows_another_and_no_two_follow_the_same() -> None:
    before = line()
    assert len(set(before.values())) == len(before) == len(list(VERSIONS.glob("*.py")))
    assert set(before.values()) - {"None"} < set(before)


def test_the_head_file_names_the_last_one_so_that_two_branches_meet_there() -> None:
    before = line()
    (last,) = set(before) - set(before.values())
    [file] = VERSIONS.glob(f"{last}_*.py")
    assert (ROOT / "migrations" / "HEAD").read_text().strip() == file.stem
