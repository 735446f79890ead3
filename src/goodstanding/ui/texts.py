"""All sentences of the screens: one ``texts.toml`` in each part, every leaf ``{zh = "…", en = "…"}``, looked up by dotted key.

``text("intake.upload.title")`` reads ``[upload] title = {…}`` in ``goodstanding/intake/texts.toml``: the first piece of a key is the part.
:mod:`goodstanding.ui.checking` holds templates and code against these files.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from goodstanding.rules.texts import Text

PACKAGE = Path(__file__).resolve().parent.parent


class TextError(Exception):
    """A ``texts.toml`` that cannot be used, or a key that stands in none."""


@cache
def texts() -> dict[str, Text]:
    """Every text of every part, by its full key."""
    found: dict[str, Text] = {}
    for path in sorted(PACKAGE.glob("*/texts.toml")):
        found |= read(path)
    return found


def read(path: Path) -> dict[str, Text]:
    """The texts of one file, keys beginning with the name of its folder."""
    try:
        tree = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise TextError(f"{path.name} of {path.parent.name}: {error}") from error
    return dict(_leaves(path.parent.name, tree))


def _leaves(prefix: str, tree: dict[str, Any]) -> list[tuple[str, Text]]:
    """Flatten the tree; a leaf is a table whose values are strings, and it holds exactly zh and en."""
    leaves: list[tuple[str, Text]] = []
    for name, value in tree.items():
        key = f"{prefix}.{name}"
        if not isinstance(value, dict):
            raise TextError(f"{key}: a text is written {{zh = …, en = …}}")
        if any(isinstance(part, str) for part in value.values()):
            if set(value) != {"zh", "en"} or not all(isinstance(part, str) and part for part in value.values()):
                raise TextError(f"{key}: needs zh and en, both filled, and nothing else")
            leaves.append((key, Text(**value)))
        else:
            leaves += _leaves(key, value)
    return leaves


def text(key: str, *parts: object, **values: object) -> Text:
    """The text of a key in both languages, placeholders filled; further ``parts`` lengthen the key (``"intake.state", state``).

    A value that is a ``Text`` itself is filled in each language by its own half.
    """
    full = ".".join([key, *map(str, parts)])
    found = texts().get(full)
    if found is None:
        raise TextError(f"no text has the key {full}")
    if not values:
        return found
    zh, en = ({name: value[half] if isinstance(value, Text) else value for name, value in values.items()} for half in (0, 1))
    return Text(found.zh.format(**zh), found.en.format(**en))


def here(what: Text) -> str:
    """A text in the language of the request at hand."""
    return what.in_language(get_language() or "zh")
