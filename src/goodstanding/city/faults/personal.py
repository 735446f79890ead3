"""Personal data where none may be. Nobody's: the area code was never given out, births lie before 1900, the mobile prefix is unassigned."""

from __future__ import annotations

from goodstanding.city.chance import Dice
from goodstanding.city.faults.planting import Scene, Spoil
from goodstanding.city.words import words
from goodstanding.rules.personal_numbers import ID_WEIGHTS

_AREA = "341499"


def identity(dice: Dice) -> str:
    """An 18-digit identity number with its check digit (GB 11643)."""
    first17 = f"{_AREA}{1880 + dice.below(20)}{1 + dice.below(12):02d}{1 + dice.below(28):02d}{dice.below(1000):03d}"
    return first17 + "10X98765432"[sum(int(c) * w for c, w in zip(first17, ID_WEIGHTS, strict=True)) % 11]


def mobile(dice: Dice) -> str:
    """A mobile number."""
    return f"154{dice.below(10**8):08d}"


def card(dice: Dice) -> str:
    """A bank card of 19 digits with its Luhn digit."""
    first18 = f"629999{dice.below(10**12):012d}"
    total = sum(sum(divmod(int(c) * (2 - at % 2), 10)) for at, c in enumerate(reversed(first18)))
    return first18 + str(-total % 10)


def home(dice: Dice) -> str:
    """A home address."""
    w = words()
    house = f"{1 + dice.below(300)}号{1 + dice.below(30)}幢{1 + dice.below(18)}0{1 + dice.below(8)}室"
    return f"{w.city}{dice.pick(w.districts).name}{dice.pick(w.streets)}{house}"


def passport(dice: Dice) -> str:
    """A passport number."""
    return f"E{dice.below(10**8):08d}"


MAKERS = {"id": identity, "phone": mobile, "card": card, "address": home, "passport": passport}


def said(sentence: str, what: str) -> Spoil:
    """A sentence with a personal datum, at the end of the text: ``sentence`` has one ``{}``."""

    def spoil(text: str, scene: Scene) -> str | None:
        return text.rstrip("。") + "。" + sentence.format(MAKERS[what](scene.dice))

    return spoil


def alone(what: str) -> Spoil:
    """A personal datum as the whole cell."""

    def spoil(_text: str, scene: Scene) -> str | None:
        return MAKERS[what](scene.dice)

    return spoil


def natural_person(_text: str, scene: Scene) -> str | None:
    """The whole row is about a person: such rows are refused and only counted."""
    scene.row.update(
        {
            "party.name": scene.party.representative,
            "party.uscc": "",
            "party.regno": "",
            "party.orgcode": "",
            "party.taxno": "",
            "party.representative": "",
            "party.person_id_type": "身份证",
            "party.person_id": identity(scene.dice),
        }
    )
    return "自然人"
