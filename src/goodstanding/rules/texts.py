"""A text people read, in both languages: simplified Chinese first, English beside it."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """``zh`` is written as an official would write it; ``en`` says the same. ``{placeholders}`` are named and equal in both."""

    zh: str
    en: str

    def filled(self, **values: object) -> Text:
        """The text with its placeholders replaced; a missing one raises ``KeyError``."""
        return Text(self.zh.format(**values), self.en.format(**values))

    def in_language(self, language: str) -> str:
        """``zh`` unless the language code starts with ``en``."""
        return self.en if language.startswith("en") else self.zh


NOTHING = Text("", "")
"""Where a text is optional and there is none."""
