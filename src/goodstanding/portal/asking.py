"""What somebody typed into the search box, and what can be done with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from goodstanding.rules import names, persons, uscc

LONGEST = 200
LEAST = 2
CODE = re.compile(r"[0-9A-Z]{2,}")


@dataclass(frozen=True, slots=True)
class Asked:
    """``kind`` decides the page: search for a code or name, or say what is wrong. ``meant``: the whole code that was likely meant."""

    text: str
    kind: Literal["empty", "short", "personal", "code", "name"]
    faults: tuple[str, ...] = ()
    meant: str | None = None


def understand(typed: str) -> Asked:
    """Tell codes from names. A personal number is neither searched nor repeated: no person is a subject here."""
    text = typed.strip()[:LONGEST]
    if not text:
        return Asked("", "empty")
    code = uscc.clean(text)
    verdict = uscc.check(code) if len(code) in {17, 18, 19} and CODE.fullmatch(code) else None
    if persons.find(text, code_column=bool(verdict and verdict.ok)):
        return Asked("", "personal")
    if len(names.normal(text)) < LEAST:
        return Asked(text, "short")
    if CODE.fullmatch(code):
        return Asked(text, "code", verdict.faults if verdict and not verdict.ok else (), verdict.repair if verdict else None)
    return Asked(text, "name")
