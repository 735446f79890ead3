"""A mapping: how a department's own headers become the fields of a kind. A TOML file, or what a mapping screen saved."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from goodstanding.pipeline.read.headings import heading_key
from goodstanding.rules.catalogue import Kind
from goodstanding.rules.loading import HOME
from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text

REGISTER = "register"
"""The kind of a mapping for the register of organisations; its fields are named there."""
_LIKENESS = 80.0
"""From this likeness on (0-100) a suggestion is made. A person looks at it before it is saved."""
_TABLES = ("columns", "constants", "values")


@dataclass(frozen=True, slots=True)
class Mapping:
    """``columns``: header as written -> field code, '' = known and left out. ``constants``: field -> value for every row, for what the
    file lacks. ``values``: field -> {value in the file: value of the standard}. ``kind``: a kind's code, or ``register``.
    """

    kind: str
    name: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    def field_of(self, header: str) -> str | None:
        """The field a header stands for; '' = left out, ``None`` = this mapping does not know it."""
        wanted = heading_key(header)
        return next((code for name, code in self.columns.items() if heading_key(name) == wanted), None)

    def check(self, fields: Iterable[str]) -> None:
        """Refuse a mapping that names a field the kind has not, or fills one field from two columns.

        Raises:
            Unusable: ``MAPPING_UNKNOWN_FIELD``, ``MAPPING_TWICE``.
        """
        known = set(fields)
        for code in [*filter(None, self.columns.values()), *self.constants, *self.values]:
            if code not in known:
                raise Unusable("MAPPING_UNKNOWN_FIELD", _UNKNOWN_FIELD.filled(code=code, kind=self.kind))
        filled = [code for code in [*self.columns.values(), *self.constants] if code]
        for code in filled:
            if filled.count(code) > 1:
                raise Unusable("MAPPING_TWICE", _TWICE.filled(code=code))


_UNKNOWN_FIELD = Text(
    "对照关系里的字段“{code}”不属于“{kind}”。请改为该事项类型的字段代码，或留空表示不导入这一列。",
    "The mapping names the field “{code}”, which “{kind}” has not. Use a field code of that kind, or leave it empty to skip the column.",
)
_TWICE = Text(
    "字段“{code}”在对照关系里对应了两列（或同时设了固定值）。请只保留一个来源。",
    "The field “{code}” is filled twice in the mapping (by two columns, or by a column and a constant). Keep one source.",
)
_MALFORMED = Text(
    "对照关系文件不能读取：{what}。请按 TOML 格式书写，至少包含 kind 和 [columns]。",
    "The mapping file cannot be read: {what}. Write it as TOML with at least kind and [columns].",
)


def load(path: Path) -> Mapping:
    """A mapping from a TOML file.

    Raises:
        Unusable: ``MAPPING_MALFORMED``.
    """
    try:
        return parse(path.read_text("utf-8"), name=path.stem)
    except (OSError, UnicodeDecodeError) as fault:
        raise Unusable("MAPPING_MALFORMED", _MALFORMED.filled(what=fault)) from None


def shipped(name: str) -> Mapping:
    """A mapping that comes with the catalogue, such as ``cosmetics_permits``."""
    return parse((HOME / "mappings" / f"{name}.toml").read_text("utf-8"), name=name)


def parse(text: str, *, name: str = "") -> Mapping:
    """A mapping from TOML text; :func:`dump` writes it back."""
    try:
        return from_dict(tomllib.loads(text), name=name)
    except tomllib.TOMLDecodeError as fault:
        raise Unusable("MAPPING_MALFORMED", _MALFORMED.filled(what=fault)) from None


def from_dict(table: AnyMapping[str, Any], *, name: str = "") -> Mapping:
    """A mapping from what TOML or JSON gave, every value text."""
    unknown = set(table) - {"kind", "name", *_TABLES}
    if unknown or not isinstance(table.get("kind"), str) or any(not isinstance(table.get(key, {}), dict) for key in _TABLES):
        raise Unusable("MAPPING_MALFORMED", _MALFORMED.filled(what=", ".join(sorted(unknown)) or "kind / columns"))
    values = {code: {str(old): str(new) for old, new in pairs.items()} for code, pairs in table.get("values", {}).items()}
    columns, constants = ({str(key): str(value) for key, value in table.get(part, {}).items()} for part in _TABLES[:2])
    return Mapping(table["kind"], str(table.get("name", name)), columns, constants, values)


def to_dict(mapping: Mapping) -> dict[str, Any]:
    """The mapping as plain data, for JSON or a database."""
    return {
        "kind": mapping.kind,
        "name": mapping.name,
        "columns": mapping.columns,
        "constants": mapping.constants,
        "values": mapping.values,
    }


def dump(mapping: Mapping) -> str:
    """The mapping as TOML text."""
    lines = [f"kind = {_quoted(mapping.kind)}", f"name = {_quoted(mapping.name)}"]
    values = [(f"values.{_quoted(code)}", pairs) for code, pairs in mapping.values.items()]
    for title, pairs in [("columns", mapping.columns), ("constants", mapping.constants), *values]:
        if pairs:
            lines += ["", f"[{title}]", *(f"{_quoted(key)} = {_quoted(value)}" for key, value in pairs.items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A JSON string is a TOML basic string, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def suggest(headers: Iterable[str], kind: Kind) -> Mapping:
    """What the headers most likely stand for, each field at most once; what nothing is like is left out for a person to fill.

    Known codes and titles first (all generations), then likeness of the titles.
    """
    titles = _titles(kind)
    columns: dict[str, str] = {}
    rest: list[str] = []
    for header in filter(None, headers):
        found = titles.get(heading_key(header))
        if found is not None and (not found or found not in columns.values()):
            columns[header] = found
        else:
            rest.append(header)
    scored = sorted(((score, header, titles[key]) for header in rest for key, score, _ in _like(header, titles)), reverse=True)
    for _, header, code in scored:
        if header not in columns and code not in columns.values():
            columns[header] = code
    return Mapping(kind.code, columns={header: columns[header] for header in headers if header in columns})


def _titles(kind: Kind) -> dict[str, str]:
    """Heading key -> field code, for every code, title and older name."""
    found: dict[str, str] = {}
    for generation in reversed(kind.generations):
        for column, code in generation.columns.items():
            found |= {heading_key(name): code for name in (column, *generation.titles.get(column, ()))}
    for one in kind.fields.values():
        found |= {heading_key(name): one.code for name in (one.code, one.title.zh, one.title.en) if name}
    return found


def _like(header: str, titles: dict[str, str]) -> list[tuple[str, float, int]]:
    choices = [title for title, code in titles.items() if code]
    return process.extract(heading_key(header), choices, scorer=fuzz.WRatio, score_cutoff=_LIKENESS, limit=3)
