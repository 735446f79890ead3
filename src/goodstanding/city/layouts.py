"""The shapes departments hand in: template, file format, encoding, and the columns of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from goodstanding.city.deciding import Row
from goodstanding.city.words import table
from goodstanding.rules.catalogue import Kind


@dataclass(frozen=True, slots=True)
class Way:
    """How a file is written. ``banner``: a title and a notice stand above the header; ``titles``: the header is in words, not codes."""

    suffix: Literal["csv", "xlsx", "ndjson"]
    template: Literal["2018", "2016", "own"]
    encoding: str = "utf-8"
    delimiter: str = ","
    titles: bool = False
    banner: bool = False


WAYS = {
    "csv-2018": Way("csv", "2018", encoding="utf-8-sig"),
    "csv-gb18030": Way("csv", "2018", encoding="gb18030", titles=True),
    "csv-semicolon": Way("csv", "2018", delimiter=";", titles=True),
    "csv-tab": Way("csv", "2018", delimiter="\t"),
    "csv-2016": Way("csv", "2016"),
    "csv-own": Way("csv", "own"),
    "xlsx-2018": Way("xlsx", "2018", titles=True, banner=True),
    "xlsx-own": Way("xlsx", "own"),
    "rows-json": Way("ndjson", "2018"),
}


class Column(NamedTuple):
    """One column of a file: what stands above it, the field it becomes ('' = known and dropped), and how to fill it from a row."""

    header: str
    field: str
    role: str
    fill: Callable[[Row], str]


def _role(role: str) -> Callable[[Row], str]:
    return lambda row: row.get(role, "")


def _part(role: str, at: int) -> Callable[[Row], str]:
    """The columns a joined field was cut into: the first value in the first, all others in the last."""
    return lambda row: row.get(role, "").split(";", 1)[at] if row.get(role, "").count(";") >= at else ""


def _mapped(role: str, new_to_old: dict[str, str]) -> Callable[[Row], str]:
    return lambda row: new_to_old.get(row.get(role, ""), row.get(role, ""))


def _fixed(text: str) -> Callable[[Row], str]:
    return lambda _row: text


def columns(way: Way, kind: Kind, today: date) -> tuple[Column, ...]:
    """The columns of a file handed in this way."""
    roles = {field.code: field.role for field in kind.fields.values()}
    if way.template == "own":
        own = table("headers")[kind.code]
        return tuple(Column(header, kind.field(role), role, _role(role)) for role, header in own.items() if kind.field(role))
    if way.template == "2018":
        known = next(generation for generation in kind.generations if generation.name == "2018").columns
        fields = [field for field in kind.fields.values() if field.code in known]
        return tuple(Column(f.title.zh if way.titles else f.code, f.code, f.role, _role(f.role)) for f in fields)
    return tuple(_old_columns(kind, roles, today))


def _old_columns(kind: Kind, roles: dict[str, str], today: date) -> list[Column]:
    """The 2015/16 template, turned round: what its columns become is in the catalogue."""
    old = next(generation for generation in kind.generations if generation.name == "2016")
    cut = {header: at for headers in old.joined.values() for at, header in enumerate(headers)}
    metadata = {"DFBM": "341400", "SJC": f"{today:%Y/%m/%d} 08:30:00", "XK_SYFW": "0", "CF_SYFW": "0"}
    made: list[Column] = []
    for header, field in (*old.columns.items(), *((header, field) for field, headers in old.joined.items() for header in headers)):
        role = roles.get(field, "")
        if field and header not in cut and field in [column.field for column in made]:
            continue  # two headers of the old template say the same (处罚名称, 案件名称): a file has one of them
        if header in metadata or not role:
            fill = _fixed(metadata.get(header, ""))
        elif header in cut:
            fill = _part(role, cut[header])
        elif field in old.values:
            fill = _mapped(role, {new: before for before, new in reversed(old.values[field].items())})
        else:
            fill = _role(role)
        made.append(Column(header, field, role, fill))
    return made
