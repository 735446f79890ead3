"""A closer look at single rows: clean, take out what is personal, ask the rules. One row or a batch, the same code.

A row of a file comes here when the sieve could not wave it through; a row handed in by itself comes here at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from goodstanding.pipeline.cleaning import IDENTIFIERS, Cleaned, Cleaner, Note, cleaner
from goodstanding.pipeline.compiling import Check, Compiler
from goodstanding.pipeline.examined import Finding
from goodstanding.pipeline.layout import Layout
from goodstanding.pipeline.sieving import Raw
from goodstanding.rules import algorithms, amounts, dates, persons, uscc
from goodstanding.rules.catalogue import Catalogue, Rule
from goodstanding.rules.checks import answer
from goodstanding.rules.codes import repairing
from goodstanding.rules.rows import Row

PERSON = "自然人"
READ_BY_SQL = frozenset({"date", "money", "number"})
"""Types that DuckDB reads in its own way where a cell is untidy: what it found there does not count."""
DONE_TO_CELLS = frozenset({"TEXT_CLEANED", "DATE_CLEANED", "VALUE_CLEANED", "PERSONAL_REMOVED"})
"""Findings that tell what was done to a cell; they are counted."""
_NOTHING_KNOWN: AnyMapping[int, str] = {}
PARTY_CODES = ("party.uscc", "party.regno", "party.orgcode", "party.taxno", "party.institution", "party.social")


class Looked(NamedTuple):
    """One row after the look. ``left_out`` is why it is not kept: '' (it is), ``person``, ``header``.

    ``stored`` and ``shown``: for each column the cleaned cell, and the cell as written without personal data. ``of_sheet``: the checks
    that broke but have only a word about the whole sheet (:attr:`Looker.of_sheet`).
    """

    row: int
    line: int
    left_out: str
    faulty: bool
    stored: Sequence[str | None]
    shown: Sequence[str | None]
    findings: list[Finding]
    of_sheet: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Looker:
    """Everything needed to look at the rows of one sheet. ``cleaned`` counts what was cleaned."""

    layout: Layout
    catalogue: Catalogue
    today: date
    exceptions: frozenset[str] = frozenset()
    cleaned: Counter[str] = field(default_factory=Counter)

    @cached_property
    def checks(self) -> list[Check]:
        """All checks; their places in this list are their numbers."""
        kind = self.layout.kind
        carried = frozenset(code for code in kind.fields if self.layout.required(code))
        return Compiler(kind, self.catalogue, Raw(self.layout, self.today), self.today, carried).checks()

    @cached_property
    def of_sheet(self) -> frozenset[int]:
        """Checks that speak once of the sheet instead of every row: a class is missing where no column could name one."""
        if not self.layout.classless:
            return frozenset()
        return frozenset(number for number, check in enumerate(self.checks) if check.rule.values[:1] == ("class_missing",))

    def about_sheet(self, numbers: Iterable[int]) -> Iterator[Finding]:
        """What those of :attr:`of_sheet` say that broke in some row."""
        for check in map(self.checks.__getitem__, sorted(numbers)):
            line, header = self.layout.header.lines[-1], self.layout.header_of(check.field)
            yield Finding(None, self.layout.sheet.name, line, check.field, header, check.rule.code, check.rule.level, None, None, "")

    @cached_property
    def touching(self) -> dict[str, frozenset[int]]:
        """Field -> the checks whose answer may depend on it."""
        found: dict[str, set[int]] = {code: set() for code in self.layout.kind.fields}
        for number, check in enumerate(self.checks):
            for code in check.reads & found.keys():
                found[code].add(number)
        return {code: frozenset(numbers) for code, numbers in found.items()}

    @cached_property
    def cleaners(self) -> list[Cleaner]:
        """How each column is cleaned."""

        def of(column: int) -> Cleaner:
            one = self.layout.field_of(column)
            if one is None or column not in self.layout.sources.get(one.code, ()):
                return _untouched
            return cleaner(one, self.catalogue, self.layout.replaced(one.code))

        return [of(column) for column in range(self.layout.sheet.width)]

    @cached_property
    def code_columns(self) -> frozenset[int]:
        """Columns of organisations' codes."""
        return frozenset(
            n for n in range(self.layout.sheet.width) if (one := self.layout.field_of(n)) is not None and one.type in IDENTIFIERS
        )

    def columns(self, role: str) -> tuple[int, ...]:
        """The columns of the field with that role."""
        return self.layout.sources.get(self.layout.kind.field(role), ())

    def look(
        self,
        row: int,
        line: int,
        cells: list[str | None],
        *,
        dirty: Sequence[int],
        asked: Iterable[int],
        sure: Container[int] = frozenset(),
        known: AnyMapping[int, str] = _NOTHING_KNOWN,
        surplus: int = 0,
    ) -> Looked:
        """Look at one row.

        ``dirty``: columns to clean. ``asked``: checks to ask; those in ``sure`` need no answer where no cleaned cell is concerned.
        ``known``: the details of widespread checks, found already. ``surplus``: filled cells that stand under no name.
        """
        look = _Look(self, row, line, cells)
        for column in dirty:
            look.clean(column)
        left_out = look.left_out()
        if left_out:
            said = [look.of_file("HEADER_REPEATED")] if left_out == "header" else []
            return Looked(row, line, left_out, faulty=False, stored=(), shown=(), findings=[one for one in said if one])
        look.tell_notes()
        look.tell_surplus(surplus)
        look.ask(asked, sure, known)
        faulty = any(finding.level == "error" for finding in look.findings)
        return Looked(row, line, "", faulty, look.stored, look.shown, look.findings, frozenset(look.of_sheet))


