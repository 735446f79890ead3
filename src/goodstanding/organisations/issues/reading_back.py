"""The return file as it comes back: each row answers its issue, wrong rows are told line by line, the same file twice changes nothing."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from django.conf import settings
from django.db import transaction

from goodstanding.departments.allowing import may, require, write_apart
from goodstanding.departments.standing import Standing
from goodstanding.organisations.issues.answering import Answer, answer, as_kept
from goodstanding.organisations.models import CodeIssue
from goodstanding.pipeline.read import Limits, Sheet, open_table
from goodstanding.pipeline.read.header import find_header
from goodstanding.pipeline.read.headings import heading_key
from goodstanding.pipeline.sql import literal
from goodstanding.rules import characters
from goodstanding.rules.refusals import Refused, Unusable
from goodstanding.rules.returns import NEEDED, return_file
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

LIMITS = Limits(file_bytes=64 * 1024**2, unpacked_bytes=512 * 1024**2, strings_bytes=64 * 1024**2, xls_bytes=32 * 1024**2, sheets=20)
MOST_ROWS = 100_000
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """Why one line was not taken."""

    line: int
    number: str
    why: Text


@dataclass(slots=True)
class ReadBack:
    """What came of a file: ``taken`` answers, ``same`` as already there, ``empty`` rows nobody filled in, and what was wrong."""

    rows: int = 0
    taken: int = 0
    same: int = 0
    empty: int = 0
    told: list[Told] = field(default_factory=list)


def read_back(path: Path, name: str, *, by: Standing) -> ReadBack:
    """Take a filled return file in. Raises ``Unusable`` where it cannot be read or is none, ``Forbidden`` for who may not answer."""
    require_some(by)
    with tempfile.TemporaryDirectory(prefix="return-") as folder:
        rows = _read(path, name, Path(folder))
    done = ReadBack(len(rows))
    with transaction.atomic():
        issues = CodeIssue.objects.in_bulk({number for _, row in rows if (number := _number(row))})
        twice = _differing(rows)
        _audit(issues, by)
        for line, row in rows:
            try:
                outcome = _take(row, issues.get(_number(row)), twice, by)
            except Refused as refused:
                done.told.append(Told(line, row["number"][:20], refused.why))
            else:
                setattr(done, outcome, getattr(done, outcome) + 1)
    return done


def require_some(by: Standing) -> None:
    """Somebody who answers for no department has nothing to read back."""
    if by.role not in {"steward", "clerk", "system"}:
        require(by, "answer_issue")


def _audit(issues: dict[int, CodeIssue], by: Standing) -> None:
    """Somebody who hands in answers to another department's issues is written down, once for a file."""
    foreign = next((issue for issue in issues.values() if not may(by, "answer_issue", issue)), None)
    if foreign is not None:
        write_apart(foreign, "answer_issue", by)


def _take(row: Row, issue: CodeIssue | None, twice: set[str], by: Standing) -> str:
    """One row. Another department's issue is as unknown as one that is not there: the answer gives nothing away."""
    if not any(row[name] for name in ("operation", "new_code", "answer")):
        return "empty"
    if issue is None or not may(by, "answer_issue", issue):
        raise Refused("ISSUE_UNKNOWN", text("organisations.issues.return.unknown"))
    if characters.code(row["code"]) != characters.code(issue.code):
        raise Refused("CODE_CHANGED", text("organisations.issues.return.code_changed"))
    if row["number"] in twice:
        raise Refused("SAID_TWICE", text("organisations.issues.return.twice"))
    said = Answer(row["operation"], row["new_code"], row["answer"])
    if issue.state != "open":
        if _says_the_same(issue, said):
            return "same"
        raise Refused("NOT_OPEN", text("organisations.issues.return.not_open", state=text("organisations.issues.state", issue.state)))
    answer(issue, said, by=by)
    return "taken"


def _says_the_same(issue: CodeIssue, said: Answer) -> bool:
    given = (said.operation, characters.code(said.new_code), as_kept(said.words))
    return given == (issue.operation, issue.new_code, issue.answer)


def _differing(rows: list[tuple[int, Row]]) -> set[str]:
    """Numbers that stand in the file with different answers: which one is meant is not ours to say."""
    said = {(row["number"], row["operation"], row["new_code"], row["answer"]) for _, row in rows if row["operation"]}
    return {number for number, times in Counter(number for number, *_ in said).items() if times > 1}


def _number(row: Row) -> int:
    digits = row["number"].removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else 0


def _read(path: Path, name: str, into: Path) -> list[tuple[int, Row]]:
    """Line and cells of every row of every sheet that has the header; through the readers that take anything hostile."""
    shape = return_file(settings.CITY_CATALOGUE)
    keys = {heading_key(title): column.source for column in shape.columns for title in (*column.title, " ".join(column.title))}
    rows: list[tuple[int, Row]] = []
    found = False
    for sheet in open_table(path, name=name, into=into, limits=LIMITS, direct=False).sheets:
        header = find_header(sheet, frozenset(keys))
        columns = {keys[key]: place for place, title in enumerate(header.names) if (key := heading_key(title)) in keys} if header else {}
        if header is None or not columns.keys() >= NEEDED:
            continue
        found = True
        rows += _cells(sheet, columns, header.lines[-1])
    if not found:
        raise Unusable("RETURN_HEADER", text("organisations.issues.return.header"))
    if len(rows) > MOST_ROWS:
        raise Unusable("RETURN_TOO_LONG", text("organisations.issues.return.too_long", most=f"{MOST_ROWS:,}"))
    return rows


def _cells(sheet: Sheet, columns: dict[str, int], after: int) -> list[tuple[int, Row]]:
    """An apostrophe that kept a cell from running as a formula is taken off again."""
    picked = ", ".join(f"ltrim(trim(coalesce(c{columns[name]}, '')), '''') AS {name}" for name in sorted(NEEDED))
    with duckdb.connect(config={"memory_limit": "512MB", "threads": 1}) as db:
        asked = db.execute(
            f"SELECT line, {picked} FROM read_parquet({literal(str(sheet.parquet))})"
            f" WHERE line > {after} ORDER BY line LIMIT {MOST_ROWS + 1}"
        )
        names = [str(column[0]) for column in asked.description or ()]
        return [(int(line), dict(zip(names[1:], cells, strict=True))) for line, *cells in asked.fetchall()]
