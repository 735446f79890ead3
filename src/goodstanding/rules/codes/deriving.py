"""What follows from a code exactly, and what does not and why. Only a right code is converted: a wrong one may be anybody's."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from goodstanding.rules import legacy, uscc
from goodstanding.rules.codes.words import word
from goodstanding.rules.texts import Text


class Derived(NamedTuple):
    """An older or newer code that stands inside this one."""

    kind: str
    title: Text
    value: str
    why: Text


class Cannot(NamedTuple):
    """A code that cannot be computed from this one: it needs the register."""

    kind: str
    title: Text
    why: Text


_EXACT: dict[str, tuple[tuple[str, Callable[[str], str | None]], ...]] = {
    "uscc": (("orgcode", uscc.orgcode),),
    "taxno": (("orgcode", legacy.orgcode_of_taxno),),
}
_NOT: dict[str, tuple[tuple[str, str], ...]] = {
    "uscc": (("taxno", "uscc_taxno"), ("regno", "uscc_regno")),
    "orgcode": (("uscc", "orgcode_uscc"),),
    "taxno": (("uscc", "taxno_uscc"),),
    "regno": (("uscc", "regno_uscc"),),
    "old_regno": (("uscc", "regno_uscc"),),
    "institution": (("uscc", "certificate_uscc"),),
    "social": (("uscc", "certificate_uscc"),),
}


def core(kind: str, code: str) -> str:
    """The identity (主体标识码) a code holds, '' where it holds none or the part of it fails its own check."""
    inner = {"uscc": code[8:17], "orgcode": code, "taxno": code[6:15]}.get(kind, "")
    return inner if len(inner) == 9 and legacy.orgcode_ok(inner) else ""


def derive(kind: str, code: str) -> tuple[Derived, ...]:
    """What stands inside a right code."""
    made = [(to, of(code)) for to, of in _EXACT.get(kind, ())]
    return tuple(Derived(to, word("kind", to), value, word("derived", f"{kind}_{to}")) for to, value in made if value)


def cannot(kind: str) -> tuple[Cannot, ...]:
    """What only the register can tell."""
    return tuple(Cannot(to, word("kind", to), word("cannot", why)) for to, why in _NOT.get(kind, ()))