def _untouched(raw: str) -> Cleaned:
    return Cleaned(raw, raw)


class _Cells(dict[str, str | None]):
    """Field -> cell as the checks see it, made when it is asked for."""

    def __init__(self, look: _Look) -> None:
        super().__init__()
        self.look = look

    def get(self, code: str, default: str | None = None) -> str | None:  # type: ignore[override]  # noqa: ARG002 - dict's own signature
        return self[code] if code in self else self.setdefault(code, self.look.cell(code))


class _Row(Row):
    """A row that cleans each cell once."""

    def __getitem__(self, code: str) -> str:
        memory: dict[str, str] = self.__dict__.setdefault("memory", {})
        return memory[code] if code in memory else memory.setdefault(code, Row.__getitem__(self, code))


class _Look:
    """The state of looking at one row."""

    def __init__(self, looker: Looker, row: int, line: int, cells: list[str | None]) -> None:
        self.looker, self.layout, self.row, self.line = looker, looker.layout, row, line
        self.shown, self.seen, self.stored = cells, list(cells), list(cells)
        self.changed: set[str] = set()
        self.personal_code = False
        self.findings: list[Finding] = []
        self.notes: list[tuple[int, Note]] = []
        self.of_sheet: list[int] = []

    def clean(self, column: int) -> None:
        """Take out what is personal, then clean."""
        raw = self.shown[column]
        if raw is None or column in self.layout.taken_out:
            return
        is_code = column in self.looker.code_columns
        masked, hits = persons.mask(raw, code_column=is_code, known=self.looker.exceptions, body=self._body() if is_code else "")
        cleaned = self.looker.cleaners[column](masked)
        if hits:
            self.personal_code |= is_code and any(hit.what == "id" for hit in hits)
            self.notes += [(column, Note("PERSONAL_REMOVED", what)) for what in dict.fromkeys(hit.what for hit in hits)]
        self.notes += [(column, note) for note in cleaned.notes]
        self.shown[column], self.seen[column], self.stored[column] = masked, cleaned.seen, cleaned.value
        one = self.layout.field_of(column)
        if one is not None and (cleaned.seen != raw or cleaned.value is None or one.type in READ_BY_SQL):
            self.changed.add(one.code)

    def _body(self) -> str:
        """The row's USCC, where it is a sound one."""
        code = uscc.clean("".join(self.shown[column] or "" for column in self.looker.columns("party.uscc")))
        return code if uscc.passes(code) else ""

    def left_out(self) -> str:
        """Why the row is not kept at all. Nothing of a natural person's row is."""
        first = self.layout.first_named
        if self.shown[first] == self.layout.names[first] and self._repeats_header():
            return "header"
        klass, papers = (
            [self.stored[n] for n in self.looker.columns("party.class")],
            [self.seen[n] for n in self.looker.columns("party.person_id")],
        )
        # An identity number among the codes of a row that has a sound USCC (its owner's) is removed; the row is the body's.
        if PERSON in klass or (self.personal_code and not self._body()):
            return "person"
        coded = any(self.stored[n] for role in PARTY_CODES for n in self.looker.columns(role)) if any(papers) else True
        return "" if coded else "person"

    def _repeats_header(self) -> bool:
        papers = self.layout.taken_out  # their cells are masked by now
        pairs = [
            (cell, name) for n, (cell, name) in enumerate(zip(self.shown, self.layout.names, strict=False)) if name and n not in papers
        ]
        return sum(cell == name for cell, name in pairs) >= len(pairs) - 1

    def cell(self, code: str) -> str | None:
        """A field's cell as the checks see it; dates and amounts in their one form, looked at before or not."""
        written = self.layout.joined(code, self.seen)
        if not written or self.layout.kind.fields[code].type not in READ_BY_SQL:
            return written
        sources = self.layout.sources.get(code, ())
        return self.looker.cleaners[sources[0]](written).seen if len(sources) == 1 else written

    def ask(self, asked: Iterable[int], sure: Container[int], known: AnyMapping[int, str]) -> None:
        """Put the checks that were asked for, and all that a cleaned cell may have an effect on."""
        looker = self.looker
        numbers = set(asked).union(*(looker.touching[code] for code in self.changed)) if self.changed else asked
        row = _Row(_Cells(self), self.layout.kind, looker.catalogue, looker.today, looker.exceptions, self.layout.generation)
        for number in sorted(numbers):
            check = looker.checks[number]
            untouched = not self.changed or not self.changed & check.reads
            if untouched and number in known:
                detail: str | None = known[number]
            elif untouched and number in sure:
                detail = _other_date(check, row) if check.rule.test == "order" else ""
            else:
                detail = _answer(check, row)
            if detail is None:
                continue
            if number in looker.of_sheet:
                self.of_sheet.append(number)
            else:
                self._found(check.rule, check.field, detail)
        if looker.exceptions:
            self._tell_exceptions(row)

    def _found(self, rule: Rule, code: str, detail: str) -> None:
        value = self.layout.joined(code, self.shown)
        suggestion = suggest(rule, self.layout.joined(code, self.seen) or "", detail)
        header = self.layout.header_of(code)
        self.findings.append(
            Finding(self.row, self.layout.sheet.name, self.line, code, header, rule.code, rule.level, value, suggestion, detail)
        )

    def tell_notes(self) -> None:
        """One finding for each thing that was done to a cell."""
        for column, note in self.notes:
            rule = self.looker.catalogue.rule(note.rule, self.layout.kind)
            level = rule.level if rule else "info"
            one = self.layout.field_of(column)
            code, name = one.code if one else "", self.layout.headings[column]
            better = self.stored[column] if note.rule.endswith("CLEANED") else None
            self.looker.cleaned[note.rule] += 1
            self.findings.append(
                Finding(self.row, self.layout.sheet.name, self.line, code, name, note.rule, level, self.shown[column], better, note.detail)
            )

    def of_file(self, code: str) -> Finding | None:
        """A finding about a line that is no row."""
        rule = self.looker.catalogue.rule(code)
        return Finding(None, self.layout.sheet.name, self.line, "", "", rule.code, rule.level, None, None, None) if rule else None

    def tell_surplus(self, surplus: int) -> None:
        """Cells under no name: most likely a separator inside a text, so that every column after it has slipped."""
        rule = self.looker.catalogue.rule("CELLS_EXTRA")
        if surplus and rule:
            self.findings.append(
                Finding(self.row, self.layout.sheet.name, self.line, "", "", rule.code, rule.level, None, None, str(surplus))
            )

    def _tell_exceptions(self, row: Row) -> None:
        """Codes let through by recorded evidence say so."""
        rule = self.looker.catalogue.rule("CODE_EXCEPTION", self.layout.kind)
        for code, one in self.layout.kind.fields.items():
            if rule and one.type == "uscc" and row.code(code) in self.looker.exceptions and not uscc.passes(row.code(code)):
                self._found(rule, code, "")


def _answer(check: Check, row: Row) -> str | None:
    if check.rule.values[:1] == ("uscc",) and check.rule.values[1] not in uscc.check(row[check.field]).faults:
        return None  # one verdict for eight rules
    return answer(row, check.rule, check.field)


def _other_date(check: Check, row: Row) -> str:
    other = dates.read(row[check.rule.fields[1]])
    return other.isoformat() if other else ""


def suggest(rule: Rule, seen: str, detail: str) -> str | None:
    """A safe replacement for the cell, where there is exactly one."""
    algorithm = rule.values[0] if rule.test == "algorithm" else ""
    if algorithm == "uscc":
        return repairing.repair(seen)
    if algorithm == "number_brackets":
        return detail
    if algorithm == "fine_unit" and (amount := amounts.read(seen)) is not None:
        return algorithms.plain(amount / amounts.UNIT)
    return None
