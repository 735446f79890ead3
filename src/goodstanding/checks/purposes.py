"""查询目的: why somebody may ask, and what an answer for that purpose may hold, as the catalogue says it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from goodstanding.lists.catalogue import rules
from goodstanding.rules.listing import Purpose
from goodstanding.rules.loading import load
from goodstanding.rules.reading_listing import load_listing
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

OWN = "own_record"
"""An organisation looking at its own record: its own page is for that, no department asks for it."""


class Holds(NamedTuple):
    """What an answer may hold: kinds of records, colours of lists, and the measures that name the purpose."""

    kinds: tuple[str, ...]
    colours: tuple[str, ...]
    measures: tuple[str, ...]


def find(code: str) -> Purpose:
    """Raises ``Refused`` for what is no purpose of the catalogue, or none of a department's."""
    found = rules().purposes.get(code)
    if found is None or code == OWN:
        raise Refused("NO_SUCH_PURPOSE", text("checks.refused.no_such_purpose"))
    return found


def askable() -> list[Purpose]:
    """All that a department may be granted, in the catalogue's order."""
    return [one for code, one in rules().purposes.items() if code != OWN]


def holds(purpose: Purpose) -> Holds:
    """Of this purpose; key scrutiny is in none."""
    return _holds(purpose.code, settings.CITY_CATALOGUE)


@lru_cache(maxsize=64)
def _holds(code: str, city: Path | None) -> Holds:
    known, records = load_listing(city), load(city).kinds
    what = known.purposes[code].what
    measures = [one.code for one in known.measures.values() if code in one.purposes] if "measures" in what else []
    return Holds(
        tuple(one for one in what if one in records), tuple(one for one in what if one in ("red", "black")), tuple(sorted(measures))
    )
