"""The figures as tables and pictures: on the desk each number opens its rows, in public a small one is not said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from goodstanding.checks.models import OUTCOMES
from goodstanding.departments.models import Department
from goodstanding.efficacy import counting, counting_checks, public_numbers
from goodstanding.efficacy.counting import PARTS, Row
from goodstanding.lists.catalogue import rules
from goodstanding.lists.saying import named
from goodstanding.measures.catalogue import title_of
from goodstanding.rules.texts import Text
from goodstanding.ui import tables
from goodstanding.ui.pictures import lengths
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import text

Opens = Callable[..., str]
"""``opens(figure, part="", kind=…, department=…)``: the address of the rows a number counts."""
Named = Mapping[int, Department]
Bars = list[dict[str, Any]]
MOST = 10
"""Bars of a picture; the table beneath has everything."""


def departments(numbers: Iterable[int]) -> Named:
    """One statement."""
    return Department.objects.in_bulk(set(numbers))


def purpose_title(code: str) -> Text:
    """Its name; its code where the catalogue no longer has it."""
    known = rules().purposes.get(code)
    return known.title if known else Text(code, code)


def used(found: Sequence[Row], whose: Named, opens: Opens | None) -> Table:
    """Begun, dropped, applied, ended, and how long."""
    columns = [text("efficacy.column.measure"), text("efficacy.column.department")]
    columns += [text("efficacy.figure", name) for name in counting.FIGURES] + [text("efficacy.column.median")]
    lines = []
    for row in found:
        line = _heads(title_of(row.kind), whose[row.department])
        line += [_number(row.n(name), opens, name, row.kind, whose[row.department]) for name in counting.FIGURES]
        hidden = opens is None and public_numbers.is_few(row.n("ended"))
        line.append(Cell("—" if row.median is None or hidden else text("efficacy.days", n=row.median)))
        lines.append(line)
    return Table(text("efficacy.table.used"), columns, lines)


def broken_down(found: Sequence[Row], whose: Named, figure: str, opens: Opens | None) -> Table:
    """A figure by its grounds; of measures and departments that have any."""
    columns = [text("efficacy.column.measure"), text("efficacy.column.department")]
    columns += [text("efficacy.part", part) for part in PARTS[figure]]
    lines = []
    for row in (one for one in found if one.n(figure)):
        parts = {part: row.n(figure, part) for part in PARTS[figure]}
        line = _heads(title_of(row.kind), whose[row.department])
        if opens is None and public_numbers.broken_down(parts) is None:
            line += [Cell(text("efficacy.public.not_broken_down"), style="gs-whole") for _ in parts]
        else:
            line += [_number(n, opens, figure, row.kind, whose[row.department], part) for part, n in parts.items()]
        lines.append(line)
    return Table(text("efficacy.table", figure), columns, lines)


def checks(found: Sequence[counting_checks.Row], whose: Named, what: str, names: Sequence[str], opens: Opens | None) -> Table:
    """What followed from checks; ``what``: by purpose, or by measure."""
    columns = [text("efficacy.column", what), text("efficacy.column.department"), *(text("efficacy.followed", name) for name in names)]
    title = purpose_title if what == "purpose" else title_of
    lines = [
        [
            *_heads(title(row.what), whose[row.department]),
            *(_number(row.n(name), opens, name, row.what, whose[row.department], what=what) for name in names),
        ]
        for row in found
    ]
    return Table(text("efficacy.table", f"by_{what}"), columns, lines)


def ended_bars(found: Sequence[Row], opens: Opens | None) -> Bars:
    """How measures ended, of what the table beneath shows."""
    public = opens is None
    shown = [parts for row in found if (parts := _shown({part: row.n("ended", part) for part in counting.ENDED}, public=public))]
    sums = {part: sum(one[part] for one in shown) for part in counting.ENDED}
    return _bars([(text("efficacy.part", part), opens("ended", part=part) if opens else "", n) for part, n in sums.items()])


def outcome_bars(found: Sequence[counting_checks.Row], opens: Opens | None) -> Bars:
    """What was said to have followed."""
    sums = {name: sum(_said(row.n(name), public=opens is None) for row in found) for name in OUTCOMES}
    return _bars([(text("efficacy.followed", name), opens(name) if opens else "", n) for name, n in sums.items()])


def applied_bars(found: Sequence[Row], opens: Opens | None) -> Bars:
    """How often each measure was applied, the most often first; in public each leads to the measure's own page."""
    sums: dict[str, int] = {}
    for row in found:
        sums[row.kind] = sums.get(row.kind, 0) + _said(row.n("applied"), public=opens is None)
    chosen = sorted(sums.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    addresses = {kind: opens("applied", kind=kind) if opens else reverse("measures:measure", args=[kind]) for kind in sums}
    return _bars([(title_of(kind), addresses[kind], n) for kind, n in chosen])


def _bars(parts: Sequence[tuple[Text, str, int]]) -> Bars:
    """What is nothing is left out."""
    some = [part for part in parts if part[2]]
    widths = lengths([n for _, _, n in some])
    return [
        {"text": words, "url": url, "count": n, "tone": "note", "width": width} for (words, url, n), width in zip(some, widths, strict=True)
    ]


def tiles(found: Sequence[Row], opens: Opens) -> list[dict[str, Any]]:
    """The sums, each opening its rows."""
    sums = {name: sum(row.n(name) for row in found) for name in ("begun", "dropped", "applied", "ended")}
    return [{"text": text("efficacy.figure", name), "n": n, "url": opens(name), "tone": "plain"} for name, n in sums.items()]


def _said(n: int, *, public: bool) -> int:
    """What a picture may count: nothing that the table beneath does not say."""
    return 0 if public and public_numbers.is_few(n) else n


def _shown(parts: dict[str, int], *, public: bool) -> Mapping[str, int] | None:
    return public_numbers.broken_down(parts) if public else parts


def _heads(title: Text, department: Department) -> list[Cell]:
    return [Cell(title), Cell(named(department))]


def _number(n: int, opens: Opens | None, figure: str, kind: str, department: Department, part: str = "", what: str = "kind") -> Cell:
    if opens is None:
        return Cell(public_numbers.said(n), style="gs-whole")
    return tables.number(n, opens(figure, part=part, department=department.code, **{what: kind}) if n else "")
