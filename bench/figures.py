"""A figure: what was measured, what was aimed at, whether it holds, against whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """``target`` is words (``<= 2.5``), empty where the figure is only told; ``against`` names the peer or the limit of the same run."""

    key: str
    value: float
    target: str
    holds: bool
    against: str


def at_most(key: str, value: float, limit: float, against: str) -> Figure:
    """A figure that should not be larger."""
    return Figure(key, round(value, 3), f"<= {limit:g}", value <= limit, against)


def at_least(key: str, value: float, limit: float, against: str) -> Figure:
    """A figure that should not be smaller."""
    return Figure(key, round(value, 3), f">= {limit:g}", value >= limit, against)
