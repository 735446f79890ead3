"""What is said of codes, from ``catalogue/identifiers``: sentences by dotted key, and GB 32100-2015's authorities and categories."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from goodstanding.rules.loading import HOME
from goodstanding.rules.sources import Source
from goodstanding.rules.texts import Text

FOLDER = HOME / "identifiers"


class Meant(NamedTuple):
    """What a character or pair stands for; ``sure`` is false where no official text was seen."""

    text: Text
    sure: bool


def word(*key: str, **values: object) -> Text:
    """The text of a key, its placeholders filled; a value that is a ``Text`` fills each language with its own half."""
    found = _words()[".".join(key)]
    if not values:
        return found
    if not any(isinstance(value, Text) for value in values.values()):
        return found.filled(**values)
    zh, en = ({name: value[half] if isinstance(value, Text) else value for name, value in values.items()} for half in (0, 1))
    return Text(found.zh.format(**zh), found.en.format(**en))


@cache
def table(name: str) -> dict[str, Meant]:
    """``authority`` or ``category`` (by the first two characters)."""
    source = Source(FOLDER / "uscc.toml")
    return {code: Meant(source.both(raw, f"{code} ="), bool(raw.get("sure", True))) for code, raw in source.data[name].items()}


@cache
def headings() -> tuple[str, ...]:
    """How a column of codes may be headed, the likeliest first."""
    return tuple(Source(FOLDER / "headings.toml").data["codes"])


@cache
def _words() -> dict[str, Text]:
    source = Source(FOLDER / "words.toml")
    return dict(_leaves(source, "", source.data))


def _leaves(source: Source, prefix: str, tree: dict[str, Any]) -> list[tuple[str, Text]]:
    leaves: list[tuple[str, Text]] = []
    for name, value in tree.items():
        if "zh" in value or "en" in value:
            leaves.append((prefix + name, source.both(value, name)))
        else:
            leaves += _leaves(source, f"{prefix}{name}.", value)
    return leaves
