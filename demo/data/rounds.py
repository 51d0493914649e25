"""Sale rounds: harvest, cut-off and departure in one. (good, first day, last day, cap, names)."""

from __future__ import annotations

ROUNDS: tuple[tuple[str, int, int, int, str, str], ...] = (
    (
        "tan-carcass",
        -1,
        4,
        24,
        "滩羊整只直达拼车（示例）",
        "Whole Tan sheep, direct (example)",
    ),
    ("tan-half", 0, 6, 40, "冬至滩羊开团（示例）", "Tan sheep for the winter solstice (example)"),
    ("choy-sum", 0, 3, 80, "菜心末茬开团（示例）", "Last choy sum of the season (example)"),
    ("apple", -3, 9, 200, "沙坡头苹果产地直发（示例）", "Apples straight from Shapotou (example)"),
)
