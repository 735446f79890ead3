"""Reads the catalogue's files and can say on which line something stands."""

from __future__ import annotations

import csv
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from goodstanding.rules.refusals import Refused
from goodstanding.rules.texts import Text


class CatalogueError(Refused):
    """The catalogue contradicts itself: names the file, the line and what is wrong. The product does not start."""

    status = 500

    def __init__(self, file: Path, line: int, what: str) -> None:
        zh, en = f"规则目录有误：{file} 第 {line} 行：{what}", f"The catalogue is wrong: {file}, line {line}: {what}"
        super().__init__("CATALOGUE_WRONG", Text(zh, en))
        self.file, self.line, self.what = file, line, what


class Source:
    """One TOML file of the catalogue; ``data`` is empty where the file does not exist."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text("utf-8") if path.exists() else ""
        try:
            self.data: dict[str, Any] = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            raise CatalogueError(path, int(found[1]) if found else 1, str(error)) from error

    def line(self, *marks: str) -> int:
        """The first line that holds the first mark, then from there the one that holds the second, and so on."""
        number, lines = 0, self.text.splitlines()
        for mark in marks:
            number = next((i for i in range(number, len(lines)) if mark in lines[i]), number)
        return number + 1

    def wrong(self, what: str, *marks: str) -> CatalogueError:
        """An error at :meth:`line`."""
        return CatalogueError(self.path, self.line(*marks), what)

    def entry(self, raw: dict[str, Any], *, needs: tuple[str, ...] = (), may: tuple[str, ...], mark: str) -> dict[str, Any]:
        """``raw`` itself when it has every key it needs and none that nobody reads."""
        for key in needs:
            if key not in raw:
                raise self.wrong(f"{mark}: `{key}` is missing", mark)
        for key in raw:
            if key not in needs and key not in may:
                raise self.wrong(f"{mark}: unknown key `{key}`", mark, key)
        return raw

    def both(self, raw: object, mark: str) -> Text:
        """A text in both languages, neither empty, with the same placeholders."""
        if not isinstance(raw, dict) or not raw.get("zh") or not raw.get("en"):
            raise self.wrong(f"{mark}: a text needs zh and en", mark)
        text = Text(str(raw["zh"]), str(raw["en"]))
        if placeholders(text.zh) != placeholders(text.en):
            raise self.wrong(f"{mark}: zh and en use different placeholders: “{text.zh}” / “{text.en}”", mark, text.zh)
        return text

    def day(self, raw: object, mark: str) -> date:
        """A TOML date."""
        if not isinstance(raw, date):
            raise self.wrong(f"{mark}: “{raw}” is not a date", mark)
        return raw


def placeholders(text: str) -> frozenset[str]:
    """The names between braces."""
    return frozenset(re.findall(r"\{(\w*)\}", text))


def table(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their line numbers; other columns than asked for are an error."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != columns:
            raise CatalogueError(path, 1, f"the columns must be {','.join(columns)}")
        rows = []
        for row in reader:
            if None in row or None in row.values():
                raise CatalogueError(path, reader.line_num, "the row has more or fewer cells than the header")
            rows.append((reader.line_num, row))
    return rows
