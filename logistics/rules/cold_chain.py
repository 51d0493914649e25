"""Temperature limits of the classes: what is an excursion, and what a receiver may refuse.

Temperatures are tenths of a degree Celsius. At the door the core temperature counts: chilled
goods above 6 °C, cool goods above 18 or below 7 °C, frozen goods above −12 °C may be refused.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """Limits of a class in tenths of a degree; None means no limit on that side."""

    low_c10: int | None
    high_c10: int | None
    door_low_c10: int | None
    door_high_c10: int | None


BANDS: dict[str, Band] = {
    "ambient": Band(None, 350, None, None),
    "cool": Band(80, 150, 70, 180),
    "chilled": Band(0, 40, None, 60),
    "frozen": Band(None, -180, None, -120),
}
# class -> severity -> (above, minutes): unbroken time above a temperature
HEAT_LIMITS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "ambient": (("critical", 450, 60), ("major", 400, 240), ("minor", 350, 240)),
    "cool": (("critical", 250, 60), ("major", 180, 60), ("minor", 150, 30)),
    "chilled": (
        ("critical", 100, 0),
        ("critical", 80, 30),
        ("major", 60, 15),
        ("minor", 40, 15),
    ),
    "frozen": (("critical", -90, 0), ("major", -120, 15), ("minor", -150, 15)),
}
# the other side: unbroken time below a temperature (chilling injury, freezing)
COLD_LIMITS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "ambient": (),
    "cool": (("critical", 0, 15), ("critical", 50, 60), ("major", 70, 60), ("minor", 80, 30)),
    "chilled": (("critical", 0, 15),),
    "frozen": (),
}
SEVERITIES = ("minor", "major", "critical")
SPOTS = ("front", "middle", "rear", "core")  # where a probe is held


def is_refused_at_door(temperature: str, core_c10: int) -> bool:
    """May the receiver refuse goods with this core temperature?

    Example:
        Chilled goods at 6.1 °C may be refused, at 6.0 °C not.
    """
    band = BANDS[temperature]
    is_warm = band.door_high_c10 is not None and core_c10 > band.door_high_c10
    is_cold = band.door_low_c10 is not None and core_c10 < band.door_low_c10
    return is_warm or is_cold


def is_outside(temperature: str, celsius_c10: int) -> bool:
    """Is a reading beyond the mildest limit of its class?

    Example:
        Frozen goods at −16 °C are written down but not outside; at −14 °C they are.
    """
    too_warm = any(celsius_c10 > above for _, above, _ in HEAT_LIMITS[temperature])
    return too_warm or any(celsius_c10 < below for _, below, _ in COLD_LIMITS[temperature])


def heat_severity(temperature: str, celsius_c10: int, minutes: int) -> str | None:
    """How bad an unbroken time above the band is: critical, major, minor or None."""
    for severity, above_c10, least in HEAT_LIMITS[temperature]:
        if celsius_c10 > above_c10 and minutes >= least:
            return severity
    return None
