"""Personal data that words give away: home addresses, passports and travel permits, e-mail addresses.

Patterns run on a view's text: punctuation is ASCII there. The heads are also the sieve's, so they stay inside what RE2 knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from goodstanding.rules.characters import WHITE
from goodstanding.rules.personal_numbers import MONTH_DAY

What = Literal["address", "passport", "email"]
Found = tuple[int, int, What]

HOME = rf"住[{WHITE}]{{0,4}}址|家庭地址|户籍|户口所在|居住|暂住|现住|家住|租住|常住"
"""What stands before a private address. 住所, 地址 and 经营场所 are an organisation's too, so they need :data:`PERSON` before them."""
PERSON = rf"[,(、{WHITE}][男女][,、){WHITE}]|出生|身份证|公民身份|[一-鿿]族[,、]"
NOT_LIVES = "建房宿院户宅所址改民处"  # 住建局, 住房, 住宿, 住院, 住户, 住宅, 住所 …
_PLACE = "[省市区县州盟旗镇乡村路街道巷弄号室幢栋楼组苑园里]"
_END = r",。;\n)"
_ROOM = rf"[,、] ?[0-9A-Za-z一二三四五六七八九十]{{1,4}}(?:号|幢|栋|单元|室|楼|层)[^{_END}]{{0,20}}"
_SPAN = rf"(?P<span>[^{_END}]{{2,60}}(?:{_ROOM})*)"
_ADDRESSES = [
    re.compile(rf"(?:{HOME})(?:所在地|地址|地|址)?[:{WHITE}为是系在于]{{0,4}}{_SPAN}"),
    re.compile(rf"(?:^|[,(;、。{WHITE}])住[于在: ]{{0,2}}(?![{NOT_LIVES}])(?=[^{_END}]{{0,15}}{_PLACE}){_SPAN}"),
    re.compile(rf"(?:{PERSON})[^。\n]{{0,80}}?(?:住所地?|地址|住处)[:{WHITE}为是系在于]{{0,4}}{_SPAN}"),
    re.compile(rf"(?:{PERSON})[^。\n]{{0,80}}?(?P<span>[^{_END}、: ]{{0,40}}(?:幢|栋|号楼|单元)[^{_END}]{{0,12}}室)"),
]
_IS_PLACE = re.compile(_PLACE)

TRAVEL = "护照|通行证|台胞证|回乡证|居留|旅行证|[Pp]assport|PASSPORT"
_NAMED = re.compile(rf"(?:{TRAVEL})[^,。;\n0-9A-Za-z]{{0,12}}(?P<span>[A-Za-z]{{0,3}}[ \-]?[0-9](?:[ \-]?[0-9]){{5,14}})")
# E/G + 8: ordinary passports; H/M + 8 or 10: Hong Kong and Macau residents; C + 8: to Hong Kong and Macau;
# three letters + 12: the old residence card of foreigners.
_NAKED = re.compile(
    r"(?<![0-9A-Za-z])(?:[EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[HM](?:[0-9]{8}|[0-9]{10})|C[0-9A-Z][0-9]{7})(?![0-9A-Za-z])"
    rf"|(?<![0-9A-Za-z])[A-Z]{{3}}[0-9]{{6}}{MONTH_DAY}[0-9]{{2}}(?![0-9A-Za-z])"
)
_DATED = re.compile(rf"[A-Z]20[0-3][0-9]{MONTH_DAY}")
_OTHER = "准字|许可证?|证书|编号|文号|批号|型号|货号|报告|标准|备案|注册|登记|单号|牌|No|NO"
_SAYS_OTHER = re.compile(rf"(?:{_OTHER})[号码第为是:.{WHITE}]{{0,3}}\Z")

# Bounded on both sides of the @, so that a long cell of letters costs time in proportion to its length.
EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64} ?(?:@|[(\[]at[)\]]) ?[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,9}", re.IGNORECASE)


def find(text: str) -> Iterator[Found]:
    """Every private address, travel document and e-mail address of a view's text."""
    for pattern in _ADDRESSES:
        for match in pattern.finditer(text):
            if _IS_PLACE.search(match["span"]):
                yield *match.span("span"), "address"
    for match in _NAMED.finditer(text):
        yield *match.span("span"), "passport"
    for match in _NAKED.finditer(text):
        if not _DATED.match(match[0]) and not _SAYS_OTHER.search(text[max(0, match.start() - 8) : match.start()]):
            yield *match.span(), "passport"
    for match in EMAIL.finditer(text):
        yield *match.span(), "email"
