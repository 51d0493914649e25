"""What has to be right before boxes go on a truck. Mockup 11, logistics.md 3.8.

The boxes counted are the boxes packed; chilled goods are at most 4 °C inside and frozen ones at
most −15 °C, cool ones between 8 and 15 °C; the seal is written down. Ambient goods are not probed.
Temperatures are tenths of a degree Celsius.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

COLDEST = {"cool": 80}
WARMEST = {"cool": 150, "chilled": 40, "frozen": -150}
PROBED = ("cool", "chilled", "frozen")


def probed(temperatures: Iterable[str]) -> list[str]:
    """The classes among these that need a probe, warmest first."""
    held = set(temperatures)
    return [one for one in PROBED if one in held]


def judge_core(temperature: str, core_c10: int | None) -> str | None:
    """The error code of a core temperature, or None if the goods may be loaded.

    Example:
        Chilled goods at 4.0 °C go, at 4.1 °C they wait.
    """
    if core_c10 is None:
        return "core_missing"
    if core_c10 > WARMEST[temperature]:
        return f"too_warm_{temperature}"
    coldest = COLDEST.get(temperature)
    return "too_cold_to_load" if coldest is not None and core_c10 < coldest else None


def faults_of_loading(
    *, packed: int, counted: int, temperatures: Iterable[str], cores_c10: Mapping[str, int | None]
) -> dict[str, str]:
    """Everything that stops a hand-over, by form field.

    Args:
        packed: boxes on our books.
        counted: boxes counted at the truck.
        temperatures: classes of the goods.
        cores_c10: measured core temperature of each class.
    """
    faults = {} if counted == packed else {"boxes": "boxes_differ"}
    for one in probed(temperatures):
        fault = judge_core(one, cores_c10.get(one))
        if fault:
            faults[f"core_{one}"] = fault
    return faults
