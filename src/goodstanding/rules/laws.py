"""Citing: ``penalty-law:48`` in the catalogue reads 《中华人民共和国行政处罚法》第四十八条 to people."""

from __future__ import annotations

from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.texts import Text

_DIGITS = "零一二三四五六七八九"


def cite(basis: str, catalogue: Catalogue) -> Text:
    """A basis (``law`` or ``law:article,article``) in both languages; what names no law stays as it is."""
    code, _, articles = basis.partition(":")
    law = catalogue.laws.get(code)
    if law is None:
        return Text(basis, basis)
    if not law.number:
        return law.title
    numbers = [int(article) for article in articles.split(",") if article]
    if not numbers:
        return Text(f"《{law.title.zh}》（{law.number}）", f"{law.title.en} ({law.number})")
    en = ", ".join(str(number) for number in numbers)
    if law.level == "central_policy":  # an opinion counts items, （一）, （二） …, and is known by its number
        zh = "、".join(f"（{numeral(number)}）" for number in numbers)
        return Text(f"《{law.title.zh}》（{law.number}）第{zh}项", f"{law.title.en} ({law.number}), item {en}")
    zh = "、".join(f"第{numeral(number)}条" for number in numbers)
    return Text(f"《{law.title.zh}》{zh}", f"{law.title.en}, art. {en}")


def numeral(number: int) -> str:
    """From 1 to 9999, as statutes count their articles: 12 is 十二, 205 is 二百零五, 1029 is 一千零二十九."""
    words, gap = "", False
    for unit, place in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // place % 10
        if digit:
            bare = unit == "十" and digit == 1 and not words  # 十二, but 二百一十二
            words += "零" * gap + ("" if bare else _DIGITS[digit]) + unit
        gap = bool(words) and not digit
    return words
