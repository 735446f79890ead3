"""A code as a picture: its segments in a row, every character in its box, the wrong ones marked."""

from __future__ import annotations

from typing import NamedTuple

from goodstanding.rules.codes.explaining import Reading
from goodstanding.rules.codes.parts import Part
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


class Box(NamedTuple):
    """One character; ``check``: it is a check character, and ``wrong`` where something is the matter with it."""

    character: str
    check: bool
    wrong: bool


class Segment(NamedTuple):
    """One part of the code; ``part`` says what it means."""

    part: Part
    boxes: tuple[Box, ...]
    places: Text


def draw(reading: Reading) -> tuple[Segment, ...]:
    """The segments of one reading, none where the length is wrong."""
    wrong = {place for fault in reading.faults for place in fault.places}
    checks = {check.place for check in reading.checks}
    return tuple(Segment(part, _boxes(part, checks, wrong), _places(part)) for part in reading.parts)


def _boxes(part: Part, checks: set[int], wrong: set[int]) -> tuple[Box, ...]:
    return tuple(Box(character, place in checks, place in wrong) for place, character in enumerate(part.value, part.first))


def _places(part: Part) -> Text:
    if part.first == part.last:
        return text("portal.code.place", first=part.first)
    return text("portal.code.places", first=part.first, last=part.last)
