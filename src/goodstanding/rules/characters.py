"""Characters that cannot be seen, and the view of a text without them.

Departments' files carry zero-width spaces from web pages, full-width digits from input methods and no-break spaces from
word processors. Everything that compares or checks looks at a cleaned text; the cleaning is the same everywhere.
"""

from __future__ import annotations

import re
import unicodedata

WHITE = r"\t\n\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""Body of a character class: white space."""
INVISIBLE = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    r"\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Body of a character class: control, format and filler characters (general categories Cc, Cf, variation selectors, blanks)."""
DASHES = r"\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
"""Body of a character class: what people type for a hyphen."""

_UNSEEN = re.compile(f"[{WHITE}{INVISIBLE}]+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_UNSEEN_OR_DASH = re.compile(f"[{WHITE}{INVISIBLE}{DASHES}]+")


def re2(body: str) -> str:
    r"""The same class body as RE2 spells it (``\x{200b}`` for ``\u200b``), for DuckDB."""
    return re.sub(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})", lambda m: rf"\x{{{(m[1] or m[2]).lstrip('0')}}}", body)


def compact(text: str) -> str:
    """NFKC without white space and invisible characters; case stays."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def code(text: str) -> str:
    """A code as it was meant: NFKC, no white space, no invisible characters, no hyphens, upper case."""
    return _UNSEEN_OR_DASH.sub("", unicodedata.normalize("NFKC", text)).upper()


def clean(text: str) -> str:
    """A cell as it was meant: NFKC, no invisible characters, no white space at either end. Inner white space stays."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()
