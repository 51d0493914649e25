"""Geometry of the control tower's drawings; numbers only, the template draws.

A departure is a box from its departure to its arrival on a time axis; inside, each temperature
class takes its part of the vehicles' capacity. Hub flows are bands whose width is the mass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

CLASSES = ("ambient", "cool", "chilled", "frozen")
CSS = {"ambient": "amb", "cool": "cool", "chilled": "chill", "frozen": "frozen"}
CHART_LEFT, CHART_WIDTH, HEAD, LINE, LANE_GAP = 160.9, 1180.0, 38.0, 46.0, 6.0
CAPTION = 190.0  # room for the words above a box
TONNE_G = 1_000_000


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that takes time and space: a departure with its load by class."""

    key: str
    lane: str
    start: datetime
    end: datetime
    capacity_g: int
    load_g: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of one class."""

    css: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A box with its parts; the caption stands at `text_y`."""

    key: str
    x: float
    width: float
    y: float
    text_y: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class DrawnLane:
    """A row of the chart with one or more lines of boxes."""

    lane: str
    y: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole drawing."""

    height: float
    days: tuple[tuple[datetime, float], ...]
    now_x: float | None
    lanes: tuple[DrawnLane, ...]
    bars: tuple[DrawnBar, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a drawing shows."""

    start: datetime
    days: int
    now: datetime

    def x(self, instant: datetime) -> float:
        """Where an instant stands on the axis."""
        step = (CHART_WIDTH - CHART_LEFT) / self.days
        return CHART_LEFT + (instant - self.start).total_seconds() / 86_400 * step


def draw_timeline(window: Window, lanes: Sequence[str], bars: Sequence[Bar]) -> Timeline:
    """Place departures on the axis; those of a lane that overlap stand below each other."""
    drawn_lanes, drawn_bars = [], []
    y = HEAD
    for lane in lanes:
        lines: list[float] = []
        top = y
        for bar in sorted((b for b in bars if b.lane == lane), key=lambda b: (b.start, b.key)):
            x = max(window.x(bar.start), CHART_LEFT)
            right = min(window.x(bar.end), CHART_WIDTH)
            row = next((i for i, used in enumerate(lines) if used <= x), len(lines))
            lines[row : row + 1] = [max(right + 4, x + CAPTION)]
            drawn_bars.append(_box(bar, x, right, top + row * LINE))
        y = top + max(len(lines), 1) * LINE + LANE_GAP
        drawn_lanes.append(DrawnLane(lane, round(top + 26, 1), round(y, 1)))
    days = tuple(
        (window.start + timedelta(days=n), round(window.x(window.start + timedelta(days=n)), 1))
        for n in range(window.days)
    )
    now_x = round(window.x(window.now), 1)
    is_inside = CHART_LEFT <= now_x <= CHART_WIDTH
    return Timeline(
        round(y + 6, 1), days, now_x if is_inside else None, tuple(drawn_lanes), tuple(drawn_bars)
    )


def _box(bar: Bar, x: float, right: float, top: float) -> DrawnBar:
    width = max(right - x, 12.0)
    inside, at = width - 2, x + 1
    parts = []
    for name in CLASSES:
        grams = bar.load_g.get(name, 0)
        if grams:
            part = inside * min(grams / max(bar.capacity_g, 1), 1.0)
            parts.append(Part(CSS[name], round(at, 1), round(max(part - 1, 0.6), 1)))
            at += part
    return DrawnBar(
        bar.key,
        round(x, 1),
        round(width, 1),
        round(top + 22.5, 1),
        round(top + 17, 1),
        tuple(parts),
    )


def bar_parts(load_g: Mapping[str, int], capacity_g: int) -> list[tuple[str, float]]:
    """Percent parts of a load bar, by class."""
    return [
        (CSS[name], round(100 * load_g[name] / capacity_g, 2))
        for name in CLASSES
        if load_g.get(name) and capacity_g
    ]


@dataclass(frozen=True, slots=True)
class Band:
    """Goods of one class from one hub to another."""

    css: str
    path: str
    width: float


@dataclass(frozen=True, slots=True)
class Node:
    """A hub with its mass."""

    hub: str
    grams: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class FlowChart:
    """Bands between the hubs of two provinces."""

    width: int
    height: int
    left_x: int
    right_x: int
    senders: tuple[Node, ...]
    receivers: tuple[Node, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Canvas:
    """Size of a flow drawing."""

    width: int
    height: int
    left_x: int
    right_x: int


DESK = Canvas(760, 430, 128, 612)
PHONE = Canvas(340, 400, 66, 254)
PAD, GAP = 12, 40


def draw_flows(
    canvas: Canvas,
    senders: Sequence[str],
    receivers: Sequence[str],
    grams: Mapping[tuple[str, str, str], int],
) -> FlowChart | None:
    """Draw mass between hubs; None if nothing moves.

    Args:
        canvas: the size.
        senders: hubs on the left, from top to bottom.
        receivers: hubs on the right.
        grams: (sender, receiver, class) -> grams.
    """
    total = sum(grams.values())
    if not total:
        return None
    most = max(len(senders), len(receivers))
    scale = (canvas.height - 2 * PAD - GAP * (most - 1)) / total
    left = _nodes(canvas, senders, 0, grams, scale)
    right = _nodes(canvas, receivers, 1, grams, scale)
    bands = tuple(_bands(canvas, left, right, grams, scale))
    return FlowChart(canvas.width, canvas.height, canvas.left_x, canvas.right_x, left, right, bands)


def _bands(
    canvas: Canvas,
    left: Sequence[Node],
    right: Sequence[Node],
    grams: Mapping[tuple[str, str, str], int],
    scale: float,
) -> Iterator[Band]:
    starts = {node.hub: node.y for node in left}
    ends = {node.hub: node.y for node in right}
    middle = (canvas.left_x + canvas.right_x) // 2
    for sender, receiver, name in product(starts, ends, CLASSES):
        width = grams.get((sender, receiver, name), 0) * scale
        if width:
            start, end = starts[sender] + width / 2, ends[receiver] + width / 2
            path = (
                f"M{canvas.left_x} {start:.1f}C{middle} {start:.1f} "
                f"{middle} {end:.1f} {canvas.right_x} {end:.1f}"
            )
            yield Band(CSS[name], path, round(max(width, 0.4), 1))
            starts[sender] += width
            ends[receiver] += width


def _nodes(
    canvas: Canvas,
    hubs: Sequence[str],
    side: int,
    grams: Mapping[tuple[str, str, str], int],
    scale: float,
) -> tuple[Node, ...]:
    masses = [sum(g for key, g in grams.items() if key[side] == hub) for hub in hubs]
    used = sum(masses) * scale
    gap = (canvas.height - 2 * PAD - used) / max(len(hubs) - 1, 1)
    nodes, y = [], float(PAD)
    for hub, mass in zip(hubs, masses, strict=True):
        height = mass * scale
        nodes.append(Node(hub, mass, round(y, 1), round(max(height, 1), 1)))
        y += height + gap
    return tuple(nodes)
