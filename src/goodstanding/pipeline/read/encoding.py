"""Which encoding a text file is in, and the file in UTF-8, line by line."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from goodstanding.pipeline.read import nameless
from goodstanding.pipeline.read.refusing import refuse
from goodstanding.pipeline.read.tables import Limits

_SAMPLE = 1024 * 1024
_WIDE_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
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
    # Two files may have been joined: then the first line that is more than ASCII decides, and the reader finds the seam.
    first = next((line for line in sample.splitlines() if not line.isascii()), sample)
    if _decodes(first, "utf-8"):
        return "utf-8"
    for text in (sample, first):
        if _decodes(text, "gb18030") and _reads_as_chinese(text):
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
    # A lone carriage return ended lines long ago; bytes cannot be cut at \n there, nor in UTF-16.
    by_bytes = not encoding.startswith("utf-16") and (b"\n" in start or b"\r" not in start)
    return _byte_lines(path, encoding, limits) if by_bytes else _text_lines(path, encoding, limits, bom=start[:2] in _WIDE_BOMS)


def _byte_lines(path: Path, encoding: str, limits: Limits) -> Iterator[tuple[int, str]]:
    codec = encoding.removesuffix("-sig")
    most = limits.cell_chars * 4
    with path.open("rb") as file:
        file.seek(0 if codec == encoding else len(codecs.BOM_UTF8))
        for number, raw in enumerate(iter(lambda: file.readline(most), b""), 1):
            if b"\0" in raw:
                raise refuse("FILE_BINARY", line=number)
            if len(raw) >= most:
                raise refuse("CELL_TOO_LONG", line=number, limit=limits.cell_chars)
            # A line of some length that is lawful UTF-8 is not GB18030 by chance.
            if codec == "gb18030" and not raw.isascii() and len(raw) > _CHANCE and _decodes(raw, "utf-8"):
                raise refuse("ENCODING_MIXED", line=number, encoding="GB18030")
            try:
                yield number, raw.decode(codec)
            except UnicodeDecodeError:
                raise refuse("ENCODING_MIXED", line=number, encoding=codec.upper()) from None


def _text_lines(path: Path, encoding: str, limits: Limits, *, bom: bool) -> Iterator[tuple[int, str]]:
    most = limits.cell_chars * 2
    number = 0
    with path.open(encoding="utf-16" if bom else encoding, newline="") as file:
        try:
            for number, line in enumerate(iter(lambda: file.readline(most), ""), 1):
                if "\0" in line:
                    raise refuse("FILE_BINARY", line=number)
                if len(line) >= most:
                    raise refuse("CELL_TOO_LONG", line=number, limit=limits.cell_chars)
                yield number, line
        except UnicodeDecodeError:
            raise refuse("ENCODING_MIXED", line=number + 1, encoding=encoding.upper()) from None


def to_utf8(path: Path, encoding: str, into: Path, limits: Limits) -> Path:
    """The same text in UTF-8 beside the other files of the reading; memory: one line."""
    with nameless.put(into).open("w", encoding="utf-8", newline="") as out:
        out.writelines(text for _, text in lines(path, encoding, limits))
    return into
