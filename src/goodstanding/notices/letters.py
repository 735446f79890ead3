"""A letter as it is printed: the centre's head, number, addressee, paragraphs, the place of the seal, the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """``notices/letter.html`` prints it: ``render(request, "notices/letter.html", {"letter": letter, "back": url})``.

    A line of a paragraph is a paragraph of its own. ``head``: whose letter it is; the centre's where nothing is said.
    """

    title: Text
    number: str
    addressee: Text | str
    paragraphs: tuple[Text, ...]
    signed: Text
    day: date
    head: Text | None = None

    @property
    def sheets(self) -> tuple[Sheet, Sheet]:
        """The letter in Chinese, and the same in English."""
        return _sheet(self, "zh"), _sheet(self, "en")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter in one language; ``lang`` as HTML names it."""

    lang: str
    head: str
    title: str
    number: str
    addressee: str
    paragraphs: tuple[str, ...]
    seal: str
    signed: str
    day: str


def _sheet(letter: Letter, language: str) -> Sheet:
    whose = letter.head or Text(settings.CENTRE["name"], settings.CENTRE["name_en"])
    head, title, signed, seal = (one.in_language(language) for one in (whose, letter.title, letter.signed, text("notices.letter.seal")))
    number = text("notices.letter.number", number=letter.number).in_language(language) if letter.number else ""
    to = letter.addressee if isinstance(letter.addressee, str) else letter.addressee.in_language(language)
    addressee = text("notices.letter.addressee", name=to).in_language(language)
    lines = (line for one in letter.paragraphs for line in one.in_language(language).splitlines())
    paragraphs, day = tuple(line for line in lines if line.strip()), written(letter.day).in_language(language)
    return Sheet("zh-Hans" if language == "zh" else "en", head, title, number, addressee, paragraphs, seal, signed, day)
