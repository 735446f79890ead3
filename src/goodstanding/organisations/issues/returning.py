"""The correction return file (纠错回传), as it goes out: the issues in the shape of ``catalogue/returns.toml``, as workbook and CSV.

What a department fills in is coloured in the workbook; everything is text, and nothing in it can run as a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

import xlsxwriter
from django.conf import settings

from goodstanding.ledger.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.organisations import statuses
from goodstanding.organisations.issues.listing import Issues
from goodstanding.organisations.issues.saying import kind_of, places
from goodstanding.organisations.models import CodeIssue, Identifier
from goodstanding.pipeline.report.styling import safe, sheet_name
from goodstanding.rules.events import Event
from goodstanding.rules.returns import Return, return_file

_FILL = {"bg_color": "#E6F2EF", "border": 1, "border_color": "#9DB8B1"}
_BATCH = 2_000
WAYS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
"""What the file may be."""
Cell = Callable[[CodeIssue, dict[int, str]], str]
_CELLS: dict[str, Cell] = {
    "number": lambda issue, _: str(issue.pk),
    "kind": lambda issue, _: kind_of(issue).zh,
    "code": lambda issue, _: issue.code,
    "name": lambda issue, _: issue.organisation.name if issue.organisation else issue.name,
    "category": lambda issue, _: issue.organisation.category if issue.organisation else issue.code[:2] if len(issue.code) == 18 else "",
    "department": lambda issue, _: issue.department.name if issue.department else "",
    "district": lambda issue, _: issue.organisation.district if issue.organisation else issue.code[2:8] if len(issue.code) == 18 else "",
    "status": lambda issue, _: statuses.label(issue.organisation.status).zh if issue.organisation else "",
    "regno": lambda issue, regnos: regnos.get(issue.organisation_id or 0, ""),
    "seen": lambda issue, _: "；".join(place.zh for place in places(issue)[:3]),
    "due": lambda issue, _: issue.due_on.isoformat() if issue.due_on else "",
    "operation": lambda issue, _: issue.operation,
    "new_code": lambda issue, _: issue.new_code,
    "answer": lambda issue, _: issue.answer,
}
"""What a column is filled from; the names are those of ``rules.returns``."""


def export(issues: Issues, way: str, *, by: Standing) -> bytes:
    """The file's bytes, ``way`` being one of :data:`WAYS`; that it was taken out is written down."""
    shape = return_file(settings.CITY_CATALOGUE)
    made = {"xlsx": _workbook, "csv": _csv}[way](shape, _rows(shape, issues))
    write(Event.ACCESS_EXPORTED, ("organisations.codeissue", "return"), by=by, data={"issues": issues.count(), "as": way})
    return made


def _rows(shape: Return, issues: Issues) -> Iterator[list[str]]:
    """A batch at a time, so that the old numbers of a batch's bodies are one query."""
    number = 0
    while batch := list(issues.order_by("pk").filter(pk__gt=number)[:_BATCH]):
        regnos = _regnos({issue.organisation_id for issue in batch})
        for issue in batch:
            yield [safe(_CELLS[column.source](issue, regnos)) for column in shape.columns]
        number = batch[-1].pk


def _regnos(bodies: set[int | None]) -> dict[int, str]:
    known = Identifier.objects.filter(organisation_id__in=[body for body in bodies if body], kind="regno", known_until__isnull=True)
    return dict(known.order_by("valid_until").values_list("organisation_id", "value"))


def _titles(shape: Return) -> list[str]:
    return [f"{column.title.zh} {column.title.en}" for column in shape.columns]


def _csv(shape: Return, rows: Iterator[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    out = csv.writer(text)
    out.writerow(_titles(shape))
    out.writerows(rows)
    return text.getvalue().encode("utf-8-sig")  # Excel takes a CSV for Chinese only with the mark


def _workbook(shape: Return, rows: Iterator[list[str]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(sheet_name("纠错回传 Return", set()))
        plain, fill = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@"} | _FILL)
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        looks = [fill if column.fill else plain for column in shape.columns]
        for place, title in enumerate(_titles(shape)):
            sheet.write_string(0, place, title, head)
        line = 0
        for line, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                sheet.write_string(line, place, cell, looks[place])
        sheet.set_column(0, len(shape.columns) - 1, 22)
        sheet.freeze_panes(1, 0)
        operations = [place for place, column in enumerate(shape.columns) if column.source == "operation"]
        for place in operations:
            sheet.data_validation(1, place, max(line, 1), place, {"validate": "list", "source": ["0", "1", "2"]})
    return file.getvalue()
