"""Small pieces of SQL text."""

from __future__ import annotations

from collections.abc import Iterable


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def literals(texts: Iterable[str]) -> str:
    """Several, with commas between."""
    return ", ".join(map(literal, texts))


def any_of(conditions: Iterable[str]) -> str:
    """Conditions joined with OR; ``false`` where there is none."""
    return " OR ".join(f"({condition})" for condition in conditions) or "false"


def plus(x: str) -> str:
    """Whether a cell has a plus sign, of either width."""
    return f"(contains({x}, '+') OR contains({x}, '＋'))"


def off_list(x: str, values: str, *, many: bool) -> str:
    """Whether a cell is anything but listed values, where ``many`` joined with ``;`` and each but once."""
    if not many:
        return f"{x} NOT IN ({values})"
    parts = f"string_split({x}, ';')"
    each = f"list_bool_and(list_transform({parts}, lambda part: part IN ({values})))"
    several = f"NOT ({each} AND len({parts}) = len(list_distinct({parts})))"
    return f"CASE WHEN {x} IN ({values}) THEN false WHEN contains({x}, ';') THEN {several} ELSE {x} IS NOT NULL END"
