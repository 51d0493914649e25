"""How much may still be called off: the total with its tolerance, and each week with its own.

The cap is the agreed total x (1 + tolerance over), rounded down to the gram. What counts is
everything released and not cancelled. Weeks are capped in the same way, so a week that was not
called off does not swell a later one (ADR: caps are counters).
"""

from __future__ import annotations

from contracts.errors import VolumeCapExceeded


def cap_g(total_g: int, tol_over_bp: int) -> int:
    """Give the most that may be called off.

    Args:
        total_g: agreed grams.
        tol_over_bp: tolerance above in basis points, 500 = 5 %.

    Example:
        52,000 kg with 5 % gives 54,600 kg.
    """
    return total_g * (10_000 + tol_over_bp) // 10_000


def left_g(total_g: int, tol_over_bp: int, called_g: int) -> int:
    """Say how many grams may still be called off (never negative)."""
    return max(0, cap_g(total_g, tol_over_bp) - called_g)


def check_volume(wanted_g: int, *, total_g: int, tol_over_bp: int, called_g: int) -> None:
    """Refuse what passes the cap.

    Raises:
        VolumeCapExceeded: it says how many grams are left.
    """
    left = left_g(total_g, tol_over_bp, called_g)
    if wanted_g > left:
        raise VolumeCapExceeded("volume_cap_exceeded", wanted_g=wanted_g, left_g=left)


def whole_pieces(grams: int, piece_g: int) -> int | None:
    """Turn grams into whole packages, or None when they do not come out even."""
    if piece_g <= 0 or grams % piece_g:
        return None
    return grams // piece_g
