"""How the catalogue's bases and remarks are read out to people."""

from __future__ import annotations

import re

from goodstanding.portal.loaded import catalogue
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

ENGLISH_HALF = re.compile(r"(?<=[。；）”])\s+(?=[A-Z0-9])")


def quote(basis: str) -> Text:
    """``penalty-law:48,85`` -> 《中华人民共和国行政处罚法》第48条、第85条; what names no law stays as it is."""
    code, _, articles = basis.partition(":")
    law = catalogue().laws.get(code)
    if law is None:
        return Text(basis, basis)
    numbers = [article.strip() for article in articles.split(",") if article.strip()]
    number = f"({law.number})" if law.number else ""
    zh = f"《{law.title.zh}》{number}" + "、".join(f"第{article}条" for article in numbers)
    en = f"{law.title.en} {number}".rstrip() + (f", art. {', '.join(numbers)}" if numbers else "")
    return Text(zh, en) if code != "own" else text("portal.catalogue.own")


def remark(note: str) -> Text:
    """The catalogue writes its remarks Chinese first, English after: one half for each reader."""
    halves = ENGLISH_HALF.split(note, maxsplit=1)
    return Text(halves[0], halves[-1])
