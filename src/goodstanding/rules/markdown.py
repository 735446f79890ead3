"""Tables of the generated documents, both languages in a cell, a sign where something is unsure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from goodstanding.rules.texts import Text

UNSURE = "⚠ "


def both(text: Text) -> str:
    """Chinese first, English below it."""
    return f"{text.zh}<br>{text.en}" if text.zh != text.en else text.zh


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of a table, and an empty one."""
    names = list(heads)
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
    yield ""


def note(sure: bool, said: str) -> str:
    """What is unsure about an entry, with the sign where it is."""
    return ("" if sure else UNSURE) + said
