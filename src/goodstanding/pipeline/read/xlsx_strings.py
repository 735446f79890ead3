"""The shared strings of an .xlsx, kept on disk: a workbook may hold more text than the machine has memory."""

from __future__ import annotations

import mmap
import re
import zipfile
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from goodstanding.pipeline.read import nameless
from goodstanding.pipeline.read.archive import part
from goodstanding.pipeline.read.parsing import parse
from goodstanding.pipeline.read.refusing import refuse, size
from goodstanding.pipeline.read.tables import Limits

_PART = "xl/sharedStrings.xml"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """``_x000D_`` as the character it stands for."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class Strings:
    """``strings[n]`` is the n-th shared string. Memory: 8 bytes for each."""

    def __init__(self, archive: zipfile.ZipFile, into: Path, limits: Limits) -> None:
        self._ends = array("Q", [0])
        self._map: mmap.mmap | None = None
        source = part(archive, _PART)
        if source is None:
            return
        promised = archive.getinfo(source.name or _PART).file_size
        if promised > limits.strings_bytes:
            raise refuse("FILE_BOMB", what=size(promised))
        with source, nameless.put(into).open("w+b") as file:
            gathering = _Gathering(file, self._ends, limits.cell_chars)
            parse(source, gathering.start, gathering.end, gathering.chars)
            file.flush()
            if self._ends[-1]:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __getitem__(self, number: int) -> str:
        begin, end = self._ends[number], self._ends[number + 1]
        return self._map[begin:end].decode() if self._map and begin < end else ""


@dataclass(slots=True)
class _Gathering:
    """One string for each ``si``: its ``t`` parts, those of phonetic readings (``rPh``) left out."""

    file: IO[bytes]
    ends: array[int]
    limit: int
    take: bool = False
    phonetic: bool = False
    size: int = 0
    parts: list[str] = field(default_factory=list)

    def start(self, name: str, _: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "rPh":
            self.phonetic = True
        elif local == "t":
            self.take = not self.phonetic

    def chars(self, text: str) -> None:
        if self.take:
            self.size += len(text)
            if self.size > self.limit:
                raise refuse("CELL_TOO_LONG", line="?", limit=self.limit)
            self.parts.append(text)

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "t":
            self.take = False
        elif local == "rPh":
            self.phonetic = False
        elif local == "si":
            encoded = unescaped("".join(self.parts)).encode("utf-8", "replace")
            self.file.write(encoded)
            self.ends.append(self.ends[-1] + len(encoded))
            self.parts.clear()
            self.size = 0
