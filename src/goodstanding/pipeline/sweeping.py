"""The pass over one sheet: DuckDB sieves all rows; a closer look is taken at those it keeps.

Order: DuckDB numbers the rows of a table as it inserted them, and it inserts in the file's order, but for one trap: a long
``IN (…)`` becomes a join that loses the order in silence. :func:`goodstanding.pipeline.session.connect` switches that off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from goodstanding.pipeline import asking
from goodstanding.pipeline.compiling import Check
from goodstanding.pipeline.gathering import About, Gathering
from goodstanding.pipeline.layout import relation
from goodstanding.pipeline.looking import PARTY_CODES, PERSON, Looked, Looker
from goodstanding.pipeline.sieving import Raw, Sieve, day, suspect, with_values
from goodstanding.pipeline.sql import any_of, literal
from goodstanding.pipeline.widespread import due_days
from goodstanding.rules import dates

BATCH = 4_000
"""Rows looked at in one go."""
LONG = 1_000
"""Characters a text may have from which on only its length is compared between rows of one key."""


@dataclass(frozen=True)
class Sweep:
    """One sheet on its way.

    Its sieved rows go into ``table``; their ``rowid`` is the place in the sheet, ``first_row`` more the place in the file.
    """

    connection: duckdb.DuckDBPyConnection
    looker: Looker
    gathering: Gathering
    table: str
    work: Path
    first_row: int = 0
    keep: bool = False

    @cached_property
    def sieve(self) -> Sieve:
        """The questions about cells."""
        return Sieve(self.looker.layout, self.looker.catalogue)

    @cached_property
    def raw(self) -> Raw:
        """The sheet's cells as fields."""
        return Raw(self.looker.layout, self.looker.today)

    @cached_property
    def widespread(self) -> dict[int, Check]:
        """The checks answered in the pass itself, by number."""
        return {number: check for number, check in enumerate(self.looker.checks) if check.widespread}

    @cached_property
    def exact(self) -> dict[int, Check]:
        """The checks whose question is the answer."""
        sources = self.looker.layout.sources
        single = {code for code in self.looker.layout.kind.fields if len(sources.get(code, ())) <= 1}
        return {number: check for number, check in enumerate(self.looker.checks) if check.exact and check.reads <= single}

    # -- the pass ------------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Sieve the sheet."""
        known = asking.settled(self.connection, self.looker.layout, self.work, self.questions)
        sheet = self.looker.layout.sheet
        cells = ", ".join(f"c{n}" for n in range(sheet.width))
        line = "line" if sheet.parquet else "NULL::BIGINT AS line"
        kept = f"[{cells}]" if self.keep else f"CASE WHEN suspect THEN [{cells}] END"
        self.connection.execute(
            f"CREATE TABLE {self.table} AS SELECT {line}, {self._surplus} AS surplus, {self._key()} AS key, "
            f"{self.raw.text(self._number)} AS number, hash({self._content()}) AS content, "
            f"{asking.together(self.questions, known)} AS suspect, {kept} AS cells{self._widespread()} "
            f"FROM {asking.with_known(self._relation, known)}"
        )

    def _content(self) -> str:
        """What tells two rows of one key apart: dates, amounts, listed values and the decision's texts, of long ones the length."""
        layout = self.looker.layout
        telling = [one for one in layout.fields if one.role.startswith(("decision.", "valid.", "permit.", "publi")) or one.type == "money"]
        cells = [(n, (one.length or 0) > LONG) for one in telling for n in layout.sources.get(one.code, ())]
        return ", ".join(f"strlen(c{n})" if long else f"c{n}" for n, long in cells) or "0"

    @cached_property
    def questions(self) -> list[str]:
        """Everything that is asked about a row."""
        questions = [*self._left_out(), *self.sieve.untidy.values()]
        return [f"({question})" for question in questions] + [check.may_speak for check in self.looker.checks if not check.widespread]

    @cached_property
    def _relation(self) -> str:
        return with_values(self.looker.layout, relation(self.looker.layout))

    def _widespread(self) -> str:
        return "".join(
            f", CASE WHEN {check.may_speak} THEN {check.widespread.detail} END AS w{number}"
            f", CASE WHEN w{number} IS NOT NULL THEN {self.raw.text(check.field)} END AS v{number}"
            for number, check in self.widespread.items()
            if check.widespread
        )

    def _left_out(self) -> Iterator[str]:
        """Rows of natural persons, repeated headers, rows with more cells than the header."""
        layout = self.looker.layout
        yield from (f"c{column} = {literal(PERSON)}" for column in self.looker.columns("party.class"))
        codes = [f"c{column} IS NULL" for role in PARTY_CODES for column in self.looker.columns(role)]
        papers = [f"c{column} IS NOT NULL" for column in self.looker.columns("party.person_id")]
        if papers:
            yield f"({any_of(papers)}) AND {' AND '.join(codes) or 'true'}"
        yield f"c{layout.first_named} = {literal(layout.names[layout.first_named])}"
        if layout.sheet.parquet or layout.nameless:
            yield f"{self._surplus} > 0"

    @property
    def _surplus(self) -> str:
        """How many filled cells stand under no name."""
        layout = self.looker.layout
        return " + ".join(["surplus" if layout.sheet.parquet else "0::BIGINT", *(f"(c{n} IS NOT NULL)::BIGINT" for n in layout.nameless)])

    @property
    def _number(self) -> str:
        return self.looker.layout.kind.field("decision.number")

    def _key(self) -> str:
        """A number for the kind's key; NULL where a part is missing.

        A party without a USCC is told by its other codes or its name, an organ without a code (templates of 2015/16) by its name.
        """
        kind = self.looker.layout.kind
        party = [self.raw.text(kind.field(role)) for role in ("party.uscc", "party.regno", "party.orgcode", "party.name")]
        organ = f"coalesce({self.raw.text(kind.field('organ.code'))}, {self.raw.text(kind.field('organ.name'))})"
        told = (kind.field("party.uscc"), kind.field("organ.code"))
        others = [organ, *(self.raw.text(code) for code in kind.key if code not in told)]
        there = f"{organ} IS NOT NULL AND {self.raw.text(self._number)} IS NOT NULL"
        return f"CASE WHEN {there} THEN hash({', '.join(others)}, coalesce({', '.join(party)})) END"

    # -- the rows it kept ----------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Put each question by itself to the rows that were kept: which cells to clean, which checks to ask; one bit for each."""
        layout = self.looker.layout
        cells = ", ".join(f"cells[{n + 1}] AS c{n}" for n in range(layout.sheet.width))
        texts = [n for n, question in self.sieve.untidy.items() if question == suspect(n)]
        already = _Already(frozenset(texts))
        dirty = _bits({n: already(question) for n, question in self.sieve.untidy.items()}, layout.sheet.width)
        checks = {number: already(check.may_speak) for number, check in enumerate(self.looker.checks) if not check.widespread}
        asked = _bits(checks, len(self.looker.checks))
        inexact = _words({number for number in checks if number not in self.exact}, len(self.looker.checks))
        closer = any_of([*(f"d{place} <> 0" for place in range(len(dirty))), *_meeting("a", inexact), "left_out"])
        rows = with_values(layout, f"(SELECT rowid AS row, surplus, {cells} FROM {self.table} WHERE suspect)")
        columns = [f"{word} AS d{place}" for place, word in enumerate(dirty)] + [f"{word} AS a{place}" for place, word in enumerate(asked)]
        self.connection.execute(
            f"CREATE TABLE {self.table}_asked AS SELECT *, {closer} AS closer FROM "
            f"(SELECT row, {', '.join(columns)}, {any_of(f'coalesce({q}, false)' for q in self._left_out())} AS left_out FROM "
            f"(SELECT *{''.join(f', {suspect(n)} AS s{n}' for n in texts)} FROM {rows}))"
        )

    def tell(self) -> None:
        """Findings that need no closer look."""
        for number, check in self.widespread.items():
            self._tell_widespread(number, check)
        self._tell_exact()

    def _about(self, check: Check) -> About:
        layout = self.looker.layout
        return About(layout.sheet.name, check.field, layout.header_of(check.field), check.rule.code, check.rule.level)

    @property
    def line(self) -> str:
        """SQL for the line of a row of ``s``, as a spreadsheet shows it."""
        return f"coalesce(line, s.rowid + {self.looker.layout.first_line})"

    def _tell_widespread(self, number: int, check: Check) -> None:
        detail, join = f"w{number}", ""
        if check.rule.values[0] == "late_disclosure":
            due = pa.table({"late": pa.array(self._due.keys(), pa.date32()), "due": pa.array(map(str, self._due.values()), pa.string())})
            self.connection.register("due_days", due)
            self.connection.execute("CREATE OR REPLACE TEMP TABLE due AS FROM due_days")
            self.connection.unregister("due_days")
            detail, join = "due", f"LEFT JOIN due ON late = {day(f'v{number}')}"
        self.gathering.add_from(
            self._about(check),
            f"SELECT s.rowid + {self.first_row} AS row, {self.line} AS line, v{number} AS value, NULL AS suggestion, {detail} AS detail "
            f"FROM {self.table} s {join} WHERE w{number} IS NOT NULL AND s.rowid NOT IN (SELECT row FROM {self.table}_asked WHERE closer)",
        )

    def _tell_exact(self) -> None:
        """All exact checks at once, of the rows that nobody looks at closer."""
        sources = self.looker.layout.sources
        told = []
        for number, check in self.exact.items():
            column = sources.get(check.field, (None,))[0]
            other = sources.get(check.rule.fields[1], (None,))[0] if check.rule.test == "order" else None
            told.append((number, self.gathering.number(self._about(check)), *(None if n is None else n + 1 for n in (column, other))))
        if not told:
            return
        self.connection.execute("CREATE OR REPLACE TEMP TABLE exact (number INTEGER, about SMALLINT, cell INTEGER, other INTEGER)")
        self.connection.executemany("INSERT INTO exact VALUES (?, ?, ?, ?)", told)
        detail = f"CASE WHEN other IS NULL THEN '' ELSE CAST({day('cells[other]')} AS VARCHAR) END"
        self.connection.execute(
            f"INSERT INTO findings SELECT s.rowid + {self.first_row}, {self.line}, about, cells[cell], NULL, {detail} FROM "
            f"(SELECT row, number, about, cell, other FROM {self.table}_asked "
            f"JOIN exact ON {_holds_bit('a', 'number', self._asked_words)} WHERE NOT closer) "
            f"JOIN {self.table} s ON s.rowid = row"
        )

    @property
    def _dirty_words(self) -> int:
        return -(-self.looker.layout.sheet.width // WORD)

    @property
    def _asked_words(self) -> int:
        return -(-len(self.looker.checks) // WORD)

    def closer(self) -> Iterator[list[Looked]]:
        """The rows that need a closer look, batch by batch."""
        known = "".join(f", w{number}" for number in self.widespread)
        words = [f"a.d{place}" for place in range(self._dirty_words)] + [f"a.a{place}" for place in range(self._asked_words)]
        reader = (
            self.connection.cursor()
            .sql(
                f"SELECT row, {self.line} AS line, s.surplus, cells, {', '.join(words)}{known} "
                f"FROM {self.table}_asked a JOIN {self.table} s ON s.rowid = a.row WHERE closer ORDER BY row"
            )
            .to_arrow_reader(BATCH)
        )
        for batch in reader:
            yield self._look(batch)

    def look(self) -> None:
        """Look at the rows the sieve kept; gather all findings; ``{table}_looked`` holds what became of those rows."""
        self.connection.execute(f"CREATE TABLE {self.table}_looked (row BIGINT, left_out VARCHAR, stored VARCHAR[], shown VARCHAR[])")
        self.ask()
        self.tell()
        for looked in self.closer():
            self.gathering.add(finding for one in looked for finding in one.findings)
            self._remember(looked)

    def _remember(self, looked: list[Looked]) -> None:
        texts = pa.list_(pa.string())
        columns = {
            "row": pa.array([one.row - self.first_row for one in looked], pa.int64()),
            "left_out": pa.array([one.left_out for one in looked], pa.string()),
            "stored": pa.array([one.stored for one in looked], texts),
            "shown": pa.array([one.shown if self.keep else None for one in looked], texts),
        }
        self.connection.register("looked_rows", pa.table(columns))
        self.connection.execute(f"INSERT INTO {self.table}_looked FROM looked_rows")
        self.connection.unregister("looked_rows")

    def _look(self, batch: pa.RecordBatch) -> list[Looked]:
        columns: dict[str, list[Any]] = {name: batch.column(name).to_pylist() for name in batch.schema.names}
        looked = []
        for place, (row, line, cells) in enumerate(zip(columns["row"], columns["line"], columns["cells"], strict=True)):
            known = {number: detail for number in self.widespread if (detail := columns[f"w{number}"][place]) is not None}
            self._fill_due(known, cells)
            asked = [*_numbers([columns[f"a{n}"][place] for n in range(self._asked_words)]), *known]
            dirty = _numbers([columns[f"d{n}"][place] for n in range(self._dirty_words)])
            surplus = columns["surplus"][place]
            looked.append(
                self.looker.look(row + self.first_row, line, cells, dirty=dirty, asked=asked, sure=self.exact, known=known, surplus=surplus)
            )
        return looked

    def _fill_due(self, known: dict[int, str], cells: list[str | None]) -> None:
        for number in known:
            check = self.widespread[number]
            if check.rule.values[0] == "late_disclosure":
                decided = dates.read(cells[self.looker.layout.sources[check.field][0]])
                due = self._due.get(decided) if decided else None
                known[number] = due.isoformat() if due else ""

    # -- what became of the rows ---------------------------------------------------------------------------------------

    def count(self, left_out: str | None = None) -> int:
        """Rows of the sheet, or those left out for that reason."""
        where = f"FROM {self.table}" if left_out is None else f"FROM {self.table}_looked WHERE left_out = {literal(left_out)}"
        return int(self.connection.execute(f"SELECT count(*) {where}").fetchall()[0][0])

    def keys(self, sheet: int) -> str:
        """SELECT of row, line, sheet, key and content of every row that is kept."""
        stored = ", ".join(f"stored[{n + 1}] AS c{n}" for n in range(self.looker.layout.sheet.width))
        return (
            f"SELECT s.rowid + {self.first_row}, {self.line}, {sheet}, CASE WHEN l.row IS NULL THEN s.key ELSE l.key END, s.content "
            f"FROM {self.table} s LEFT JOIN (SELECT row, left_out, {self._key()} AS key FROM "
            f"(SELECT row, left_out, {stored} FROM {self.table}_looked)) l ON l.row = s.rowid WHERE coalesce(l.left_out, '') = ''"
        )

    def decision_number(self) -> str:
        """SQL for the decision number of a row of ``s``, cleaned, ``l`` being what became of it."""
        code = self._number
        columns = self.looker.layout.sources.get(code, ())
        return f"CASE WHEN l.row IS NULL THEN s.number ELSE l.stored[{columns[0] + 1}] END" if columns else "s.number"

    @cached_property
    def _due(self) -> dict[date, date]:
        catalogue = self.looker.catalogue
        return due_days(catalogue.calendar, catalogue.terms["disclose"].count, self.looker.today)


WORD = 62
"""Answers kept in one BIGINT."""
_SUSPECT = re.compile(re.escape(suspect(0)).replace("c0", "c([0-9]+)", 1))


class _Already(NamedTuple):
    """Questions in which a text is not read again: ``s{n}`` says it of these columns."""

    columns: frozenset[int]

    def __call__(self, question: str) -> str:
        return _SUSPECT.sub(lambda found: f"s{found[1]}" if int(found[1]) in self.columns else found[0], question)


def _bits(questions: dict[int, str], count: int) -> list[str]:
    """The answers as words: bit ``n % WORD`` of word ``n // WORD``."""
    words: list[list[str]] = [[] for _ in range(-(-count // WORD))]
    for number, question in questions.items():
        words[number // WORD].append(f"CASE WHEN {question} THEN {1 << number % WORD}::BIGINT ELSE 0 END")
    return [" | ".join(word) or "0::BIGINT" for word in words]


def _words(numbers: Iterable[int], count: int) -> list[int]:
    words = [0] * -(-count // WORD)
    for number in numbers:
        words[number // WORD] |= 1 << number % WORD
    return words


def _meeting(name: str, words: list[int]) -> list[str]:
    return [f"{name}{place} & {word} <> 0" for place, word in enumerate(words) if word]


def _holds_bit(name: str, number: str, words: int) -> str:
    """SQL: whether the bit with that number is set."""
    return any_of(f"{number} // {WORD} = {place} AND ({name}{place} >> ({number} % {WORD})) & 1 = 1" for place in range(words))


def _numbers(words: list[int]) -> list[int]:
    """The numbers of the bits that are set."""
    found = []
    for place, word in enumerate(words):
        rest = word
        while rest:
            lowest = rest & -rest
            found.append(place * WORD + lowest.bit_length() - 1)
            rest ^= lowest
    return found
