"""What can be halted: the laws of the register, and the kinds of measure of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from goodstanding.laws.models import OWN, Halt, Law
from goodstanding.rules.reading_listing import load_listing
from goodstanding.rules.refusals import Missing
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


@dataclass(frozen=True, slots=True)
class Target:
    """One of them. ``since``: a law's first day in force."""

    target: str
    code: str
    title: Text
    number: str = ""
    since: date | None = None
    basis: str = ""


def find(target: str, code: str) -> Target:
    """The one with that code. Raises ``Missing``."""
    if target == "law" and code != OWN:
        law = Law.objects.filter(pk=code).first()
        if law is not None:
            return of_law(law)
    if target == "measure" and (found := measures().get(code)):
        return found
    raise Missing("NO_SUCH_BASIS", text("laws.refused.no_such_basis"))


def of_law(law: Law) -> Target:
    """A law as a target."""
    return Target("law", law.code, Text(law.title_zh, law.title_en), law.number, law.since)


def measures() -> dict[str, Target]:
    """Every kind of measure of the catalogue, by its code."""
    kinds = load_listing(settings.CITY_CATALOGUE).measures
    return {code: Target("measure", code, kind.title, basis=kind.basis) for code, kind in kinds.items()}


def of_halt(halt: Halt) -> Target:
    """What a halt names; by its code alone where the catalogue no longer has it."""
    try:
        return find(halt.target, halt.code)
    except Missing:
        return Target(halt.target, halt.code, Text(halt.code, halt.code))
