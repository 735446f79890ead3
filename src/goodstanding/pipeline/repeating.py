"""Rows of one file with the same organ, decision number and party. Several parties of one decision are lawful and no repeat."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from goodstanding.pipeline.gathering import About, Gathering
from goodstanding.pipeline.sweeping import Sweep


def find_repeats(connection: duckdb.DuckDBPyConnection, sweeps: Sequence[Sweep], gathering: Gathering) -> None:
    """A finding for every row but the first of those that share a key; the detail is the first one's line.

    Keys are 64-bit numbers made of the cleaned values: among ten million rows two different ones are taken for the same with
    a chance of about 3 in 1,000,000.
    """
    if not sweeps:
        return
    keys = " UNION ALL ".join(f"SELECT *, {number} AS sheet FROM ({sweep.keys()})" for number, sweep in enumerate(sweeps))
    connection.execute(f"CREATE TABLE twice AS SELECT key FROM ({keys}) WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1")
    connection.execute(f"CREATE TABLE keys AS SELECT row, line, sheet, key, content FROM ({keys}) SEMI JOIN twice USING (key)")
    connection.execute(
        "CREATE TABLE repeats AS SELECT k.row, k.line, k.sheet, k.content, f.line AS first_line, f.content AS first_content "
        "FROM keys k JOIN (SELECT key, min(row) AS row, arg_min(line, row) AS line, arg_min(content, row) AS content FROM keys "
        "GROUP BY key) f ON f.key = k.key WHERE k.row > f.row"
    )
    for number, sweep in enumerate(sweeps):
        layout = sweep.looker.layout
        code = layout.kind.field("decision.number")
        for rule, same in (("REPEATED_IN_FILE", "="), ("REPEATED_DIFFERENTLY", "<>")):
            known = sweep.looker.catalogue.rule(rule, layout.kind)
            about = About(layout.sheet.name, code, layout.header_of(code), rule, known.level if known else "error")
            gathering.add_from(
                about,
                f"SELECT r.row, r.line, {sweep.decision_number()} AS value, NULL AS suggestion, CAST(first_line AS VARCHAR) AS detail "
                f"FROM repeats r JOIN {sweep.table} s ON s.rowid = r.row - {sweep.first_row} "
                f"LEFT JOIN {sweep.table}_looked l ON l.row = s.rowid WHERE r.sheet = {number} AND r.content {same} first_content",
            )
