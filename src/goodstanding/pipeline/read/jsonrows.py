"""JSON rows: an array of objects, or objects one after the other (NDJSON). Numbers keep the digits they are written with."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from goodstanding.pipeline.read import raw
from goodstanding.pipeline.read.encoding import detect
from goodstanding.pipeline.read.refusing import refuse
from goodstanding.pipeline.read.tables import Limits, Row, Sheet

_SHEET = "JSON"
_BLOCK = 1 << 20
_SPACES = re.compile(r"[ \t\r\n]*")


def read(path: Path, *, into: Path, limits: Limits) -> tuple[str, str, Sheet | None]:
    """Format (``json`` or ``ndjson``), encoding, and the one sheet: its header, line 0, is made of the keys in order of appearance."""
    encoding = detect(path)
    keys: dict[str, None] = {}
    for line, found in _objects(path, encoding, limits):
        keys.update(dict.fromkeys(found))
        if len(keys) > limits.columns:
            raise refuse("TOO_MANY_COLUMNS", columns=len(keys), limit=limits.columns)
        if any(isinstance(value, dict) for value in found.values()):
            raise refuse("JSON_SHAPE", line=line)
    rows = (Row(line, tuple(_text(found.get(key), line, limits) for key in keys)) for line, found in _objects(path, encoding, limits))
    sheet = raw.write(chain([Row(0, tuple(keys))], rows), name=_SHEET, into=into / "sheet0.parquet", limits=limits) if keys else None
    return "json" if _Stream(path, encoding, limits).peek() == "[" else "ndjson", encoding, sheet


def _text(value: object, line: int, limits: Limits) -> str:
    """Text as written; a list of plain values joined with ``;`` as the templates join several kinds."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list):
        if any(isinstance(item, dict | list) for item in value):
            raise refuse("JSON_SHAPE", line=line)
        return ";".join(_text(item, line, limits) for item in value)
    text = str(value)
    if len(text) > limits.cell_chars:
        raise refuse("CELL_TOO_LONG", line=line, limit=limits.cell_chars)
    return text


def _objects(path: Path, encoding: str, limits: Limits) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects with their number (1-based). Memory: one object and one block."""
    stream = _Stream(path, encoding, limits)
    array = stream.peek() == "["
    if array:
        stream.skip()
    number = 0
    while char := stream.peek():
        if array and char == "]":
            stream.skip()
            if stream.peek():
                raise refuse("JSON_BROKEN", line=number, what="]")
            return
        if array and number:
            if char != ",":
                raise refuse("JSON_BROKEN", line=number, what=char)
            stream.skip()
        number += 1
        yield number, stream.take(number)
    if array:
        raise refuse("JSON_BROKEN", line=number, what="]")


class _Stream:
    """Text of a file, decoded block by block, with a place in it."""

    def __init__(self, path: Path, encoding: str, limits: Limits) -> None:
        self._blocks = _blocks(path, encoding)
        self._text = ""
        self._at = 0
        self._limit = limits.cell_chars
        self._decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)

    def peek(self) -> str:
        """The next character that is no space, "" at the end."""
        while True:
            found = _SPACES.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            self._text, self._at = next(self._blocks, ""), 0
            if not self._text:
                return ""

    def skip(self) -> None:
        self._at += 1

    def take(self, number: int) -> dict[str, Any]:
        """The object that begins here; more text is fetched until it is whole or too long."""
        if self.peek() != "{":
            raise refuse("JSON_SHAPE", line=number)
        while True:
            try:
                found, self._at = self._decoder.raw_decode(self._text, self._at)
            except RecursionError:
                raise refuse("JSON_SHAPE", line=number) from None
            except json.JSONDecodeError as fault:
                if not self._more():
                    raise refuse("JSON_BROKEN", line=number, what=fault.msg) from None
                if len(self._text) > self._limit * 8:
                    raise refuse("CELL_TOO_LONG", line=number, limit=self._limit) from None
            else:
                return dict(found)

    def _more(self) -> bool:
        """Fetch as much again as is there, so that a long object is not parsed anew for every block."""
        wanted = len(self._text) - self._at
        fetched = ""
        while len(fetched) <= wanted and (block := next(self._blocks, "")):
            fetched += block
        self._text, self._at = self._text[self._at :] + fetched, 0
        return bool(fetched)


def _blocks(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-16" if encoding.startswith("utf-16") else encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield from filter(None, [decoder.decode(block)])
            yield from filter(None, [decoder.decode(b"", final=True)])
    except UnicodeDecodeError:
        raise refuse("ENCODING_MIXED", line="?", encoding=encoding.upper()) from None
