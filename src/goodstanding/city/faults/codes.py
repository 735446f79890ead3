"""Spoilt codes: what fingers, scanners and forms do to them."""

from __future__ import annotations

from goodstanding.city import coding
from goodstanding.city.faults.planting import Scene, Spoil
from goodstanding.rules import legacy, uscc

_FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in coding.ALPHABET}


def _replaced(text: str, at: int, char: str) -> str:
    return text[:at] + char + text[at + 1 :]


def _another(scene: Scene, char: str, among: str = coding.ALPHABET) -> str:
    return scene.dice.pick([c for c in among if c != char])


def wrong_last(code: str, scene: Scene) -> str | None:
    """The check character itself is wrong."""
    return _replaced(code, 17, _another(scene, code[17])) if code else None


def wrong_area_digit(code: str, scene: Scene) -> str | None:
    """A digit of the area is mistyped: only the last check character notices."""
    at = 2 + scene.dice.below(6)
    return _replaced(code, at, _another(scene, code[at], "0123456789")) if code else None


def wrong_inner(code: str, scene: Scene) -> str | None:
    """The organisation code's own check character is wrong, the last one agrees: only the inner check notices."""
    if not code:
        return None
    first17 = _replaced(code[:17], 16, _another(scene, code[16], "0123456789X"))
    return first17 + uscc.check_character(first17)


def transposed(code: str, scene: Scene) -> str | None:
    """Two neighbours of the identity changed places: both check characters notice."""
    places = [at for at in range(8, 15) if code[at] != code[at + 1]] if code else []
    if not places:
        return None
    at = scene.dice.pick(places)
    planted = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    return None if legacy.orgcode_ok(planted[8:17]) else planted


def misread(right: str, wrong: str) -> Spoil:
    """A character read as one that looks like it and that no code has."""

    def spoil(code: str, scene: Scene) -> str | None:
        places = [at for at in range(18) if code[at] == right] if code else []
        return _replaced(code, scene.dice.pick(places), wrong) if places else None

    return spoil


def one_missing(code: str, scene: Scene) -> str | None:
    """A character got lost."""
    at = scene.dice.below(16) + 1
    return code[:at] + code[at + 1 :] if code else None


def one_too_many(code: str, scene: Scene) -> str | None:
    """A character stands twice."""
    at = scene.dice.below(16) + 1
    return code[:at] + code[at] + code[at:] if code else None


def full_width(code: str, _scene: Scene) -> str | None:
    """Typed with a Chinese keyboard."""
    return code.translate(_FULL_WIDTH) or None


def lower_case(code: str, _scene: Scene) -> str | None:
    """Letters in lower case."""
    return code.lower() if code.lower() != code else None


def zero_width(code: str, scene: Scene) -> str | None:
    """Copied from a web page, with a character nobody can see."""
    return f"{code[:9]}{scene.dice.pick(chr(0x200B) + chr(0xFEFF) + chr(0x2060))}{code[9:]}" if code else None


def in_groups(code: str, _scene: Scene) -> str | None:
    """Written in groups of four, as on letterheads."""
    return " ".join((code[:4], code[4:8], code[8:12], code[12:16], code[16:])) if code else None


def placeholder(_code: str, scene: Scene) -> str | None:
    """Seventeen zeros and X: what senders write for a body of which they know no code."""
    return None if scene.party.household else "0" * 17 + "X"


def registration_number(_code: str, scene: Scene) -> str | None:
    """The old registration number in the place of the code."""
    return scene.party.regno or None


def somebody_elses(code: str, scene: Scene) -> str | None:
    """A valid code, but of another body of the register."""
    same = scene.other.household == scene.party.household and not scene.row["party.orgcode"]
    return scene.other.uscc if same and scene.other.uscc != code else None


def other_area(code: str, _scene: Scene) -> str | None:
    """The body's own identity behind another area: valid, and wrong."""
    first17 = f"{code[:2]}341400{code[8:17]}"
    planted = first17 + uscc.check_character(first17)
    return planted if code and planted != code else None


def unknown_pair(code: str, scene: Scene) -> str | None:
    """An authority and category that GB 32100 does not know together."""
    if scene.party.sort.pair != "91":
        return None
    first17 = f"9{scene.dice.pick('5678')}{code[2:17]}"
    return first17 + uscc.check_character(first17)


def unknown_body(_code: str, scene: Scene) -> str | None:
    """A valid code of a body the register does not have."""
    if scene.party.sort.pair != "91" or scene.row["party.orgcode"]:
        return None
    first17 = f"91341400{coding.orgcodes_of([f'MT{scene.dice.below(1_000_000):06d}'])[0]}"
    return first17 + uscc.check_character(first17)


def company_code(_code: str, scene: Scene) -> str | None:
    """A company's code where an organ's belongs."""
    return scene.other.uscc if scene.other.sort.pair == "91" else None


def wrong_check_digit(number: str, scene: Scene) -> str | None:
    """A legacy number (organisation code, registration number) with a wrong last digit."""
    return number[:-1] + _another(scene, number[-1], "0123456789") if number else None


def orgcode_of_another(code: str, scene: Scene) -> str | None:
    """A valid organisation code that is not the one inside the USCC."""
    return scene.other.orgcode if code and scene.other.orgcode != code else None


def cut_short(text: str, scene: Scene) -> str | None:
    """Some characters are missing at the end."""
    return text[: -1 - scene.dice.below(3)] or None


def none_at_all(_code: str, scene: Scene) -> str | None:
    """Nothing that says who it is."""
    scene.row.update(dict.fromkeys(("party.regno", "party.orgcode", "party.taxno", "party.institution", "party.social"), ""))
    return ""
