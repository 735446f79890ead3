"""Which numbers anybody may read: small ones would tell which organisation it was, and no total gives a small one away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from goodstanding.rules.texts import Text
from goodstanding.ui.templatetags.texts import count
from goodstanding.ui.texts import text

FEW = 5
"""Below this a number stands for bodies one could name. The city's own choice: no text gives one."""


def is_few(n: int) -> bool:
    """Something, and too little to say how much."""
    return 0 < n < FEW


def said(n: int) -> Text | str:
    """As the public page shows it."""
    return text("efficacy.public.few", n=FEW) if is_few(n) else count(n)


def plain(n: int) -> int | dict[str, int]:
    """The same in JSON."""
    return {"fewer_than": FEW} if is_few(n) else n


def broken_down(parts: Mapping[str, int]) -> Mapping[str, int] | None:
    """The parts of a total; None where one of them is small, for the total and the others would say which it is."""
    return None if any(is_few(n) for n in parts.values()) else parts


def cell(n: int) -> Any:
    """The same in CSV."""
    return f"<{FEW}" if is_few(n) else n
