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
    """What a spoiler sees: the row (changed in place where more than one cell is concerned), its party, somebody else, a private dice."""

    row: Row
    party: Organisation
    other: Organisation
    dice: Dice
    today: date


Spoil = Callable[[str, Scene], str | None]
"""The cell's right text and the scene -> the planted text, or None where this fault cannot be in this row."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A class of faults: what is spoilt, and which finding must come of it.

    ``role`` is the cell that is spoilt; ``rule`` the finding, on the cell of ``at`` where that is another one; ``also`` are further
    (role, rule). ``needs`` are roles the file must have a column for. ``personal``: neither text is ever written down.
    """

    name: str
    role: str
    rule: str
    spoil: Spoil
    kinds: tuple[str, ...] = ("permit", "penalty")
    at: str = ""
    also: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    stage: Stage = "check"
    personal: bool = False
