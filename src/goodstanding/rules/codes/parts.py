"""The parts of a code, each with its characters and what they mean, and its check characters as given and as computed."""

from __future__ import annotations

from typing import NamedTuple

from goodstanding.rules import legacy, uscc
from goodstanding.rules.codes import areas
from goodstanding.rules.codes.faulting import misplaced
from goodstanding.rules.codes.words import table, word
from goodstanding.rules.texts import NOTHING, Text


class Check(NamedTuple):
    """A check character; ``computed`` is None where a character before it is not allowed."""

    name: str
    title: Text
    place: int
    given: str
    computed: str | None

    @property
    def right(self) -> bool:
        """Whether it agrees."""
        return self.given == self.computed

    @property
    def says(self) -> Text:
        """In a few words."""
        if self.computed is None:
            return word("meaning", "unreadable")
        return word("meaning", "agrees" if self.right else "differs", right=self.computed)


class Part(NamedTuple):
    """Characters ``first`` to ``last`` (from 1, both included). ``sure`` is false where no official text was seen; ``note`` says more."""

    name: str
    first: int
    last: int
    value: str
    title: Text
    meaning: Text
    sure: bool = True
    note: Text = NOTHING


_LAYOUT: dict[str, tuple[tuple[str, int, int], ...]] = {
    "uscc": (("authority", 1, 1), ("category", 2, 2), ("area", 3, 8), ("identity", 9, 17), ("check", 18, 18)),
    "orgcode": (("body", 1, 8), ("check", 9, 9)),
    "taxno": (("tax_area", 1, 6), ("identity", 7, 15)),
    "regno": (("office", 1, 6), ("serial", 7, 14), ("check", 15, 15)),
    "old_regno": (("office", 1, 6), ("serial", 7, 13)),
}
_WIDTHS = {kind: parts[-1][2] for kind, parts in _LAYOUT.items()}
_SERIALS = {**dict.fromkeys("0123", "serial_0"), **dict.fromkeys("45", "serial_4"), **dict.fromkeys("6789", "serial_6")}
_CHECKS: dict[str, tuple[tuple[str, int], ...]] = {
    "uscc": (("identity", 17), ("check", 18)),
    "orgcode": (("check", 9),),
    "taxno": (("identity", 15),),
    "regno": (("check", 15),),
}


def parts(kind: str, code: str) -> tuple[Part, ...]:
    """Every part, in order; none where the length is wrong. A certificate's number is one part."""
    if kind in ("institution", "social") or (kind == "old_regno" and not code.isdigit()):
        return (Part("number", 1, len(code), code, word("part", "number"), word("meaning", "certificate")),)
    if len(code) != _WIDTHS[kind]:
        return ()
    return tuple(_part(kind, code, name, first, last) for name, first, last in _LAYOUT[kind])


def checks(kind: str, code: str) -> tuple[Check, ...]:
    """The check characters of a code of the right length."""
    if len(code) != _WIDTHS.get(kind):
        return ()
    return tuple(
        Check(name, word("part", name), place, code[place - 1], _computed(kind, code, place)) for name, place in _CHECKS.get(kind, ())
    )


def area_of(kind: str, code: str) -> areas.Area | None:
    """The area inside a code, where its kind has one."""
    place = next(((first, last) for name, first, last in _LAYOUT.get(kind, ()) if name in _AREAS), None)
    inside = code[place[0] - 1 : place[1]] if place and len(code) == _WIDTHS[kind] else ""
    return areas.area(inside) if len(inside) == 6 and inside.isascii() and inside.isdigit() else None


_AREAS = frozenset({"area", "tax_area", "office"})


def _computed(kind: str, code: str, place: int) -> str | None:
    try:
        if kind == "uscc" and any(wrong < place for wrong in misplaced(code) if place == 18 or wrong > 8):
            return None
        if place == 18:
            return uscc.check_character(code[:17])
        return legacy.regno_check_digit(code[:14]) if kind == "regno" else legacy.orgcode_check_character(code[place - 9 : place - 1])
    except ValueError:
        return None


def _part(kind: str, code: str, name: str, first: int, last: int) -> Part:
    value = code[first - 1 : last]
    made = Part(name, first, last, value, word("part", name), NOTHING)
    if name in ("authority", "category"):
        return _of_table(made, code[:2])
    if name in _AREAS:
        note = word("note", "area" if name == "area" else "office")
        return made._replace(meaning=said_of(area_of(kind, code)), note=note, sure=name == "area")
    if name == "serial":
        meaning = word("meaning", _SERIALS[value[0]] if kind == "regno" else "old_serial")
        return made._replace(meaning=meaning, sure=kind != "regno", note=word("note", "serial") if kind == "regno" else NOTHING)
    if name == "check":
        return made._replace(meaning=checks(kind, code)[-1].says)
    return made._replace(meaning=word("meaning", {"uscc": "identity", "taxno": "inside"}.get(kind, "body")))


def _of_table(part: Part, pair: str) -> Part:
    known = table("category").get(pair) if part.name == "category" else table("authority").get(pair[0])
    if known is None:
        return part._replace(meaning=word("meaning", "pair_unknown"), sure=False)
    return part._replace(meaning=known.text, sure=known.sure, note=NOTHING if known.sure else word("note", "pair_met"))


def said_of(area: areas.Area | None) -> Text:
    """One line about an area code: its place, and what became of it."""
    if area is None:
        return word("area", "unknown")
    if area.code == areas.NATIONAL:
        return word("area", "national")
    if not area.periods:
        return word("area", "within", place=_place(area.within)) if area.within else word("area", "unknown")
    newest = area.periods[0]
    if area.live:
        return _place(newest)
    if area.today:
        return word("area", "became", place=_place(newest), until=newest.until, today=areas.names_of(area.today))
    return word("area", "ended", place=_place(newest), until=newest.until)


def _place(period: areas.Period) -> Text:
    """The place's own name; in English its province beside it."""
    english = areas.english_of(period.province)
    return Text(period.place, f"{period.place}, {english}")
