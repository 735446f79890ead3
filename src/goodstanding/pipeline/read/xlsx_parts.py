"""The small parts of an .xlsx: which sheets there are and which styles are dates."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass

from goodstanding.pipeline.read.archive import part
from goodstanding.pipeline.read.parsing import Start, parse
from goodstanding.pipeline.read.refusing import refuse

_BUILTIN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NO_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet's name, the part it stands in, and whether it is shown."""

    name: str
    path: str
    visible: bool


def sheet_parts(archive: zipfile.ZipFile) -> tuple[list[SheetPart], bool]:
    """The worksheets in their order, and whether dates count from 1904."""
    home = next(name for name in archive.namelist() if name.lower().endswith("xl/workbook.xml"))
    folder = posixpath.dirname(home)
    targets: dict[str, str] = {}
    found: list[tuple[str, str, bool]] = []
    epoch = [False]

    def relation(name: str, attrs: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship" and attrs.get("Type", "").endswith("/worksheet"):
            targets[attrs.get("Id", "")] = posixpath.normpath(posixpath.join("/" + folder, attrs.get("Target", "")))

    def workbook(name: str, attrs: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "sheet":
            link = next((value for key, value in attrs.items() if key.endswith(":id")), "")
            found.append((attrs.get("name", ""), link, attrs.get("state", "visible") == "visible"))
        elif local == "workbookPr":
            epoch[0] = attrs.get("date1904", "0") in {"1", "true"}

    _each_start(archive, f"{folder}/_rels/workbook.xml.rels", relation, needed=True)
    _each_start(archive, home, workbook, needed=True)
    return [SheetPart(name, targets[link], visible) for name, link, visible in found if link in targets], epoch[0]


def date_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """The style numbers (attribute ``s`` of a cell) that show a number as a date or time."""
    formats: dict[str, str] = {}
    dates: set[str] = set()
    inside = [""]
    count = [0]

    def style(name: str, attrs: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in {"cellXfs", "cellStyleXfs"}:
            inside[0] = local
        elif local == "numFmt":
            formats[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")
        elif local == "xf" and inside[0] == "cellXfs":
            if _is_date(attrs.get("numFmtId", "0"), formats):
                dates.add(str(count[0]))
            count[0] += 1

    _each_start(archive, "xl/styles.xml", style)
    return frozenset(dates)


def _is_date(number: str, formats: dict[str, str]) -> bool:
    if number in formats:
        return any(letter in "ymdhs" for letter in _NO_DATE.sub("", formats[number]).lower().replace("general", ""))
    return number.isdecimal() and int(number) in _BUILTIN_DATES


def _each_start(archive: zipfile.ZipFile, name: str, start: Start, *, needed: bool = False) -> None:
    source = part(archive, name)
    if source is None:
        if needed:
            raise refuse("FILE_CORRUPT", what=name)
        return
    with source:
        parse(source, start, lambda _: None, lambda _: None)
