"""Turns the rules of a TOML file into rules of one kind: roles and selectors become the kind's own columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from goodstanding.rules.catalogue import Condition, Field, Kind, Level, Operator, Rule, Test
from goodstanding.rules.roles import ROLES
from goodstanding.rules.sources import Source, placeholders
from goodstanding.rules.texts import NOTHING

SELECTORS: dict[str, Callable[[Field], bool]] = {
    "@required": lambda field: field.required,
    "@length": lambda field: field.length is not None and field.type == "text" and field.privacy != "drop",
    "@text": lambda field: field.type == "text" and field.privacy != "drop",
    "@codes": lambda field: field.codes != "",
    "@date": lambda field: field.type == "date",
    "@money": lambda field: field.type == "money",
    "@uscc": lambda field: field.type == "uscc",
}
PLACEHOLDERS = frozenset({"field", "value", "other", "limit", "detail"})
_MAY = ("test", "fields", "values", "when", "kinds", "partly", "suggestion", "sure", "note")


def read_rules(source: Source, kind: Kind | None) -> list[Rule]:
    """The file's rules that stand for ``kind``; for None (notices) rules without fields, found elsewhere."""
    rules = []
    for raw in source.data.get("rules", []):
        entry = source.entry(raw, needs=("code", "title", "level", "message", "basis"), may=_MAY, mark=_mark(raw))
        fields = _fields(source, entry, kind)
        if fields is not None:
            rules.append(_rule(source, entry, kind, fields))
    return rules


def _mark(raw: dict[str, Any]) -> str:
    return f'code = "{raw.get("code", "")}"'


def _fields(source: Source, entry: dict[str, Any], kind: Kind | None) -> tuple[str, ...] | None:
    """The columns a rule looks at; None where the kind is not concerned."""
    if kind is None:
        return ()
    if kind.code not in entry.get("kinds", [kind.code]):
        return None
    names = entry.get("fields", [])
    conditions = [condition.get("field", "") for condition in entry.get("when", [])]
    missing = [name for name in (*names, *conditions) if name in ROLES and not kind.field(name)]
    if entry.get("partly"):  # each field stands for itself: those the kind has
        names = [name for name in names if name not in missing]
    elif missing and "kinds" not in entry:
        return None
    found: list[str] = []
    for name in names:
        found += _columns(source, entry, kind, name)
    return tuple(found) or None


def _columns(source: Source, entry: dict[str, Any], kind: Kind, name: str) -> list[str]:
    if name in SELECTORS:
        return [field.code for field in kind.fields.values() if SELECTORS[name](field)]
    code = kind.field(name) if name in ROLES else name
    if code not in kind.fields:
        raise source.wrong(f"the rule {entry['code']} looks at {name}, a field the kind {kind.code} does not have", _mark(entry), name)
    return [code]


def _rule(source: Source, entry: dict[str, Any], kind: Kind | None, fields: tuple[str, ...]) -> Rule:
    mark = _mark(entry)
    test = entry.get("test", "elsewhere" if kind is None else "")
    if test not in get_args(Test):
        raise source.wrong(f"the rule {entry['code']} has the unknown test “{test}”", mark, "test")
    if entry["level"] not in get_args(Level):
        raise source.wrong(f"the rule {entry['code']} has the unknown level “{entry['level']}”", mark, "level")
    title, message = source.both(entry["title"], mark), source.both(entry["message"], mark)
    if placeholders(title.zh):
        raise source.wrong(f"the rule {entry['code']} has a placeholder in its title, which names the fault without a row", mark, "title")
    suggestion = source.both(entry["suggestion"], mark) if "suggestion" in entry else NOTHING
    if strange := placeholders(message.zh + suggestion.zh) - PLACEHOLDERS:
        raise source.wrong(f"the rule {entry['code']} uses the unknown placeholder {{{min(strange)}}}", mark, "message")
    return Rule(
        code=entry["code"],
        title=title,
        level=entry["level"],
        test=test,
        fields=fields,
        message=message,
        basis=entry["basis"],
        when=tuple(_condition(source, entry, kind, raw) for raw in entry.get("when", [])),
        values=tuple(entry.get("values", [])),
        suggestion=suggestion,
        sure=entry.get("sure", True),
        note=entry.get("note", ""),
    )


def _condition(source: Source, entry: dict[str, Any], kind: Kind | None, raw: dict[str, Any]) -> Condition:
    if kind is None or raw.get("op") not in get_args(Operator):
        raise source.wrong(f"the rule {entry['code']} has a condition nobody can read", _mark(entry), "when")
    return Condition(_columns(source, entry, kind, raw.get("field", ""))[0], raw["op"], tuple(raw.get("values", [])))
