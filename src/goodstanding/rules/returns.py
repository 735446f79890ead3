"""The correction return file's columns and the rates of wrong and duplicate codes, as the catalogue has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from goodstanding.rules.loading import HOME
from goodstanding.rules.sources import Source
from goodstanding.rules.texts import Text

FILLED_FROM = frozenset(
    {"number", "kind", "code", "name", "category", "department", "district", "status", "regno", "seen", "due"}
    | {"operation", "new_code", "answer"}
)
"""What a column may be filled from."""
NEEDED = frozenset({"number", "code", "operation", "new_code", "answer"})
"""Without these a file could not be read back."""
ISSUES = frozenset({"wrong", "placeholder", "shared", "several", "name_differs", "retired"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the return file. ``fill``: the department writes it. ``sure``: an official text was seen."""

    code: str
    title: Text
    source: str
    fill: bool
    sure: bool
    note: str


@dataclass(frozen=True, slots=True)
class Return:
    """The return file as a whole."""

    title: Text
    basis: str
    sure: bool
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate: what stands above the line, what below, and where that comes from."""

    code: str
    title: Text
    above: Text
    below: Text
    kinds: tuple[str, ...]
    of: Literal["codes", "opened"]
    source: Text
    sure: bool


@cache
def return_file(city: Path | None = None, home: Path = HOME) -> Return:
    """The return file's shape; a city's own replaces ours. Raises ``CatalogueError``."""
    source = _source("returns.toml", city, home)
    data = source.entry(source.data, needs=("title", "basis", "columns"), may=("sure", "note"), mark="title")
    columns = tuple(_column(source, raw) for raw in data["columns"])
    if missing := NEEDED - {column.source for column in columns}:
        raise source.wrong(f"no column is filled from {', '.join(sorted(missing))}", "[[columns]]")
    return Return(source.both(data["title"], "title"), data["basis"], data.get("sure", True), columns)


@cache
def rates(city: Path | None = None, home: Path = HOME) -> tuple[Rate, ...]:
    """The rates, in the file's order. Raises ``CatalogueError``."""
    source = _source("code_rates.toml", city, home)
    return tuple(_rate(source, code, raw) for code, raw in source.data.items())


def _source(name: str, city: Path | None, home: Path) -> Source:
    own = city / name if city else None
    return Source(own if own and own.exists() else home / name)


def _column(source: Source, raw: dict[str, Any]) -> Column:
    mark = f'code = "{raw.get("code", "")}"'
    entry = source.entry(raw, needs=("code", "title", "from"), may=("fill", "sure", "note"), mark=mark)
    if entry["from"] not in FILLED_FROM:
        raise source.wrong(f"{mark}: nothing is called “{entry['from']}”", mark, "from")
    title = source.both(entry["title"], mark)
    return Column(entry["code"], title, entry["from"], entry.get("fill", False), entry.get("sure", True), entry.get("note", ""))


def _rate(source: Source, code: str, raw: dict[str, Any]) -> Rate:
    mark = f"[{code}]"
    entry = source.entry(raw, needs=("title", "above", "below", "kinds", "of", "source"), may=("sure",), mark=mark)
    if entry["of"] not in ("codes", "opened") or not entry["kinds"] or not ISSUES.issuperset(entry["kinds"]):
        raise source.wrong(f"{mark}: unknown kind of issue, or neither “codes” nor “opened”", mark, "kinds")
    title, above, below, origin = (source.both(entry[name], mark) for name in ("title", "above", "below", "source"))
    return Rate(code, title, above, below, tuple(entry["kinds"]), entry["of"], origin, entry.get("sure", True))
