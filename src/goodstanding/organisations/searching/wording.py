"""What a page says of a hit and of a facet, in both languages."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.http import urlencode

from goodstanding.organisations import statuses
from goodstanding.organisations.searching.asking import Narrowed
from goodstanding.organisations.searching.counting import FACETS, Counted
from goodstanding.organisations.searching.describing import EXACT, Hit
from goodstanding.rules.codes import areas, words
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


class Choice(NamedTuple):
    """One value of a facet: how many, and the address that narrows to it, or that takes it back where it is chosen."""

    label: Text
    number: int
    address: str
    chosen: bool


class Facet(NamedTuple):
    """A facet with its values."""

    title: Text
    choices: list[Choice]


def why(hit: Hit) -> Text:
    """Why somebody finds this body, and what is different about it."""
    whose, _, way = hit.found_by.rpartition("_")
    if way in EXACT:
        return text("organisations.search.by", hit.found_by, matched=hit.matched)
    by = text("organisations.search.by", hit.difference or way, typed=hit.typed, right=hit.right)
    return text("organisations.search.whose", whose, by=by, matched=hit.matched) if whose else by


def facets(counted: Counted, asked: str, only: Narrowed) -> list[Facet]:
    """What the results can be narrowed by; what is chosen stays, so that it can be taken back."""
    shown = []
    for name in FACETS:
        chosen = getattr(only, name)
        values = counted.facets.get(name, [])
        if chosen and all(value != chosen for value, _ in values):
            values = [(chosen, 0), *values]
        if chosen or len(values) > 1:
            choices = [
                Choice(label(name, value), number, address(asked, only, name, "" if value == chosen else value), value == chosen)
                for value, number in values
            ]
            shown.append(Facet(text("organisations.search.facet", name), choices))
    return shown


def address(asked: str, only: Narrowed, name: str = "", value: str = "", **more: str) -> str:
    """The query of an address: what was asked, narrowed as it is but for one facet."""
    chosen = only._asdict() | ({name: value} if name else {})
    return "?" + urlencode({"q": asked, **{key: said for key, said in chosen.items() if said}, **more})


def label(name: str, value: str) -> Text:
    """What people read for a value of a facet."""
    if name == "status":
        return statuses.label(value)
    if name == "category":
        meant = words.table("category").get(value)
        return meant.text if meant else Text(value, value)
    if name == "district":
        periods = areas.area(value).periods
        return Text(f"{periods[0].name}（{value}）", f"{periods[0].name} ({value})") if periods else Text(value, value)
    return Text(value, value)
