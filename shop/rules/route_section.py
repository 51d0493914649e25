"""Where a parcel is on the way, drawn on the section of the land between the two provinces.

We know when a truck has left and when it has arrived; between the two it stands where the
timetable puts it, and the page says so. Before leaving it is at the first hub, after arriving at
the last. Trucks to Ningxia run from right to left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import hypot

Point = tuple[float, float]
LONGEST, SHORTEST = 0.97, 0.03
WIDE: tuple[Point, ...] = (
    (115.2, 154.8),
    (129.6, 157.4),
    (144, 156.6),
    (158.4, 153.5),
    (172.8, 152.6),
    (187.2, 151.7),
    (201.6, 150.5),
    (216, 149.3),
    (230.4, 147.3),
    (244.8, 146.5),
    (259.2, 146),
    (273.6, 145.7),
    (288, 142.7),
    (302.4, 140.8),
    (316.8, 140.4),
    (331.2, 142.9),
    (345.6, 146.7),
    (360, 149.8),
    (374.4, 150),
    (388.8, 151.4),
    (403.2, 153.4),
    (417.6, 155.2),
    (432, 157),
    (446.4, 160.9),
    (460.8, 169.4),
    (475.2, 176.8),
    (489.6, 178.6),
    (504, 179.9),
    (518.4, 183.4),
    (532.8, 184.3),
    (547.2, 173.2),
    (561.6, 153.7),
    (576, 137.1),
    (590.4, 133),
    (604.8, 141.1),
    (619.2, 111.8),
    (633.6, 107.1),
    (648, 133),
    (662.4, 128.5),
    (676.8, 130.7),
    (691.2, 162.4),
    (705.6, 174.7),
    (720, 179.3),
    (734.4, 188.6),
    (748.8, 195.1),
    (763.2, 195.5),
    (777.6, 195.6),
    (792, 196.7),
    (806.4, 198.4),
    (820.8, 199.6),
    (835.2, 199.2),
    (849.6, 199.6),
    (864, 200.1),
    (878.4, 200.2),
    (892.8, 199.4),
    (907.2, 200.2),
    (921.6, 199.5),
    (936, 199.1),
    (950.4, 199.4),
    (964.8, 199),
    (979.2, 198.8),
    (993.6, 199.5),
    (1008, 197.8),
    (1022.4, 189.6),
    (1036.8, 183.7),
    (1051.2, 168.2),
    (1065.6, 155.9),
    (1080, 161.6),
    (1094.4, 159.3),
    (1108.8, 135.9),
    (1123.2, 146.6),
    (1137.6, 156.7),
    (1152, 158.4),
    (1166.4, 162.6),
    (1180.8, 172.9),
    (1195.2, 185.8),
    (1209.6, 190.8),
    (1224, 197.1),
    (1238.4, 199.3),
    (1252.8, 202),
)
NARROW: tuple[Point, ...] = (
    (32.5, 143.8),
    (36.4, 145.3),
    (40.3, 145.3),
    (44.2, 144),
    (48.1, 142.9),
    (52, 142.6),
    (55.9, 141.8),
    (59.8, 141.5),
    (63.7, 140.7),
    (67.6, 139.7),
    (71.5, 139.4),
    (75.4, 139.1),
    (79.3, 138.9),
    (83.2, 137.8),
    (87.1, 136.4),
    (91, 135.7),
    (94.9, 136.5),
    (98.8, 138.5),
    (102.7, 140.9),
    (106.6, 141.5),
    (110.5, 141.4),
    (114.4, 142.3),
    (118.3, 143.3),
    (122.2, 144.4),
    (126.1, 145.3),
    (130, 147.3),
    (133.9, 151.8),
    (137.8, 155.8),
    (141.7, 157.3),
    (145.6, 157.7),
    (149.5, 159.3),
    (153.4, 160.6),
    (157.3, 160),
    (161.2, 148.7),
    (165.1, 142.4),
    (169, 132.2),
    (172.9, 133.8),
    (176.8, 135),
    (180.7, 119.7),
    (184.6, 117.1),
    (188.5, 131.3),
    (192.4, 129.9),
    (196.3, 129.1),
    (200.2, 141.8),
    (204.1, 154.2),
    (208, 156.1),
    (211.9, 159.9),
    (215.8, 164.8),
    (219.7, 166.7),
    (223.6, 166.6),
    (227.5, 167.2),
    (231.4, 167.5),
    (235.3, 168.4),
    (239.2, 169.1),
    (243.1, 169.1),
    (247, 168.9),
    (250.9, 169.5),
    (254.8, 169.3),
    (258.7, 169.4),
    (262.6, 169.2),
    (266.5, 169.2),
    (270.4, 168.9),
    (274.3, 168.6),
    (278.2, 169.1),
    (282.1, 168.7),
    (286, 168.7),
    (289.9, 169),
    (293.8, 168.1),
    (297.7, 163.9),
    (301.6, 160.3),
    (305.5, 153.9),
    (309.4, 145.1),
    (313.3, 147.1),
    (317.2, 150.2),
    (321.1, 138.3),
    (325, 135.8),
    (328.9, 140.9),
    (332.8, 144.6),
    (336.7, 147.4),
    (340.6, 148.6),
    (344.5, 154.8),
    (348.4, 161.3),
    (352.3, 164),
    (356.2, 167.3),
    (360.1, 169),
    (364, 169.9),
)
PLACES: tuple[tuple[str, float], ...] = (
    ("loess", 0.175),
    ("qinling", 0.435),
    ("jianghan", 0.645),
    ("wuyi", 0.905),
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The line of the way in one width: driven part, rest, where the truck is, its ends."""

    driven: str
    rest: str
    here: Point
    start: Point
    end: Point
    places: tuple[tuple[str, Point, bool], ...]


def progress(
    *, departs_at: datetime, arrives_at: datetime, has_left: bool, has_arrived: bool, at: datetime
) -> float:
    """The share of the way that is behind the truck: 0 to 1.

    Args:
        departs_at: when it left, or is to leave.
        arrives_at: when it is to be at the last hub.
        has_left: whether its departure is recorded.
        has_arrived: whether its arrival is recorded.
        at: now.
    """
    if has_arrived:
        return 1.0
    if not has_left:
        return 0.0
    length = (arrives_at - departs_at).total_seconds() or 1.0
    share = (at - departs_at).total_seconds() / length
    return min(max(share, SHORTEST), LONGEST)


def draw(line: Sequence[Point], share: float, *, is_northbound: bool) -> Drawing:
    """Draw the way with so much of it driven."""
    points = list(line)[::-1] if is_northbound else list(line)
    here, index = _at(points, share)
    places = [
        (name, _at(line, x)[0], ((1 - x) if is_northbound else x) <= share) for name, x in PLACES
    ]
    return Drawing(
        driven=_path([*points[: index + 1], here]),
        rest=_path([here, *points[index + 1 :]]),
        here=here,
        start=points[0],
        end=points[-1],
        places=tuple(places),
    )


def _at(points: Sequence[Point], share: float) -> tuple[Point, int]:
    lengths = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    left = sum(lengths) * share
    for index, length in enumerate(lengths):
        if left <= length:
            (x, y), (u, v) = points[index], points[index + 1]
            part = left / length if length else 0.0
            return (round(x + (u - x) * part, 1), round(y + (v - y) * part, 1)), index
        left -= length
    return points[-1], len(points) - 2


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
