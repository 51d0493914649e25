"""Draws the red seal that stands in a signature field, as vectors.

Each character is placed and turned by itself: text along a path comes out wrong in PDF makers.
"""

from __future__ import annotations

from html import escape

_SIZE = 120
_CENTRE = _SIZE // 2
_RED = "#b5322a"


def seal_html(organisation: str, person: str, moment: str) -> str:
    """Give a one-page HTML with the seal of a signatory.

    Args:
        organisation: full name, set around the upper arc.
        person: name of the signatory, set below the middle.
        moment: local date and time of signing.
    """
    title = organisation[:22]
    ring = "".join(_turned(char, angle) for char, angle in _angles(title))
    middle = _CENTRE
    peak = (
        f'<path d="M36 70 L54 44 L63 58 L69 51 L84 70 Z" fill="{_RED}"/>'
        f'<circle cx="76" cy="45" r="4" fill="{_RED}"/>'
    )
    return f"""<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><style>
@page {{ size: 180pt 120pt; margin: 0 }} body {{ margin: 0; font-family: 'Noto Serif CJK SC' }}
svg {{ display: block }}</style></head><body>
<svg width="180pt" height="120pt" viewBox="0 0 180 120" xmlns="http://www.w3.org/2000/svg">
<g font-family="Noto Serif CJK SC" font-weight="700" fill="{_RED}" text-anchor="middle">
<circle cx="{middle}" cy="{middle}" r="56" fill="none" stroke="{_RED}" stroke-width="2.6"/>
<circle cx="{middle}" cy="{middle}" r="52.5" fill="none" stroke="{_RED}" stroke-width=".7"/>
{ring}{peak}
<text x="{middle}" y="84" font-size="10">平台电子签名</text></g>
<g font-family="Noto Sans CJK SC" fill="#222" font-size="7.5">
<text x="122" y="52">{escape(person)}</text><text x="122" y="64">{escape(moment[:10])}</text>
<text x="122" y="76">{escape(moment[11:])}</text></g></svg></body></html>"""


def _angles(title: str) -> list[tuple[str, float]]:
    step = min(26.0, 250 / max(1, len(title) - 1))
    first = -step * (len(title) - 1) / 2
    return [(char, first + index * step) for index, char in enumerate(title)]


def _turned(char: str, angle: float) -> str:
    place = f"rotate({angle:.2f} {_CENTRE} {_CENTRE})"
    return (
        f'<g transform="{place}"><text x="{_CENTRE}" y="19" font-size="11.5">'
        f"{escape(char)}</text></g>"
    )
