"""The four temperature classes goods are kept and carried in."""

from __future__ import annotations

from enum import StrEnum


class TemperatureClass(StrEnum):
    """常温 ambient, 恒温 cool 8–15 ℃, 冷藏 chilled 0–4 ℃, 冷冻 frozen ≤ −18 ℃."""

    AMBIENT = "ambient"
    COOL = "cool"
    CHILLED = "chilled"
    FROZEN = "frozen"
