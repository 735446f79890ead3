"""How the catalogue's bases and remarks are read out to people."""

from __future__ import annotations

import re

from goodstanding.portal.loaded import catalogue
from goodstanding.rules.catalogue import Kind, Rule
from goodstanding.rules.laws import cite
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

ENGLISH_HALF = re.compile(r"(?<=[。；）”])\s+(?=[A-Z0-9])")


def quote(basis: str) -> Text:
    """The law and its articles; what rests on none says so."""
    return text("portal.catalogue.own") if basis == "own" else cite(basis, catalogue())


def remark(note: str) -> Text:
    """The catalogue writes its remarks Chinese first, English after: one half for each reader."""
    halves = ENGLISH_HALF.split(note, maxsplit=1)
    return Text(halves[0], halves[-1])


def sentence(rule: Rule, kind: Kind) -> Text:
    """What a check says, with the names of its fields where it has few; what depends on the row is left open."""
    titles = [kind.fields[code].title for code in rule.fields if code in kind.fields]
    one, open_end = text("portal.catalogue.one_field"), text("portal.catalogue.something")
    named = {"field": titles[0] if len(titles) in {1, 2} else one, "other": titles[1] if len(titles) == 2 else one}
    halves = [
        said.format_map(_Open({name: title[language] for name, title in named.items()}, open_end[language]))
        for language, said in enumerate(rule.message)
    ]
    return Text(*halves)


class _Open(dict[str, str]):
    """Placeholders; one that is not known is left open."""

    def __init__(self, known: dict[str, str], otherwise: str) -> None:
        super().__init__(known)
        self.otherwise = otherwise

    def __missing__(self, _name: str) -> str:
        return self.otherwise
