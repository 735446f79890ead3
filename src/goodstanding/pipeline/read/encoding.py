"""Which encoding a text file is in, and the file in UTF-8, line by line."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from goodstanding.pipeline.read.refusing import refuse
from goodstanding.pipeline.read.tables import Limits

_SAMPLE = 1024 * 1024
_CHANCE = 24  # bytes
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, ""), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def detect(path: Path) -> str:
    """``utf-8``, ``utf-8-sig``, ``utf-16-le``, ``utf-16-be`` or ``gb18030``, from the first MiB; the rest is refused, never guessed."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for bom, name in _BOMS:
        if sample.startswith(bom):
            if not name:
                raise refuse("ENCODING_UNKNOWN")
            return name
    if sample[1::2].count(0) * 3 > len(sample) and not sample[::2].count(0):
        return "utf-16-le"
    if _decodes(sample, "utf-8"):
        return "utf-8"
    # What follows the first damaged line may be another encoding; then the first lines decide and the reader finds the seam.
    first = sample[: sample.find(b"\n") + 1] or sample
    if not first.isascii() and _decodes(first, "utf-8"):
        return "utf-8"
    if _decodes(sample, "gb18030") and _reads_as_chinese(sample):
        return "gb18030"
    if _decodes(first, "gb18030") and not first.isascii() and _reads_as_chinese(first):
        return "gb18030"
    raise refuse("ENCODING_UNKNOWN")


def _decodes(sample: bytes, encoding: str) -> bool:
    """Whether the sample, which may end inside a character, is lawful in that encoding."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _reads_as_chinese(sample: bytes) -> bool:
    """Nearly all byte strings are lawful GB18030; only text of everyday characters (GB 2312) is taken for it."""
    wide = [char for char in sample.decode("gb18030", "ignore") if ord(char) > 127]
    common = sum(1 for char in wide if _everyday(char))
    return common * 10 >= len(wide) * 8


def _everyday(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def lines(path: Path, encoding: str, limits: Limits) -> Iterator[tuple[int, str]]:
    """Physical lines with their number, decoded. NUL, overlong lines and a change of encoding are refused with the line."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
        file.seek(0)
        # A lone carriage return ended lines long ago; bytes cannot be cut at \n there, nor in UTF-16.
        by_bytes = not encoding.startswith("utf-16") and (b"\n" in start or b"\r" not in start)
        source = _byte_lines(file, encoding, limits) if by_bytes else _text_lines(file, encoding, limits)
        for number, text in source:
            if "\0" in text:
                raise refuse("FILE_BINARY", line=number)
            yield number, text


def _byte_lines(file: IO[bytes], encoding: str, limits: Limits) -> Iterator[tuple[int, str]]:
    codec = encoding.removesuffix("-sig")
    most = limits.cell_chars * 4
    if codec != encoding:
        file.seek(len(codecs.BOM_UTF8))
    for number, raw in enumerate(iter(lambda: file.readline(most), b""), 1):
        if len(raw) >= most:
            raise refuse("CELL_TOO_LONG", line=number, limit=limits.cell_chars)
        # A line of some length that is lawful UTF-8 is not GB18030 by chance.
        if codec == "gb18030" and not raw.isascii() and len(raw) > _CHANCE and _decodes(raw, "utf-8"):
            raise refuse("ENCODING_MIXED", line=number, encoding="GB18030")
        try:
            yield number, raw.decode(codec)
        except UnicodeDecodeError:
            raise refuse("ENCODING_MIXED", line=number, encoding=codec.upper()) from None


def _text_lines(file: IO[bytes], encoding: str, limits: Limits) -> Iterator[tuple[int, str]]:
    if encoding.startswith("utf-16"):
        file.seek(2 if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else 0)
    most = limits.cell_chars * 2
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    number = 0
    try:
        while line := text.readline(most):
            number += 1
            if len(line) >= most:
                raise refuse("CELL_TOO_LONG", line=number, limit=limits.cell_chars)
            yield number, line
    except UnicodeDecodeError:
        raise refuse("ENCODING_MIXED", line=number + 1, encoding=encoding.upper()) from None


def to_utf8(path: Path, encoding: str, into: Path, limits: Limits) -> Path:
    """The same text in UTF-8 beside the other files of the reading; memory: one line."""
    with into.open("w", encoding="utf-8", newline="") as out:
        out.writelines(text for _, text in lines(path, encoding, limits))
    return into
