"""Faults of whole rows and files: they are written, not spoilt."""

from __future__ import annotations

from goodstanding.city.faults.planting import Fault, Scene


def _as_it_is(text: str, _scene: Scene) -> str:
    return text


def reworded(text: str, _scene: Scene | None = None) -> str:
    """The same decision with another content."""
    return f"{text.rstrip('。')}，自送达之日起十五日内履行。"


REPEATED = Fault("row: twice in the file", "decision.number", "REPEATED_IN_FILE", _as_it_is)
CONTRADICTED = Fault(
    "row: twice in the file, with another content", "decision.content", "REPEATED_DIFFERENTLY", reworded, at="decision.number"
)
CHANGED = Fault("row: handed in before, changed since", "decision.content", "CHANGED", reworded, stage="compare")
UNCHANGED = Fault("row: handed in before", "decision.number", "", _as_it_is, stage="compare")
"""No fault and no finding: such rows are counted, and nothing else happens."""
UNKNOWN_COLUMN = Fault("file: a column nobody knows", "", "COLUMN_UNKNOWN", _as_it_is)
SECOND_HEADER = Fault("file: the header again in the middle", "", "HEADER_REPEATED", _as_it_is)
ROWS = (REPEATED, CONTRADICTED, CHANGED, UNCHANGED, UNKNOWN_COLUMN, SECOND_HEADER)
