"""Two spellings of one heading are the same heading: width, spaces, line breaks and the star of a required column do not count."""

from __future__ import annotations

import re
import unicodedata

_NOISE = re.compile(r"[\s*※＊:：_\-·\u200b-\u200f\ufeff]+|[（(](?:必填|选填|必填项|选填项)[)）]")


def heading_key(heading: str) -> str:
    r"""The heading for comparing: ``" 行政相对人名称*\\n"`` and ``"行政相对人名称（必填）"`` give the same key."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", heading)).casefold()
