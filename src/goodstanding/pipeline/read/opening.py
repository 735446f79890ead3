"""One door for every format: a file of any kind becomes tables of raw text, or a refusal that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from goodstanding.pipeline.read import delimited, jsonrows, spreadsheetml, xls, xlsx
from goodstanding.pipeline.read.recognising import extension_note, recognise
from goodstanding.pipeline.read.refusing import refuse
from goodstanding.pipeline.read.tables import Limits, Note, Sheet, Tables

_BOOKS: dict[str, Callable[..., tuple[list[Sheet], list[Note]]]] = {"xlsx": xlsx.read, "xls": xls.read, "spreadsheetml": spreadsheetml.read}


def open_table(path: Path, *, name: str, into: Path, limits: Limits | None = None, direct: bool = True) -> Tables:
    """Read ``path`` (handed in under ``name``) into Parquet files in the folder ``into``.

    Args:
        path: the file as it came; never changed.
        name: the name it was handed in under: only its extension is looked at.
        into: an empty folder; what is written there holds raw cells, personal data included, and is the caller's to destroy.
        limits: how much is read before it is refused.
        direct: whether a plain CSV may be left for DuckDB to read (see :class:`tables.Direct`).

    Raises:
        Unusable: with a code of ``refusals.toml``.

    Memory stays bounded whatever the file's size: one batch of rows, and 8 bytes for each shared string of an .xlsx.
    """
    limits = limits or Limits()
    into.mkdir(parents=True, exist_ok=True)
    found = recognise(path, limits)
    encoding = ""
    notes: list[Note] = []
    if found in _BOOKS:
        sheets, notes = _BOOKS[found](path, into=into, limits=limits)
    elif found == "json":
        found, encoding, sheet = jsonrows.read(path, into=into, limits=limits)
        sheets = [sheet] if sheet else []
    else:
        encoding, sheet = delimited.read(path, into=into, limits=limits, direct=direct)
        sheets = [sheet] if sheet else []
    if not sheets:
        raise refuse("SHEET_EMPTY")
    mismatch = extension_note(name, found)
    return Tables(found, encoding, tuple(sheets), tuple(([mismatch] if mismatch else []) + notes))
