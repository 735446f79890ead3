"""What every column of a sheet becomes, and where its data begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from goodstanding.pipeline.mapping import Mapping
from goodstanding.pipeline.read.header import Header
from goodstanding.pipeline.read.tables import Sheet
from goodstanding.pipeline.read.template import Template
from goodstanding.pipeline.sql import literal
from goodstanding.rules import persons
from goodstanding.rules.catalogue import Field, Generation, Kind


@dataclass(frozen=True)
class Layout:
    """One sheet as rows of a kind.

    Column ``n`` of the sheet is ``c{n}`` in SQL. ``constants`` and ``values`` come from a department's mapping.
    """

    sheet: Sheet
    header: Header
    template: Template
    mapping: Mapping | None = None

    @property
    def kind(self) -> Kind:
        """The kind its rows are of."""
        return self.template.kind

    @property
    def generation(self) -> Generation:
        """The template's generation."""
        return self.template.generation

    @property
    def first_line(self) -> int:
        """The line of the first data row."""
        return self.header.lines[-1] + 1

    @property
    def names(self) -> tuple[str, ...]:
        """The header's name of each column, '' where it has none."""
        return self.header.names

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The names as they may be told and kept: without personal data."""
        return tuple(persons.mask(name)[0] for name in self.names)

    @cached_property
    def first_named(self) -> int:
        """The first column with a name."""
        return next(n for n, name in enumerate(self.names) if name)

    @cached_property
    def sources(self) -> dict[str, tuple[int, ...]]:
        """Field -> the columns it comes from; more than one only where the generation joins them."""
        found: dict[str, tuple[int, ...]] = {}
        for column, code in enumerate(self.template.columns):
            if code and (code not in found or code in self.generation.joined):
                found[code] = (*found.get(code, ()), column)
        return found

    @cached_property
    def unknown(self) -> tuple[int, ...]:
        """Named columns nobody knows."""
        return tuple(n for n, code in enumerate(self.template.columns) if code is None and self.names[n])

    @cached_property
    def nameless(self) -> tuple[int, ...]:
        """Columns without a name."""
        return tuple(n for n in range(self.sheet.width) if n >= len(self.names) or not self.names[n])

    @cached_property
    def twice(self) -> tuple[int, ...]:
        """Columns whose field another column has filled already."""
        used = {column for columns in self.sources.values() for column in columns}
        return tuple(n for n, code in enumerate(self.template.columns) if code and n not in used)

    @cached_property
    def dropped(self) -> tuple[int, ...]:
        """Columns that are known and not taken over: the template's own and the personal ones."""
        return tuple(n for n, code in enumerate(self.template.columns) if code == "" or (code and self.kind.fields[code].privacy == "drop"))

    @cached_property
    def taken_out(self) -> frozenset[int]:
        """Columns of personal papers: whatever stands there becomes ``***`` before anything else is done."""
        return frozenset(n for n in self.dropped if self.template.columns[n])

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Required fields that the template has and this sheet lacks."""
        lacking = (f.code for f in self.kind.fields.values() if f.required and not self.sources.get(f.code) and not self.constant(f.code))
        return tuple(code for code in lacking if self.carries(code))

    @cached_property
    def classless(self) -> bool:
        """Whether no column says a publication class, as in the national templates: a word about the sheet, not about each row."""
        code = self.kind.field("publication.class")
        return not self.sources.get(code) and not self.constant(code)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The kind's fields that are kept, in the template's order."""
        return tuple(field for field in self.kind.fields.values() if field.privacy != "drop")

    def carries(self, code: str) -> bool:
        """Whether rows of this sheet can have the field at all; a mapped sheet is held to the whole of the newest template."""
        return self.generation.carries(code)

    def required(self, code: str) -> bool:
        """Whether an empty field is a fault of the row; a column that is not there at all is one of the sheet (:attr:`missing`)."""
        return self.carries(code) and code not in self.missing

    def constant(self, code: str) -> str | None:
        """The value a mapping sets for every row."""
        return self.mapping.constants.get(code) if self.mapping else None

    def replaced(self, code: str) -> dict[str, str]:
        """Old value -> the standard's value."""
        return {**self.generation.values.get(code, {}), **(self.mapping.values.get(code, {}) if self.mapping else {})}

    def joined(self, code: str, cells: Sequence[str | None]) -> str | None:
        """A field's cell out of those of its columns; a mapping's constant where it has none."""
        sources = self.sources.get(code, ())
        if len(sources) == 1:
            return cells[sources[0]]
        return ";".join(filter(None, (cells[column] for column in sources))) or None if sources else self.constant(code)

    def header_of(self, code: str) -> str:
        """The field's heading as written in the file; several joined with ``+``."""
        sources = self.sources.get(code, ())
        return self.headings[sources[0]] if len(sources) == 1 else "+".join(self.headings[column] for column in sources)

    @cached_property
    def _fields(self) -> tuple[Field | None, ...]:
        return tuple(self.kind.fields.get(code or "") for code in self.template.columns)

    def field_of(self, column: int) -> Field | None:
        """The kept or dropped field a column belongs to."""
        return self._fields[column] if column < len(self._fields) else None


def relation(layout: Layout) -> str:
    """SQL for the sheet's data rows: ``c0 … cN``; a Parquet sheet also has ``line`` and ``surplus``. Personal papers are ``***``."""
    masked = ", ".join(f"CASE WHEN c{n} IS NOT NULL THEN '***' END AS c{n}" for n in sorted(layout.taken_out))
    return f"(SELECT * REPLACE ({masked}) FROM {_source(layout)})" if masked else _source(layout)


def _source(layout: Layout) -> str:
    sheet = layout.sheet
    if sheet.direct:
        return read_csv(sheet.direct.path, layout, skip=layout.header.lines[-1])
    until = f" AND line < {layout.header.notes_from}" if layout.header.notes_from else ""
    return f"(FROM read_parquet({literal(str(sheet.parquet))}) WHERE line >= {layout.first_line}{until})"


def read_csv(path: Path, layout: Layout, *, skip: int, ignore_errors: bool = False) -> str:
    """SQL that reads a file of the sheet's dialect and columns."""
    direct = layout.sheet.direct
    delimiter, quote = (direct.delimiter, direct.quote) if direct else (",", '"')
    columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(layout.sheet.width))
    return (
        f"read_csv({literal(str(path))}, header = false, auto_detect = false, skip = {skip}, delim = {literal(delimiter)},"
        f" quote = {literal(quote)}, escape = {literal(quote)}, strict_mode = {'false' if ignore_errors else 'true'},"
        f" ignore_errors = {'true' if ignore_errors else 'false'}, columns = {{{columns}}})"
    )
