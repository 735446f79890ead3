"""The sentences of a file's refusals, by code: ``refusals.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text


@cache
def sentences() -> dict[str, Text]:
    """Every code with its sentence, placeholders open."""
    table = tomllib.loads(files(__package__).joinpath("refusals.toml").read_text("utf-8"))
    return {code: Text(entry["zh"], entry["en"]) for code, entry in table.items()}


def refuse(code: str, **values: object) -> Unusable:
    """What to raise for that code, its sentence filled in."""
    return Unusable(code, sentences()[code].filled(**values))


def size(count: int) -> str:
    """Bytes as people say them: ``2.0 GB``."""
    value = float(count)
    for unit in ("B", "KB", "MB"):
        if value < 1024:
            return f"{value:.0f} {unit}"
        value /= 1024
    return f"{value:.1f} GB"
