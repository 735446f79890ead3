"""Everything the product leaves behind, as text: every table of the database, every stored file, opened as what it is."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
from django.db import connection

_TABLES = """
    SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
    ORDER BY 1
"""
_COLUMNS = """
    SELECT quote_ident(attname), atttypid = 'bytea'::regtype FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
_STATISTICS = """
    SELECT * FROM pg_stats s WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND NOT EXISTS (
        SELECT 1 FROM information_schema.columns c
        WHERE (c.table_schema, c.table_name, c.column_name) = (s.schemaname, s.tablename, s.attname) AND c.data_type = 'bytea'
    )
"""
_PIECE = 8 << 20


def of_database() -> Iterator[tuple[str, str]]:
    """(table, text) piece by piece, as pg_dump would write the rows; the planner's statistics too, which hold samples of them.

    Bytes are read as characters, as a dump's reader would look for words in them. As the hexadecimal digits of a dump, sealed and random
    bytes look like anybody's number once in a while.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(_COLUMNS, [table])
            columns: list[tuple[str, bool]] = cursor.fetchall()
            if texts := [name for name, is_bytes in columns if not is_bytes]:
                yield from _copied(table, f"SELECT {', '.join(texts)} FROM {table}")
            for box in (name for name, is_bytes in columns if is_bytes):
                for _, piece in _copied(table, f"SELECT encode({box}, 'hex') FROM {table} WHERE {box} IS NOT NULL"):
                    yield f"{table}.{box}", "\n".join(bytes.fromhex(line).decode("latin-1") for line in piece.split())
        yield from _copied("pg_stats", _STATISTICS)


def _copied(name: str, query: str) -> Iterator[tuple[str, str]]:
    held = bytearray()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
        for piece in copy:
            held += piece
            if len(held) > _PIECE and (end := held.rfind(b"\n")) > 0:
                yield name, held[: end + 1].decode("utf-8", "replace")
                del held[: end + 1]
    yield name, held.decode("utf-8", "replace")


def of_folder(folder: Path) -> Iterator[tuple[str, str]]:
    """(file, text) of every file below, its name first: Parquet as rows, workbooks as parts, the rest as bytes in two encodings."""
    for path in sorted(folder.rglob("*")):
        yield "file names", path.name
        if not path.is_file():
            continue
        if path.suffix == ".parquet":
            yield from ((path.name, text) for text in _parquet(path))
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                yield from ((f"{path.name}/{part}", package.read(part).decode("utf-8", "replace")) for part in package.namelist())
        else:
            raw = path.read_bytes()
            yield path.name, raw.decode("utf-8", "replace")
            yield path.name, raw.decode("gb18030", "replace")


def _parquet(path: Path) -> Iterator[str]:
    with duckdb.connect() as db:
        asked = db.execute("SELECT * FROM read_parquet(?)", [str(path)])
        while rows := asked.fetchmany(20_000):
            yield "\n".join("\t".join(_cell(cell) for cell in row) for row in rows)


def _cell(cell: object) -> str:
    parts = cell if isinstance(cell, list) else [cell]
    return "\t".join("" if part is None else str(part).replace("\n", "\\n") for part in parts)
