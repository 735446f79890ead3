"""What a planted fault is: one cell (or row) spoilt on purpose, and the rule that has to find it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from goodstanding.city.chance import Dice
from goodstanding.city.deciding import Row
from goodstanding.city.organisations import Organisation

Stage = Literal["check", "match", "compare"]
"""Who can find it: the check of the file alone, the comparison with the register, or the comparison with the records."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a spoiler may look at: the row (changed in place where more than one cell is concerned), its party, somebody else, a private dice."""

    row: Row
    party: Organisation
    other: Organisation
    dice: Dice
    today: date


Spoil = Callable[[str, Scene], str | None]
"""The cell's right text and the scene -> the planted text, or None where this fault cannot be in this row."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A class of faults. ``rule`` is the finding that must come, on ``role``'s cell; ``also`` are (role, rule) of findings that must come with it;
    ``needs`` are roles the file must have a column for.
    ``rule`` '' means: the row must stay good and say nothing but what was cleaned. ``personal`` originals are never written down.
    """

    name: str
    role: str
    rule: str
    spoil: Spoil
    kinds: tuple[str, ...] = ("permit", "penalty")
    also: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    stage: Stage = "check"
    personal: bool = False
