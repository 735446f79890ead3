"""Rows given by themselves, without a file: the API's JSON rows, a form, a test. They are looked at by the same code as a file's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from datetime import date

from goodstanding.pipeline.examined import Examined, ExaminedRows, Finding
from goodstanding.pipeline.layout import Layout
from goodstanding.pipeline.looking import DONE_TO_CELLS, Looked, Looker
from goodstanding.pipeline.mapping import Mapping
from goodstanding.pipeline.planning import about_columns
from goodstanding.pipeline.read import Sheet
from goodstanding.pipeline.read.header import Header
from goodstanding.pipeline.read.template import mapped, recognise_template
from goodstanding.rules.catalogue import Catalogue, Kind

SHEET = "JSON"


def examine_given(
    rows: Sequence[AnyMapping[str, object]],
    *,
    catalogue: Catalogue,
    kind: Kind,
    today: date,
    mapping: Mapping | None = None,
    exceptions: frozenset[str] = frozenset(),
) -> ExaminedRows:
    """See :func:`goodstanding.pipeline.run.examine_rows`."""
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    looker = _looker(names, catalogue, kind, today, mapping, exceptions)
    findings = list(about_columns(looker.layout, catalogue))
    looked = [_look(looker, number, row, names) for number, row in enumerate(rows)]
    kept = [one for one in looked if not one.left_out]
    findings += looker.about_sheet({number for one in kept for number in one.of_sheet})
    findings += [finding for one in kept for finding in one.findings] + _repeats(looker, kept)
    faulty = {finding.row for finding in findings if finding.level == "error" and finding.row is not None}
    persons = sum(one.left_out == "person" for one in looked)
    examined = Examined(
        kind=kind.code,
        generation=looker.layout.generation.name,
        rows=len(looked),
        good=len(kept) - len(faulty),
        faulty=len(faulty),
        persons=persons,
        fatal=any(finding.level == "error" and finding.row is None for finding in findings),
        findings_by_rule=dict(Counter(finding.rule for finding in findings).most_common()),
        levels=dict(Counter(finding.level for finding in findings).most_common()),
        cleaned=dict(Counter(finding.rule for finding in findings if finding.rule in DONE_TO_CELLS)),
        folder=None,
    )
    good = [_fields(looker, one) for one in kept if one.row not in faulty]
    return ExaminedRows(examined, findings, good)


_WARM: dict[tuple[object, ...], Looker] = {}
"""The looker of rows with the same names, ready: made anew it takes longer than a row."""
_MOST_WARM = 32


def _looker(
    names: tuple[str, ...], catalogue: Catalogue, kind: Kind, today: date, mapping: Mapping | None, exceptions: frozenset[str]
) -> Looker:
    key = (names, id(catalogue), kind.code, today, exceptions)
    if mapping is None and (warm := _WARM.get(key)) is not None and warm.catalogue is catalogue:
        return warm
    template = mapped(names, mapping, kind) if mapping else recognise_template(names, catalogue, kind=kind)
    layout = Layout(Sheet(SHEET, len(names), ()), Header((0,), names, template.known), template, mapping)
    looker = Looker(layout, catalogue, today, exceptions)
    if mapping is None:
        if len(_WARM) >= _MOST_WARM:
            _WARM.clear()
        _WARM[key] = looker
    return looker


def _look(looker: Looker, number: int, row: AnyMapping[str, object], names: tuple[str, ...]) -> Looked:
    cells = [_text(row.get(name)) for name in names]
    for column in looker.layout.taken_out:
        cells[column] = "***" if cells[column] else None
    return looker.look(number, number + 1, cells, dirty=range(len(names)), asked=range(len(looker.checks)))


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def _fields(looker: Looker, one: Looked) -> dict[str, str | None]:
    return {field.code: looker.layout.joined(field.code, one.stored) for field in looker.layout.fields}


def _repeats(looker: Looker, kept: list[Looked]) -> list[Finding]:
    """Rows with the key of an earlier one."""
    layout = looker.layout
    kind, first = layout.kind, dict[tuple[str | None, ...], Looked]()
    found = []
    code = kind.field("decision.number")
    for one in kept:
        cells = _fields(looker, one)
        party = next(
            (
                cells[kind.field(role)]
                for role in ("party.uscc", "party.regno", "party.orgcode", "party.name")
                if cells.get(kind.field(role))
            ),
            None,
        )
        key = (*(cells[field] for field in kind.key if field != kind.field("party.uscc")), party)
        if cells[code] is None or cells[kind.field("organ.code")] is None:
            continue
        earlier = first.setdefault(key, one)
        if earlier is not one:
            code_of = "REPEATED_IN_FILE" if list(earlier.stored) == list(one.stored) else "REPEATED_DIFFERENTLY"
            rule = looker.catalogue.rule(code_of, kind)
            level = rule.level if rule else "error"
            found.append(
                Finding(one.row, SHEET, one.line, code, layout.header_of(code), code_of, level, cells[code], None, str(earlier.line))
            )
    return found
