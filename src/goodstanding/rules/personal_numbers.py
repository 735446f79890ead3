"""Personal numbers in a text: identity numbers, phones, bank cards. See :mod:`goodstanding.rules.persons` for what wins when.

A *run* is digits (in any script, Chinese numerals too) with up to three separators between neighbours; its *tokens* are the
digits that touch. ``13800138000`` is one token, ``138 0013 8000`` three, ``330106 19900101 123 4`` four.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Literal, NamedTuple

from goodstanding.rules import characters, legacy, uscc

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# 81-83: residence permits for people of Hong Kong, Macau, Taiwan; 9 + province + nationality: foreigners' permanent residence since 2023.
PLACE = "(?:(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])[0-9]{4}|9[1-8][0-9]{4})"
MONTH_DAY = "(?:(?:0[13578]|1[02])(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)(?:0[1-9]|[12][0-9]|30)|02(?:0[1-9]|[12][0-9]))"
ID18 = f"{PLACE}(?:18[0-9]{{2}}|19[0-9]{{2}}|20[0-3][0-9]){MONTH_DAY}[0-9]{{3}}[0-9X]"
ID15 = f"{PLACE}[0-9]{{2}}{MONTH_DAY}[0-9]{{3}}"
MOBILE = "(?:(?:00)?86|0)?1[3-9][0-9]{9}"
LANDLINE = "(?:(?:00)?860?|0)(?:(?:10|2[0-9])[2-8][0-9]{7}|[3-9][0-9]{2}[2-8][0-9]{6,7})"
# UnionPay and the debit cards before it: 16-19 digits. Visa, Mastercard, JCB: 16. No 2-series: decision numbers start with years.
CARD = "(?:6[029][0-9]{2}|955[89])[0-9]{12,15}|(?:4[0-9]|5[1-5]|35)[0-9]{14}"

DIGITS = "0-9〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺"
GAP = rf"{characters.WHITE}{characters.DASHES}_.·•/|*~()\[\]【】〔〕「」『』《》〈〉"
LEAST = 7  # digits of a local phone number
_RUN = re.compile(rf"[{DIGITS}](?:[{GAP}]{{0,3}}[{DIGITS}]){{{LEAST - 1},}}(?:[{GAP}]{{0,3}}[XxХхΧχ×])?")
_TOKEN = re.compile(rf"[{DIGITS}]+[XxХхΧχ×]?|[XxХхΧχ×]")
_DIGIT = re.compile(rf"[{DIGITS}XxХхΧχ×]")
_PLAIN = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺xХхΧχ×", "001234567891234567891XXXXXX")

_BEFORE = 14
"""How many characters before a number are looked at for a word that says what it is."""
_SAYS_ID = re.compile(r"身\s*份|证件号|居留")
_SAYS_USCC = re.compile(r"信用代?码|社会代码")
_OTHER = "注册号|登记证?|识别号|税号|代码|许可证?|证书|编号|文号|案号|备案|批准|批号|单号|发票|条形?码|序列|流水|凭证|字第"
_SAYS_OTHER = re.compile(rf"(?:{_OTHER})[号码第为是:(){characters.WHITE}]{{0,4}}\Z")
_SAYS_BANK = re.compile(r"卡号|银行|[账帐][号户]|开户|户名|银联|借记|信用卡|储蓄")
PHONE_WORD = rf"(?:电[{characters.WHITE}]{{0,4}}话|手[{characters.WHITE}]{{0,4}}机|联系方式|座机|传真|tel|phone|mobile|qq|微信)"
_SAYS_PHONE = re.compile(rf"{PHONE_WORD}[号码为是:{characters.WHITE}().]{{0,6}}\Z", re.IGNORECASE)

QUANTITY = "(?P<first>[1-9])[.](?P<rest>[0-9]{6,17})[Ee][+](?P<power>1[0-8])"
_QUANTITY = re.compile(f"(?<![0-9.]){QUANTITY}")
_ID18 = re.compile(f"(?=({ID18}))")
_ID15 = re.compile(ID15)
_MOBILE = re.compile(MOBILE)
_LANDLINE = re.compile(LANDLINE)
_CARD = re.compile(CARD)
_SHAPED = re.compile(f"{ID15}|{MOBILE}|{LANDLINE}|{CARD}")
LONGEST = 20

What = Literal["id", "phone", "card"]
Found = tuple[int, int, What]


class Group(NamedTuple):
    """Neighbouring tokens read as one number."""

    number: str
    start: int
    end: int
    parts: tuple[int, ...]
    gaps: frozenset[str]
    glued: bool


def id_ok(number: str) -> bool:
    """GB 11643: the 18th character is the weighted sum mod 11 through ``10X98765432``."""
    return number[17] == "10X98765432"[sum(int(d) * w for d, w in zip(number[:17], ID_WEIGHTS, strict=True)) % 11]


def luhn_ok(number: str) -> bool:
    """ISO/IEC 7812-1."""
    return sum(sum(divmod(int(d) * (1 + i % 2), 10)) for i, d in enumerate(reversed(number))) % 10 == 0


def is_id(number: str, *, before: str, known: Container[str], code_column: bool) -> bool:
    """Whether 18 characters of the right shape are a person's, all doubts weighed (the reasons stand in ``persons``).

    A spreadsheet that took the number for a quantity kept 15 digits and filled up with zeros: no check digit, still a person's.
    """
    if number in known or not (id_ok(number) or number.endswith("00")):
        return False
    if not uscc.passes(number):
        return True
    if number[0] == "9":
        return bool(_SAYS_ID.search(before)) and not code_column
    return code_column or not _SAYS_USCC.search(before)


def is_old_id(number: str, *, body: str) -> bool:
    """Whether 15 digits of a code column are a person's.

    A registration number whose serial reads as a date is kept for the serials that occur: 0-2 (companies) and 60 (individual
    businesses, counted from 60000001); as births those would be people of over 97, or one year of seventy. A tax number is kept
    when the organisation code inside is right and, where the row has a USCC (``body``), the same as there.
    """
    if not _ID15.fullmatch(number):
        return False
    if legacy.regno_ok(number) and (number[6] in "012" or number[6:8] == "60"):
        return False
    inner = legacy.orgcode_of_taxno(number)
    return inner is None or (body != "" and inner != uscc.orgcode(body))


def find(text: str, *, known: Container[str]) -> Iterator[Found]:
    """Every personal number of a view's text (free text)."""
    for quantity in _QUANTITY.finditer(text):
        what = _judge_quantity(quantity)
        if what:
            yield *quantity.span(), what
    for run in _RUN.finditer(text):
        before = text[max(0, run.start() - _BEFORE) : run.start()]
        yield from _find_ids(run, before, known)
        for group in _groups(text, run):
            context = before if group.start == run.start() else text[max(0, group.start - _BEFORE) : group.start]
            what = _judge(group, context, known, whole=(group.start, group.end) == run.span())
            if what:
                yield group.start, group.end, what


