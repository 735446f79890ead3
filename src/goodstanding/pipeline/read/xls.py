"""Workbooks of before 2007 (.xls). The file is opened by a process of its own with bounded memory: a hostile one ends it, not us."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import IO, Any

import orjson

from goodstanding.pipeline.read import raw
from goodstanding.pipeline.read.merging import filled
from goodstanding.pipeline.read.refusing import refuse, size
from goodstanding.pipeline.read.tables import Limits, Merged, Note, Row, Sheet

_CHILD = "goodstanding.pipeline.read.xls_process"


def read(path: Path, *, into: Path, limits: Limits) -> tuple[list[Sheet], list[Note]]:
    """All visible sheets that hold something, and what is worth telling."""
    if path.stat().st_size > limits.xls_bytes:
        raise refuse("FILE_TOO_LARGE", size=size(path.stat().st_size), limit=size(limits.xls_bytes))
    sheets: list[Sheet] = []
    opened: list[dict[str, Any]] = []
    command = [sys.executable, "-m", _CHILD, str(limits.xls_memory)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with (
        path.open("rb") as book,  # handed over open: the path may be one that only this process can open
        subprocess.Popen(command, stdin=book, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process,  # noqa: S603
    ):
        try:
            for number, rows in groupby(_rows(process.stdout, opened, limits), key=lambda pair: pair[0]):
                name, merged = opened[number]["sheet"], tuple(sorted(Merged(*found) for found in opened[number]["merged"]))
                target = into / f"sheet{number}.parquet"
                sheet = raw.write(filled((row for _, row in rows), merged), name=name, into=target, limits=limits, merged=merged)
                sheets += [sheet] if sheet else []
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise refuse("FILE_CORRUPT", what="XLS")
    return sheets, [Note("SHEET_HIDDEN", found["sheet"]) for found in opened if not found["visible"]]


def _rows(pipe: IO[bytes] | None, opened: list[dict[str, Any]], limits: Limits) -> Iterator[tuple[int, Row]]:
    """The child's rows with the number of their sheet; what it says of a sheet itself goes to ``opened``."""
    for message in map(orjson.loads, pipe or ()):
        if isinstance(message, dict):
            if "refused" in message:
                raise refuse(message["refused"], what="XLS")
            opened.append(message)
            if len(opened) > limits.sheets:
                raise refuse("TOO_MANY_SHEETS", sheets=len(opened), limit=limits.sheets)
            continue
        line, cells = message
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > limits.columns:
            raise refuse("TOO_MANY_COLUMNS", columns=len(cells), limit=limits.columns)
        yield len(opened) - 1, Row(line, tuple(cells))
