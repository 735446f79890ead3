"""The answer to a handed-in list: each row of the file with what became of it and why, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goodstanding.lists.loading_judging import Answer
from goodstanding.lists.loading_reading import SHORTEST, Row
from goodstanding.lists.models import Listing
from goodstanding.lists.writing_tables import Row as Cells
from goodstanding.organisations.models import Organisation
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

COLUMNS = ("line", "name", "code", "state", "why", "why_en", "number", "registered", "uscc")
_AT_ONCE = 2000


def headings() -> list[str]:
    """Both languages in one cell, but for the reasons, which have a column each."""
    return [f"{said.zh} {said.en}" for said in (text("lists.loading.column", name) for name in COLUMNS)]


def rows(given: Sequence[Row], answers: Sequence[Answer], load: str = "") -> Iterator[Cells]:
    """A line for each row, in the file's order. ``load``: the number it was entered under, '' before."""
    for start in range(0, len(given), _AT_ONCE):
        part = answers[start : start + _AT_ONCE]
        ids = {one.organisation for one in part if one.organisation is not None}
        bodies = {pk: (name, uscc) for pk, name, uscc in Organisation.objects.filter(pk__in=ids).values_list("pk", "name", "uscc")}
        entries = (
            dict(Listing.everything.filter(load__number=load, organisation__in=ids).values_list("organisation", "number")) if load else {}
        )
        for row, one in zip(given[start : start + _AT_ONCE], part, strict=True):
            why, (name, uscc) = said(one), bodies.get(one.organisation or 0, ("", ""))
            yield [
                row.line, repeated(row, one), row.code, _state(one, load), why.zh, why.en,
                entries.get(one.organisation or 0, "") if one.state == "taken" else "", name, uscc,
            ]  # fmt: skip


def said(one: Answer) -> Text:
    """The reason in words; nothing for what is taken."""
    return text("lists.loading.why", one.why) if one.why else Text("", "")


def repeated(row: Row, one: Answer) -> str:
    """A name as it was handed in, unless it may be a person's."""
    return row.name if one.organisation is not None or len(row.name) >= SHORTEST else ""


def _state(one: Answer, load: str) -> str:
    word = text("lists.loading.state", "entered" if load and one.state == "taken" else one.state)
    return f"{word.zh} {word.en}"
