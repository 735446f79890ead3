"""How an organisation stands with its registering authority."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from goodstanding.rules import characters
from goodstanding.rules.texts import Text


@cache
def _table() -> dict[str, dict[str, list[str] | dict[str, str] | bool]]:
    return tomllib.loads(Path(__file__).with_name("statuses.toml").read_text("utf-8"))


def label(code: str) -> Text:
    """What people read; '' is unknown."""
    found = _table().get(code)
    return Text(**found["label"]) if found else Text("未知", "Unknown")  # type: ignore[arg-type]


@cache
def words() -> dict[str, str]:
    """Every spelling met in registers -> code; compared without white space."""
    return {characters.compact(word): code for code, status in _table().items() for word in (code, *status["words"])}  # type: ignore[misc]


@cache
def closed() -> frozenset[str]:
    """Statuses of a body that carries on no longer, or not here. It keeps its records, and late ones still come."""
    return frozenset(code for code, status in _table().items() if status.get("closed"))
