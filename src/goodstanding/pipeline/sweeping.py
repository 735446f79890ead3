"""The pass over one sheet: DuckDB sieves all rows; a closer look is taken at those it keeps.

Order: DuckDB numbers the rows of a table as it inserted them, and it inserts in the file's order, but for one trap: a long
``IN (…)`` becomes a join that loses the order in silence. :func:`goodstanding.pipeline.session.connect` switches that off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from goodstanding.pipeline import asking, learning
from goodstanding.pipeline.asking import WORD
from goodstanding.pipeline.compiling import Check
from goodstanding.pipeline.gathering import About, Gathering
from goodstanding.pipeline.layout import relation
from goodstanding.pipeline.looking import PARTY_CODES, PERSON, Looked, Looker
from goodstanding.pipeline.sieving import Raw, Sieve, day, with_values
from goodstanding.pipeline.sql import any_of, literal
from goodstanding.pipeline.widespread import Widespread, due_days
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
    def widespread(self) -> dict[int, tuple[Check, Widespread]]:
        """The checks answered in the pass itself, by number."""
        return {number: (check, check.widespread) for number, check in enumerate(self.looker.checks) if check.widespread}

    @cached_property
    def exact(self) -> dict[int, Check]:
        """The checks whose question is the answer."""
        sources = self.looker.layout.sources
        single = {code for code in self.looker.layout.kind.fields if len(sources.get(code, ())) <= 1}
        return {number: check for number, check in enumerate(self.looker.checks) if check.exact and check.reads <= single}

    # -- the pass ------------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Sieve the sheet."""
        known = self.known
        cells = ", ".join(f"c{n}" for n in range(self.looker.layout.sheet.width))
        kept = f"[{cells}]" if self.keep else f"CASE WHEN suspect THEN [{cells}] END"
        line = "line, " if self.looker.layout.sheet.parquet else ""
        surplus = f"{self._surplus} AS surplus, " if self._surplus else ""
        said = self._widespread()
        # DuckDB sets aside memory for each column of a table it fills in order; where that is short it fills with one thread only.
        # So what the widespread checks say is one column.
        names, packed = ", ".join(said), ", {" + ", ".join(f"'{name}': {name}" for name in said) + "} AS said"
        columns = "".join(f", {sql} AS {name}" for name, sql in said.items())
        swept = (
            f"SELECT {line}{surplus}{self._key()} AS key, {self.raw.text(self._number)} AS number, hash({self._content()}) AS content, k, "
            f"{asking.together(self.questions, known)} AS suspect, {kept} AS cells{columns} FROM {asking.with_known(self._relation, known)}"
        )
        self.connection.execute(f"CREATE TABLE {self.table} AS SELECT * {f'EXCLUDE ({names}){packed}' if said else ''} FROM ({swept})")

    @cached_property
    def known(self) -> asking.Settled:
        """What a sample of the sheet settles."""
        return learning.settled(self.connection, self.looker.layout, self.work, self.questions, self.table)

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

    def _widespread(self) -> dict[str, str]:
        """For each widespread check what it says, and the cells of the fields they speak of: name -> SQL."""
        said = {f"w{number}": f"CASE WHEN {check.may_speak} THEN {known.detail} END" for number, (check, known) in self.widespread.items()}
        fields: dict[str, list[str]] = {}
        for number, (check, _) in self.widespread.items():
            if number not in self.looker.of_sheet:
                fields.setdefault(check.field, []).append(f"w{number} IS NOT NULL")
        return said | {f"v_{code}": f"CASE WHEN {any_of(there)} THEN {self.raw.text(code)} END" for code, there in fields.items()}

    def _left_out(self) -> Iterator[str]:
        """Rows of natural persons, repeated headers, rows with more cells than the header."""
        layout = self.looker.layout
        yield from (f"c{column} = {literal(PERSON)}" for column in self.looker.columns("party.class"))
        codes = [f"c{column} IS NULL" for role in PARTY_CODES for column in self.looker.columns(role)]
        papers = [f"c{column} IS NOT NULL" for column in self.looker.columns("party.person_id")]
        if papers:
            yield f"({any_of(papers)}) AND {' AND '.join(codes) or 'true'}"
        yield f"c{layout.first_named} = {literal(layout.names[layout.first_named])}"
        if self._surplus:
            yield f"{self._surplus} > 0"

    @property
    def _surplus(self) -> str:
        """How many filled cells stand under no name; '' where none can."""
        layout = self.looker.layout
        beyond = ["surplus"] if layout.sheet.parquet else []
        return " + ".join([*beyond, *(f"(c{n} IS NOT NULL)::BIGINT" for n in layout.nameless)])

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
        cells = ", ".join(f"cells[{n + 1}] AS c{n}" for n in range(self.looker.layout.sheet.width))
        surplus = "surplus, " if self._surplus else ""
        rows = with_values(self.looker.layout, f"(SELECT rowid AS row, k, {surplus}{cells} FROM {self.table} WHERE suspect)")
        checks = {number: check.may_speak for number, check in enumerate(self.looker.checks) if not check.widespread}
        dirty, asked = asking.one_by_one(self.sieve.untidy, self.known), asking.one_by_one(checks, self.known)
        inexact = _words({number for number in checks if number not in self.exact}, len(asked))
        closer = any_of([*(f"d{place} <> 0" for place in range(len(dirty))), *_meeting("a", inexact), "left_out"])
        columns = [f"{word} AS d{place}" for place, word in enumerate(dirty)] + [f"{word} AS a{place}" for place, word in enumerate(asked)]
        self.connection.execute(
            f"CREATE TABLE {self.table}_asked AS SELECT *, {closer} AS closer FROM "
            f"(SELECT row, {', '.join(columns)}, {any_of(f'coalesce({q}, false)' for q in self._left_out())} AS left_out FROM "
            f"{asking.read_once(rows, [*self.sieve.untidy.values(), *checks.values()], self.known)})"
        )

    def tell(self) -> None:
        """Findings that need no closer look."""
        for number, (check, known) in self.widespread.items():
            if number not in self.looker.of_sheet:
                self._tell_widespread(number, check, known)
        self._tell_exact()

    def _about(self, check: Check) -> About:
        layout = self.looker.layout
        return About(layout.sheet.name, check.field, layout.header_of(check.field), check.rule.code, check.rule.level)

    @property
    def line(self) -> str:
        """SQL for the line of a row of ``s``, as a spreadsheet shows it."""
        return "s.line" if self.looker.layout.sheet.parquet else f"s.rowid + {self.looker.layout.first_line}"

    def _tell_widespread(self, number: int, check: Check, known: Widespread) -> None:
        value, detail, join = f"said.v_{check.field}", known.said(f"said.w{number}"), ""
        if check.rule.values[0] == "late_disclosure":
            due = pa.table({"late": pa.array(self._due.keys(), pa.date32()), "due": pa.array(map(str, self._due.values()), pa.string())})
            self.connection.register("due_days", due)
            self.connection.execute("CREATE OR REPLACE TEMP TABLE due AS FROM due_days")
            self.connection.unregister("due_days")
            detail, join = "due", f"LEFT JOIN due ON late = {day(value)}"
        self.gathering.add_from(
            self._about(check),
            f"SELECT s.rowid + {self.first_row} AS row, {self.line} AS line, {value} AS value, NULL AS suggestion, {detail} AS detail "
            f"FROM {self.table} s {join} WHERE said.w{number} IS NOT NULL AND {self._left_alone}",
        )

    @property
    def _left_alone(self) -> str:
        """SQL: whether nobody looks closer at a row of ``s``."""
        return f"s.rowid NOT IN (SELECT row FROM {self.table}_asked WHERE closer)"

    def _of_sheet(self) -> frozenset[int]:
        """The checks with a word about the sheet that have something to say of a row nobody looks closer at."""
        numbers = sorted(self.looker.of_sheet)
        if not numbers:
            return frozenset()
        told = ", ".join(f"bool_or(said.w{number} IS NOT NULL)" for number in numbers)
        found = self.connection.execute(f"SELECT {told} FROM {self.table} s WHERE {self._left_alone}").fetchall()[0]
        return frozenset(number for number, there in zip(numbers, found, strict=True) if there)

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

    @cached_property
    def _dirty_words(self) -> int:
        return -(-(max(self.sieve.untidy, default=-1) + 1) // WORD)

    @cached_property
    def _asked_words(self) -> int:
        return -(-(max((n for n, check in enumerate(self.looker.checks) if not check.widespread), default=-1) + 1) // WORD)

    def closer(self) -> Iterator[list[Looked]]:
        """The rows that need a closer look, batch by batch."""
        known = "".join(f", {one.said(f'said.w{number}')} AS w{number}" for number, (_, one) in self.widespread.items())
        surplus = "s.surplus" if self._surplus else "0 AS surplus"
        words = [f"a.d{place}" for place in range(self._dirty_words)] + [f"a.a{place}" for place in range(self._asked_words)]
        reader = (
            self.connection.cursor()
            .sql(
                f"SELECT row, {self.line} AS line, {surplus}, cells, {', '.join(words)}{known} "
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
        of_sheet = self._of_sheet()
        for looked in self.closer():
            self.gathering.add(finding for one in looked for finding in one.findings)
            self._remember(looked)
            of_sheet = of_sheet.union(*(one.of_sheet for one in looked))
        self.gathering.add(self.looker.about_sheet(of_sheet))

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
            check, _ = self.widespread[number]
            if check.rule.values[0] == "late_disclosure":
                decided = dates.read(cells[self.looker.layout.sources[check.field][0]])
                due = self._due.get(decided) if decided else None
                known[number] = due.isoformat() if due else ""

    # -- what became of the rows ---------------------------------------------------------------------------------------

    def count(self, left_out: str | None = None) -> int:
        """Rows of the sheet, or those left out for that reason."""
        where = f"FROM {self.table}" if left_out is None else f"FROM {self.table}_looked WHERE left_out = {literal(left_out)}"
        return int(self.connection.execute(f"SELECT count(*) {where}").fetchall()[0][0])

    def keys(self) -> str:
        """SELECT of the key of every row that is kept, and of where it stands and what it says: row, line, key, content."""
        stored = ", ".join(f"stored[{n + 1}] AS c{n}" for n in range(self.looker.layout.sheet.width))
        return (
            f"SELECT s.rowid + {self.first_row} AS row, {self.line} AS line, CASE WHEN l.row IS NULL THEN s.key ELSE l.key END AS key, "
            f"s.content AS content FROM {self.table} s LEFT JOIN (SELECT row, left_out, {self._key()} AS key FROM "
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


def _words(numbers: Iterable[int], count: int) -> list[int]:
    words = [0] * count
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
