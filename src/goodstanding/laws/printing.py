"""The list of those affected as a table to take away."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice

from django.http import StreamingHttpResponse
from django.utils.translation import get_language

from goodstanding.laws import depending
from goodstanding.laws.depending import Dependant
from goodstanding.laws.models import Affected, Halt
from goodstanding.organisations.models import Organisation
from goodstanding.pipeline.report.styling import safe
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

SET = 2_000
HEAD = ("part", "organisation", "code", "title", "n", "became")
Row = tuple[Text, Organisation | None, Text, int, str]


def of_preview(found: Iterable[Dependant]) -> Iterator[Row]:
    """What would stop, a set at a time, so that the names of a set are one query."""
    walk = iter(found)
    while some := list(islice(walk, SET)):
        bodies = Organisation.objects.in_bulk({one.organisation_id for one in some if one.organisation_id is not None})
        for one in some:
            yield depending.named(one.part), bodies.get(one.organisation_id or 0), one.title, one.n, one.became


def of_halt(halt: Halt) -> Iterator[Row]:
    """What has stopped."""
    for one in halt.lines.select_related("organisation").order_by("pk").iterator(SET):
        yield row(one)


def row(line: Affected) -> Row:
    """One line of a kept list."""
    return depending.named(line.part), line.organisation, Text(line.title_zh, line.title_en), line.n, line.became


class _Line:
    """What csv writes to: the line itself."""

    def write(self, value: str) -> str:
        return value


def as_csv(rows: Iterable[Row], name: str) -> StreamingHttpResponse:
    """However long it is; a cell is never taken for a formula."""
    answer = StreamingHttpResponse(_written(rows, get_language() or "zh"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _written(rows: Iterable[Row], language: str) -> Iterator[str]:
    """The language is the request's, which is over when the last lines are written."""
    out = csv.writer(_Line())
    yield "\ufeff" + out.writerow([text("laws.column", name).in_language(language) for name in HEAD])  # Excel asks for the mark
    for part, body, title, n, became in rows:
        said = (part, text("laws.became", became), title)
        where, what, named = (one.in_language(language) for one in said)
        cells = [where, body.name if body else "", (body.uscc or "") if body else "", named, str(n), what]
        yield out.writerow([safe(cell) for cell in cells])
