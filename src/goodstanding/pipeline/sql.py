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
