"""What the reasons of a count are called."""

from __future__ import annotations

from flask_babel import LazyString

from core.web.language import lazy

REASONS: dict[str, LazyString] = {
    "matches": lazy("一致"),
    "missing": lazy("短少"),
    "spoiled": lazy("损坏变质"),
    "expired": lazy("过期"),
    "sample": lazy("试吃"),
    "found": lazy("盘盈"),
}
