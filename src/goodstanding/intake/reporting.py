"""The report back: findings in words, page by page, and the whole of it as a workbook or JSON."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Q
from django.http import FileResponse
from django.utils.dateparse import parse_datetime

from goodstanding.intake import folders
from goodstanding.intake.holding import held
from goodstanding.intake.models import Submission, Submissions
from goodstanding.intake.spool import refusing_when_full
from goodstanding.pipeline.examined import Examined
from goodstanding.pipeline.report import as_json as json_report
from goodstanding.pipeline.report import listing
from goodstanding.pipeline.report import workbook as workbook_report
from goodstanding.rules.findings import sentence
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Conflict, Unusable
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES = {"error": "bad", "warning": "wait", "info": "plain"}
PAGE = 100
UNNAMED = ("CSV", "JSON")
"""What the readers call the one sheet of a file that has no sheets."""
LONG = 20_000
"""Rows up to which a report is made while somebody waits for it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding, ready to be read."""

    row: int | None
    sheet: str | None
    line: int | None
    field: str | None
    header: str | None
    rule: str
    level: str
    value: str | None
    suggestion: str | None
    title: Text
    sentence: Text

    def plain(self) -> dict[str, Any]:
        """As the API says it."""
        names = ("row", "sheet", "line", "field", "header", "rule", "level", "value", "suggestion")
        return {name: getattr(self, name) for name in names} | {"zh": self.sentence.zh, "en": self.sentence.en}

    @property
    def tone(self) -> str:
        return TONES.get(self.level, "plain")

    @property
    def page(self) -> str:
        """The sheet's name, where the file is one that has named sheets."""
        return "" if self.sheet in UNNAMED else self.sheet or ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of ``total``; ``next`` is where the following begin, None at the end."""

    lines: list[Line]
    total: int
    next: str | None


def examined(submission: Submission) -> Path:
    """The folder of the examined files. Raises ``Conflict`` before the check is done and after a withdrawal."""
    folder = folders.examined(submission.id)
    if submission.state not in {"checked", "entering", "entered"} or not folder.is_dir():
        raise Conflict("NO_REPORT", text("intake.refused.not_yet"))
    return folder


def findings(submission: Submission, *, rule: str | None, level: str | None, offset: int, limit: int, together: bool = False) -> Page:
    """A page of findings, in the file's order; ``together``: for people, who need not read of each left-out column by itself."""
    found = listing.read(examined(submission), rule=rule, level=level, offset=offset, limit=limit + 1)
    total = _total(submission, rule, level)
    told = listing.together(found[:limit]) if together else found[:limit]
    lines = [_line(one, submission.kind) for one in told]
    return Page(lines, total, str(offset + limit) if len(found) > limit else None)


def offset_of(cursor: str) -> int:
    """A cursor of :func:`findings`. Findings of an examined file do not change, so that a place in them is a cursor."""
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 12):
        raise Unusable("CURSOR_WRONG", text("intake.refused.cursor"))
    return int(cursor)


def submissions_after(found: Submissions, cursor: str, limit: int) -> tuple[list[Submission], str | None]:
    """A page of submissions, newest first, and the cursor to go on from."""
    if cursor:
        moment, _, last = cursor.rpartition("_")
        at = parse_datetime(moment) if "T" in moment else None
        if at is None or len(last) != 32 or not last.isalnum():
            raise Unusable("CURSOR_WRONG", text("intake.refused.cursor"))
        found = found.filter(Q(received_at__lt=at) | Q(received_at=at, id__lt=last))
    page = list(found.select_related("department").order_by("-received_at", "-id")[: limit + 1])
    following = f"{page[limit - 1].received_at.isoformat()}_{page[limit - 1].id.hex}" if len(page) > limit else None
    return page[:limit], following


def download(submission: Submission, form: str) -> FileResponse:
    """The report as a file. A long one is made by a job (:func:`prepare`); until then ``Conflict`` says to wait a moment."""
    path = examined(submission) / f"report.{form}"
    if not submission.rows:  # nobody has said what the columns are, so no row was looked at
        raise Conflict("COLUMNS_FIRST", text("intake.refused.columns_first"))
    if not path.exists():
        if submission.rows > LONG:
            raise Conflict("REPORT_COMING", text("intake.refused.report_coming"))
        write(submission, path)
    kind = XLSX if form == "xlsx" else "application/json"
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{submission.reference}.{form}", content_type=kind)


def prepare(submission: UUID) -> None:
    """Make a long report before somebody asks for it; nothing where it is there, where it is short, or where there is none to make."""
    found = Submission.everything.filter(id=submission).first()
    with held(submission) as mine, suppress(Conflict):
        if not mine or found is None or found.rows <= LONG:
            return
        for form in ("xlsx", "json"):
            path = examined(found) / f"report.{form}"
            if not path.exists():
                write(found, path)


def write(submission: Submission, to: Path) -> None:
    """The report as a file, its ending says which; made under another name and renamed when whole: nobody reads half of it."""
    folder, fresh = examined(submission), to.with_name(f"{to.stem}.{uuid4().hex}{to.suffix}")
    writer = workbook_report.write if to.suffix == ".xlsx" else json_report.write
    try:
        with refusing_when_full():
            writer(folder, what_was_found(submission), fresh, load(settings.CITY_CATALOGUE))
            fresh.replace(to)
    finally:
        fresh.unlink(missing_ok=True)


def what_was_found(submission: Submission) -> Examined:
    """The counts as the pipeline's reports take them."""
    found = submission.found
    same = {name: found[name] for name in ("generation", "rows", "good", "faulty", "persons", "fatal", "levels", "cleaned")}
    return Examined(kind=submission.kind, folder=folders.examined(submission.id), findings_by_rule=found["by_rule"], **same)


def _line(found: Any, kind: str) -> Line:
    catalogue = load(settings.CITY_CATALOGUE)
    field = catalogue.kinds[kind].fields.get(found.field or "")
    header = Text(found.header or found.field or "", found.header or found.field or "")
    said = sentence(found.rule, found.field, found.value, found.detail, catalogue.kinds[kind], catalogue)
    return Line(found.row, found.sheet, found.line, found.field, found.header, found.rule, found.level, found.value, found.suggestion,
                field.title if field else header, said)  # fmt: skip


def _total(submission: Submission, rule: str | None, level: str | None) -> int:
    if rule is not None:
        return int(submission.found.get("by_rule", {}).get(rule, 0))
    levels = submission.found.get("levels", {})
    return int(levels.get(level, 0)) if level is not None else sum(levels.values())
