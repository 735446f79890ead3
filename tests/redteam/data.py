"""Personal data of nobody: right in every check digit, in ranges that were never given out.

Identity numbers use the area code 341499, which was never given out, mobiles the prefix 154, cards the range 629999.
Some numbers are a coin to toss by their very nature, so none of them is planted: an identity number that is also a valid USCC
(1 in 600), one of 15 digits that is also a right tax number (1 in 11), a passport whose digits read as a date.
"""

from __future__ import annotations

from typing import Literal

from goodstanding.city.chance import Dice
from goodstanding.rules import legacy, uscc
from goodstanding.rules.personal_numbers import ID_WEIGHTS

What = Literal["id", "id15", "phone", "landline", "card", "address", "passport", "email", "name"]

AREA = "341499"
_STREETS = ("春晓路", "石桥路", "学苑街", "青石街", "望江路", "文汇路", "滨河里", "枫林巷")
_RARE = "翾翀翂翙翚翥翮翯翱翳耆耒耖耘耜耦耨耩耪耱聃聆聍聒聩肄肇肓肫肱"
"""Characters of invented persons' names; no organisation of the city is called by them."""


def identity(dice: Dice) -> str:
    """18 characters with the check of GB 11643."""
    while True:
        first17 = f"{AREA}{1930 + dice.below(80)}{1 + dice.below(12):02d}{1 + dice.below(28):02d}{dice.below(1000):03d}"
        number = first17 + "10X98765432"[sum(int(c) * w for c, w in zip(first17, ID_WEIGHTS, strict=True)) % 11]
        if not uscc.passes(number):
            return number


def identity_x(dice: Dice) -> str:
    """One that ends with X."""
    number = identity(dice)
    while number[17] != "X":
        number = identity(dice)
    return number


def identity_15(dice: Dice) -> str:
    """The old one of 15 digits: no century, no check digit."""
    while True:
        number = f"{AREA}{30 + dice.below(60)}{1 + dice.below(12):02d}{1 + dice.below(28):02d}{dice.below(1000):03d}"
        if not (legacy.regno_ok(number) and number[6:8] == "60") and not legacy.orgcode_of_taxno(number):
            return number


def mobile(dice: Dice) -> str:
    """11 digits."""
    return f"154{dice.below(10**8):08d}"


def landline(dice: Dice) -> str:
    """Area code and eight digits."""
    return f"0565{2 + dice.below(7)}{dice.below(10**7):07d}"


def card(dice: Dice) -> str:
    """19 digits with the Luhn digit."""
    first18 = f"629999{dice.below(10**12):012d}"
    total = sum(sum(divmod(int(c) * (2 - at % 2), 10)) for at, c in enumerate(reversed(first18)))
    return first18 + str(-total % 10)


def home(dice: Dice) -> str:
    """A home address; the house, storey and room make it one of a million."""
    house = f"{1 + dice.below(900)}号{dice.pick('枫桂兰竹')}园{1 + dice.below(99)}幢{1 + dice.below(30)}0{1 + dice.below(9)}室"
    return f"临澜市澜东区{dice.pick(_STREETS)}{house}"


def passport(dice: Dice) -> str:
    """E and eight digits."""
    return f"E{dice.pick('345678')}{dice.below(10**7):07d}"


def travel_permit(dice: Dice) -> str:
    """A Hong Kong resident's permit: H and eight digits."""
    return f"H{dice.below(10**8):08d}"


def email(dice: Dice) -> str:
    """An address at a domain that cannot exist."""
    return f"person{dice.below(10**8):08d}@mail.example.invalid"


def name(dice: Dice) -> str:
    """A natural person's name."""
    return "闾丘" + dice.pick(_RARE) + dice.pick(_RARE) + dice.pick(_RARE)
