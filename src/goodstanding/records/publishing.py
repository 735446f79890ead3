"""From when until when a record shows, for a whole table: what ``rules.publication.show`` says of one decision, as a join.

Tested to be equal to it. What a source claims (公示截止期) is kept as its claim and never obeyed.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from goodstanding.records.models import Window
from goodstanding.rules import publication
from goodstanding.rules.catalogue import Catalogue, Held, Kind
from goodstanding.rules.dates import OPEN

INPUT = ("decided_on", "valid_until", "category", "stated_klass", "procedure", "secret", "status")
"""Columns a table needs; the last four are used up, ``regime, klass, basis, shown_from, shown_until, held`` come instead."""
_SINGLE = {"publication.procedure": "procedure", "secret": "secret", "status": "status"}
_CODED = {"stated_klass": "publication.class", **{column: role for role, column in _SINGLE.items()}}
# A record without an end of its own has none: NULL must stay NULL, which DuckDB's least() would not do.
_END = f"""
    CASE WHEN _most IS NOT NULL THEN (decided_on + to_months(_most))::DATE WHEN valid_until > DATE '{OPEN}'
        THEN DATE '{OPEN}' ELSE valid_until END
"""
_PARTS = "list_filter(list_transform(string_split(category, ';'), lambda part: trim(part)), lambda part: part <> '')"


def register(db: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Make the catalogue's publication table known to this connection."""
    rows = publication.rows(catalogue)
    names = publication.ROW_COLUMNS
    db.register("publication_rows", pa.table({name: pa.array([row[place] for row in rows]) for place, name in enumerate(names)}))


def query(said: str, kind: Kind, catalogue: Catalogue, *, entered_on: str = "current_date") -> str:
    """The query ``said`` (see :data:`INPUT`) with its publication. ``entered_on`` is an SQL date."""
    grounds = [ground for ground in catalogue.held if ground.kind == kind.code]
    held = " ".join(f"WHEN {_holds(ground)} THEN {_text(ground.code)}" for ground in grounds)
    basis = " ".join(f"WHEN held = {_text(ground.code)} THEN {_text(ground.basis)}" for ground in grounds)
    found = ", ".join(
        f"CASE WHEN stated.kind IS NULL THEN plain.{name} ELSE stated.{name} END AS _{name}" for name in publication.ROW_COLUMNS
    )
    coded = ", ".join(f"{_coded(column, kind, catalogue)} AS {column}" for column in _CODED)
    return f"""
        SELECT * EXCLUDE (stated_klass, procedure, secret, status, _kind, _class_value, _klass, _since, _until, _least, _most, _shown,
            _basis, _regime, _end),
            coalesce(_regime, '') AS regime, coalesce(_klass, '') AS klass, CASE {basis} ELSE coalesce(_basis, '') END AS basis,
            CASE held WHEN '' THEN greatest(decided_on, {entered_on}) END AS shown_from, CASE held WHEN '' THEN _end END AS shown_until
        FROM (
            SELECT *, CASE WHEN _kind IS NULL THEN 'no_regime' {held} WHEN NOT _shown THEN 'minor' WHEN _end IS NULL
                THEN 'no_end' ELSE '' END AS held
            FROM (
                SELECT said.*, {found}, {_END} AS _end
                FROM (SELECT * REPLACE ({coded}) FROM ({said})) said
                LEFT JOIN publication_rows plain
                    ON plain.kind = {_text(kind.code)} AND plain.class_value = '' AND said.decided_on BETWEEN plain.since AND plain.until
                LEFT JOIN publication_rows stated
                    ON stated.kind = plain.kind AND stated.regime = plain.regime AND stated.class_value = said.stated_klass
            )
        )
    """


def install(catalogue: Catalogue) -> None:
    """Give the database's own guard the catalogue's longest showings (see :mod:`locks`)."""
    longest = {(kind, regime, klass): most for kind, regime, _, klass, _, _, _, most, _, _ in publication.rows(catalogue)}
    windows = [Window(kind=kind, regime=regime, klass=klass, months=most) for (kind, regime, klass), most in longest.items()]
    known = set(Window.objects.values_list("kind", "regime", "klass", "months"))
    if known != {(w.kind, w.regime, w.klass, w.months) for w in windows}:
        Window.objects.bulk_create(windows, update_conflicts=True, unique_fields=["kind", "regime", "klass"], update_fields=["months"])


def _holds(ground: Held) -> str:
    values = ", ".join(map(_text, ground.values))
    if ground.role != "decision.category":
        return f"{_SINGLE[ground.role]} IN ({values})"
    if not ground.whole:
        return f"list_has_any({_PARTS}, [{values}])"
    return f"(len({_PARTS}) > 0 AND list_has_all([{values}], {_PARTS}))"


def _coded(column: str, kind: Kind, catalogue: Catalogue) -> str:
    """The value on the field's code list, '' where there is none: as ``rules.rows.Row.item``."""
    field = kind.fields.get(kind.field(_CODED[column]))
    if field is None or not field.codes:
        return "''"
    cases = " ".join(f"WHEN {_text(spelling)} THEN {_text(item.value)}" for spelling, item in catalogue.codes[field.codes].index.items())
    return f"CASE {column} {cases} ELSE '' END"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
