"""Twenty-two counties as furrowed plots in rough position: a drawing, never a boundary."""

from __future__ import annotations

from dataclasses import dataclass

SIDE = 84.0
GAP = 8.0
HEIGHT = SIDE * 0.78
LEFT = 54.0
TOP = 20.0

# code, column, row, furrow pattern (the county's main family)
ROWS: tuple[tuple[str, float, float, str], ...] = (
    ("640202", 1.5, 0, "veg"),
    ("640205", 2.5, 0, "veg"),
    ("640221", 2, 1, "veg"),
    ("640122", 1.5, 2, "veg"),
    ("640105", 0.5, 2.5, "wine"),
    ("640106", 1.5, 3, "grain"),
    ("640104", 2.5, 3, "veg"),
    ("640121", 1.5, 4, "wine"),
    ("640181", 2.5, 4, "date"),
    ("640381", 1, 5, "wine"),
    ("640302", 2, 5, "beef"),
    ("640323", 3.5, 5, "lamb"),
    ("640502", -0.5, 6, "melon"),
    ("640521", 0.5, 6, "goji"),
    ("640303", 1.8, 6, "wine"),
    ("640522", 0.4, 7, "grain"),
    ("640324", 1.5, 7, "lamb"),
    ("640422", 0.2, 8, "veg"),
    ("640402", 1.4, 8, "grain"),
    ("640425", 2.5, 8, "grain"),
    ("640423", 0.9, 9, "veg"),
    ("640424", 2, 9, "beef"),
)
PATTERNS: dict[str, tuple[str, str, str, float]] = {
    "veg": ("#cfe0bf", "#7e9a5c", "M0 3h14M0 10h14", 1.1),
    "wine": ("#e6cbd5", "#a56a86", "M3 0v14M10 0v14", 1.1),
    "grain": ("#f1dfae", "#c29b3f", "M0 14L14 0M-3 3L3 -3M11 17L17 11", 1.1),
    "date": ("#ecc9b3", "#b0603c", "M4 4h.1M11 11h.1", 3.2),
    "beef": ("#e8cfa6", "#a9742f", "M0 4q3.5 -4 7 0t7 0M0 11q3.5 -4 7 0t7 0", 1.1),
    "lamb": ("#dfe3d6", "#8d9d7d", "M4 0q3 3.5 0 7t0 7M11 0q3 3.5 0 7t0 7", 1.1),
    "melon": ("#c8e0d6", "#5f9a86", "M3 3h.1M10 5h.1M6 11h.1M13 12h.1", 3.2),
    "goji": ("#f3cfc4", "#c25a42", "M0 0L14 14M-3 11L3 17M11 -3L17 3", 1.1),
}


@dataclass(frozen=True)
class Plot:
    """One county's tile."""

    code: str
    pattern: str
    x: float
    y: float

    @property
    def ground(self) -> str:
        """The colour of its ground."""
        return PATTERNS[self.pattern][0]


PLOTS: tuple[Plot, ...] = tuple(
    Plot(code, pattern, LEFT + column * (SIDE + GAP), TOP + row * (HEIGHT + GAP))
    for code, column, row, pattern in ROWS
)