def _judge_quantity(match: re.Match[str]) -> What | None:
    """``3.41402199003071E+17``: what a spreadsheet makes of a long number. The first digits are all there."""
    length = int(match["power"]) + 1
    number = (match["first"] + match["rest"])[:length].ljust(length, "0")
    if re.fullmatch(ID18, number) or _ID15.fullmatch(number):
        return "id"
    if _MOBILE.fullmatch(number):
        return "phone"
    return "card" if _CARD.fullmatch(number) else None


def find_in_code(code: str, *, known: Container[str], body: str) -> Iterator[Found]:
    """Every personal number of a cleaned code-column cell without separators."""
    for match in _ID18.finditer(code):
        if is_id(match[1], before="", known=known, code_column=len(code) == 18):
            yield match.start(), match.start() + 18, "id"
    if is_old_id(code, body=body):
        yield 0, len(code), "id"
    elif _MOBILE.fullmatch(code):
        yield 0, len(code), "phone"
    elif code.startswith("62") and _CARD.fullmatch(code) and luhn_ok(code) and not uscc.passes(code):
        yield 0, len(code), "card"


def _find_ids(run: re.Match[str], before: str, known: Container[str]) -> Iterator[Found]:
    """Identity numbers anywhere in a run, whatever stands between and behind (an individual's tax number is the identity number and 01)."""
    places = [match.start() for match in _DIGIT.finditer(run.string, *run.span())]
    digits = "".join(run.string[place] for place in places).translate(_PLAIN)
    for match in _ID18.finditer(digits):
        first = match.start()
        if is_id(match[1], before=before, known=known, code_column=False):
            yield places[first], places[first + 17] + 1, "id"


def _groups(text: str, run: re.Match[str]) -> Iterator[Group]:
    """Groups worth judging: those with the shape of some number, and all that start the run, where the words before may say what it is."""
    tokens = [(m.start(), m.end(), m[0].translate(_PLAIN)) for m in _TOKEN.finditer(text, *run.span())]
    for i, (start, _, _) in enumerate(tokens):
        number = ""
        for j in range(i, len(tokens)):
            number += tokens[j][2]
            if len(number) > LONGEST:
                break
            if len(number) >= LEAST and (i == 0 or _SHAPED.fullmatch(number)):
                end = tokens[j][1]
                gaps = frozenset(text[tokens[k][1] : tokens[k + 1][0]] for k in range(i, j))
                yield Group(number, start, end, tuple(len(token[2]) for token in tokens[i : j + 1]), gaps, _glued(text, start, end))


def _glued(text: str, start: int, end: int) -> bool:
    """A Latin letter touches: part of a longer code."""
    return bool(re.match("[A-Za-z]", text[start - 1 : start] or " ")) or bool(re.match("[A-Za-z]", text[end : end + 1] or " "))


def _judge(group: Group, before: str, known: Container[str], *, whole: bool) -> What | None:
    number, even = group.number, len(group.gaps) <= 1
    if number in known:
        return None
    if _SAYS_ID.search(before) and whole and 15 <= len(number) <= 18 and not _SAYS_USCC.search(before):
        return "id"  # mistyped identity numbers are personal too
    if len(number) == 15 and even and not group.glued and _ID15.fullmatch(number) and not _SAYS_OTHER.search(before):
        return "id"
    if _is_phone(group, before, even=even):
        return "phone"
    return "card" if even and _is_card(group, before) else None


def _is_phone(group: Group, before: str, *, even: bool) -> bool:
    number, parts = group.number, group.parts
    country = parts[1:] if len(parts) > 1 and parts[0] in (2, 4) and number.startswith(("86", "0086")) else parts
    if _MOBILE.fullmatch(number) and (even or country != parts) and (country[0] >= 3 or max(country) <= 2):
        return True
    if _LANDLINE.fullmatch(number) and (country[0] >= 3 or country != parts):
        return True
    return 7 <= len(number) <= 12 and parts[0] >= 3 and bool(_SAYS_PHONE.search(before))


def _is_card(group: Group, before: str) -> bool:
    if group.glued or not _CARD.fullmatch(group.number) or not luhn_ok(group.number):
        return False
    if uscc.passes(group.number):  # authority 62 has a handful of bodies in the whole country, 62 begins every UnionPay card
        return not _SAYS_USCC.search(before)
    return bool(_SAYS_BANK.search(before)) or not _SAYS_OTHER.search(before)
