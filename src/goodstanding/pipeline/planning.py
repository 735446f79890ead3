"""What is in a file: which sheets are rows of which kind, and what there is to say about the file as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from goodstanding.pipeline.examined import Finding
from goodstanding.pipeline.layout import Layout
from goodstanding.pipeline.mapping import Mapping
from goodstanding.pipeline.read import Limits, Note, Sheet, Tables, open_table
from goodstanding.pipeline.read.header import Header, find_header, known_headings
from goodstanding.pipeline.read.refusing import refuse
from goodstanding.pipeline.read.template import Template, mapped, recognise_template
from goodstanding.rules import persons
from goodstanding.rules.catalogue import Catalogue, Kind
from goodstanding.rules.refusals import Unusable


@dataclass(frozen=True)
class Plan:
    """A file, understood. ``layouts``: its sheets with rows, all of one kind. ``persons``: sheets of natural-person templates."""

    name: str
    tables: Tables
    kind: Kind
    generation: str
    layouts: tuple[Layout, ...]
    persons: tuple[Sheet, ...] = ()
    findings: list[Finding] = field(default_factory=list)

    @property
    def direct(self) -> bool:
        """Whether DuckDB reads the file itself."""
        return any(layout.sheet.direct for layout in self.layouts)


def plan(
    source: Path,
    *,
    name: str,
    into: Path,
    catalogue: Catalogue,
    kind: Kind | None,
    mapping: Mapping | None,
    limits: Limits | None,
    direct: bool = True,
) -> Plan:
    """Open the file and recognise its sheets.

    Raises:
        Unusable: nothing in it is a template or has rows; the first sheet's reason is given.
    """
    shown = persons.mask(name)[0]
    tables = open_table(source, name=shown, into=into, limits=limits, direct=direct)
    tables = replace(tables, sheets=tuple(replace(sheet, name=persons.mask(sheet.name)[0]) for sheet in tables.sheets))
    understood = _Understood(catalogue, kind, mapping)
    for sheet in tables.sheets:
        understood.take(sheet)
    layouts = understood.layouts
    if not layouts:
        raise understood.refusal or refuse("HEADER_MISSING", lines=0, templates="", templates_en="")
    told = [*tables.notes, *(note for layout in layouts for note in layout.header.told)]
    findings = [
        *(_noted(note, catalogue) for note in told),
        *understood.findings,
        *(finding for layout in layouts for finding in about_columns(layout, catalogue)),
    ]
    first = layouts[0]
    return Plan(shown, tables, first.kind, first.generation.name, tuple(layouts), tuple(understood.persons), findings)


class _Understood:
    """What became of the sheets so far."""

    def __init__(self, catalogue: Catalogue, kind: Kind | None, mapping: Mapping | None) -> None:
        self.catalogue, self.kind, self.mapping = catalogue, kind, mapping
        self.known = known_headings(catalogue, mapping.columns if mapping else ())
        self.layouts: list[Layout] = []
        self.persons: list[Sheet] = []
        self.findings: list[Finding] = []
        self.refusal: Unusable | None = None

    def take(self, sheet: Sheet) -> None:
        """Make a layout of the sheet, or remember why not."""
        header = find_header(sheet, self.known)
        try:
            if header is None:
                raise refuse("HEADER_MISSING", lines=len(sheet.head), **self._templates())
            template, mapping = self._template(header)
            if not _has_rows(sheet, header):
                raise refuse("NO_ROWS", sheet=persons.mask(sheet.name)[0])
        except Unusable as refusal:
            self._put_aside(sheet, refusal)
            return
        layout = Layout(sheet, header, template, mapping)
        if self.layouts and layout.kind.code != self.layouts[0].kind.code:
            self._say("SHEET_OTHER_KIND", sheet, layout.kind.title.zh)
        else:
            self.layouts.append(layout)

    def _templates(self) -> dict[str, str]:
        titles = [one.title for one in ([self.kind] if self.kind else self.catalogue.kinds.values())]
        return {"templates": "、".join(t.zh for t in titles), "templates_en": ", ".join(t.en for t in titles)}

    def _template(self, header: Header) -> tuple[Template, Mapping | None]:
        """The saved mapping's reading, unless a template knows more of the names; then the mapping speaks of the others alone."""
        kind = self.kind or (self.catalogue.kinds.get(self.mapping.kind) if self.mapping else None)
        saved = mapped(header.names, self.mapping, kind) if self.mapping and kind else None
        try:
            own = recognise_template(header.names, self.catalogue, kind=kind)
        except Unusable:
            if saved is None or not saved.known:
                raise
            return saved, self.mapping
        if saved is None or saved.known >= own.known:
            return (saved, self.mapping) if saved else (own, None)
        both = tuple(more if known is None else known for known, more in zip(own.columns, saved.columns, strict=True))
        return replace(own, columns=both), self.mapping

    def _put_aside(self, sheet: Sheet, refusal: Unusable) -> None:
        if refusal.code == "TEMPLATE_PERSONS":
            self.persons.append(sheet)
        elif refusal.code == "TEMPLATE_OTHER":
            self._say("SHEET_OTHER_KIND", sheet, "")
        elif refusal.code == "HEADER_MISSING":
            self._say("SHEET_SKIPPED", sheet, "")
        self.refusal = self.refusal or refusal

    def _say(self, rule: str, sheet: Sheet, detail: str) -> None:
        name = persons.mask(sheet.name)[0]
        self.findings.append(_of_file(self.catalogue, rule, sheet=name, line=None, header="", value=name, detail=detail))


def _has_rows(sheet: Sheet, header: Header) -> bool:
    last = header.lines[-1]
    below = [row for row in sheet.head if row.line > last and (header.notes_from is None or row.line < header.notes_from)]
    return bool(below) or len(sheet.head) < (sheet.rows or 0)


def about_columns(layout: Layout, catalogue: Catalogue) -> Iterator[Finding]:
    """Unknown, repeated, dropped and missing columns."""
    groups = (("COLUMN_UNKNOWN", layout.unknown), ("COLUMN_REPEATED", layout.twice), ("COLUMN_DROPPED", layout.dropped))
    for rule, columns in groups:
        for column in columns:
            name = persons.mask(layout.names[column])[0]
            yield _of_file(catalogue, rule, sheet=layout.sheet.name, line=layout.header.lines[-1], header=name, value=name, detail="")
    for code in layout.missing:
        found = _of_file(
            catalogue, "COLUMN_MISSING", sheet=layout.sheet.name, line=layout.header.lines[-1], header="", value=None, detail=""
        )
        yield found._replace(field=code)


def _noted(note: Note, catalogue: Catalogue) -> Finding:
    """What the reading told, as a finding; a hidden sheet's name may hold a person's."""
    value = persons.mask(note.value)[0]
    return _of_file(catalogue, note.rule, sheet=persons.mask(note.sheet)[0], line=note.line, header="", value=value, detail=note.detail)


def _of_file(catalogue: Catalogue, rule: str, *, sheet: str, line: int | None, header: str, value: str | None, detail: str) -> Finding:
    known = catalogue.rule(rule)
    return Finding(None, sheet, line, "", header, rule, known.level if known else "warning", value, None, detail)
