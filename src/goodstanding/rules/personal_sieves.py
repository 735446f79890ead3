"""What every text with a hit matches, and few others: one RE2 pattern each for free text and for code columns.

The bulk path asks DuckDB ``regexp_matches(cell, SIEVE)`` for every cell and runs ``persons.find`` only where it answers yes. RE2 makes
one automaton of the whole alternation and reads each byte once, so another branch costs nothing but a bigger automaton; what
costs is the bytes of the text (about 1 s for 300 MB on one core) and the false alarms (some 30 µs each in Python). Hence the threshold
of eleven digits: dates, amounts, years and ordinary decision numbers stay below it, mobile numbers are the shortest above it. Everything
shorter needs a word before it (电话 for a local number, 护照, 住址 …). A text with an invisible or look-alike character is always
looked at: those are rare, and spelling them into every branch would not be.
"""

from __future__ import annotations

from goodstanding.rules import personal_numbers, personal_words
from goodstanding.rules.characters import DASHES, INVISIBLE, WHITE, re2
from goodstanding.rules.views import ODD

_DIGIT = rf"[\p{{Nd}}\p{{No}}{personal_numbers.DIGITS[3:]}]"
_GAP = rf"[{WHITE}{DASHES}_.·•/|*~()\[\]【】〔〕「」『』《》〈〉＿．／｜＊～（）［］]{{0,3}}"
_CODE_DIGIT = r"[\p{Nd}\p{No}]"

_BRANCHES = (
    rf"{_DIGIT}(?:{_GAP}{_DIGIT}){{10}}",
    rf"{_CODE_DIGIT}[.．]{_CODE_DIGIT}{{6,}}[EeＥｅ][+＋]",
    rf"(?i:{personal_numbers.PHONE_WORD})[号码为是:：{WHITE}().（）．]{{0,6}}{_DIGIT}(?:{_GAP}{_DIGIT}){{{personal_numbers.LEAST - 1}}}",
    rf"(?:^|[^0-9A-Za-z])(?:[EGHMC]{_CODE_DIGIT}{{8}}|[EC][A-Z]{_CODE_DIGIT}{{7}})",
    personal_words.TRAVEL,
    personal_words.HOME,
    rf"(?:^|[,，(（;；、。{WHITE}])住[^{personal_words.NOT_LIVES}]",
    rf"[,，(（、{WHITE}][男女][,，、)）{WHITE}]|出生|身份证|公民身份|族[,，、]",
    r"[@＠]|[(（\[［][aA][tT][)）\]］]",
    f"[{INVISIBLE}{ODD}]",
)
SIEVE = re2("|".join(_BRANCHES))
"""RE2 pattern, unanchored: matches a superset of the texts in which ``persons.find`` finds something."""

CODE_SIEVE = re2(
    "|".join(
        (
            r"[^0-9A-Za-z\-]",
            r"^.{0,7}-|^.{9,}-|-..|-$",  # a hyphen elsewhere than before an organisation code's check character
            rf"{personal_numbers.PLACE}(?:18[0-9]{{2}}|19[0-9]{{2}}|20[0-3][0-9]){personal_numbers.MONTH_DAY}[0-9]{{3}}[0-9Xx]",
            rf"^{personal_numbers.ID15}$",
            rf"^(?:{personal_numbers.MOBILE})$",
            "^62[0-9]{14,17}$",
        )
    )
)
"""The same for cells of code columns (``code_column=True``): about one USCC in 2,000 is looked at."""

CERTIFICATE = r"^[A-Z]{1,3}[1-79][0-9]{13}$"
"""Cells in which ``find`` finds nothing although the sieve stops them: certificates numbered as JY and 14 digits (食品经营许可证).

Excluding that shape inside the sieve would need "eleven to thirteen digits or fifteen, unless parted", which makes RE2's automaton
explode (measured: 27 times slower); a column of certificate numbers can be asked for it beforehand.
"""
