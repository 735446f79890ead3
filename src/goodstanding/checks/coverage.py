"""What an answer covers and how fresh that is: every feed of the kinds a purpose shows, and the lists. Said beside every answer.

It changes rarely and is the same for every code, so each process keeps what it has read under the version that :mod:`facts_sql` gives with
the facts (newest ledger entry, feeds, halts), and a little while at most. What is kept can only be older than the truth, never fresher.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from goodstanding.checks import purposes
from goodstanding.checks.saying import both, cited, kind_of_record
from goodstanding.departments import feeds
from goodstanding.departments.feeds import Freshness
from goodstanding.laws import force
from goodstanding.lists.catalogue import rules
from goodstanding.lists.models import Competence
from goodstanding.measures import finality
from goodstanding.rules.listing import Purpose

KEPT_FOR = 20.0
"""Seconds."""
_kept: dict[Key, tuple[float, Coverage]] = {}


class Key(NamedTuple):
    """What coverage is kept under."""

    version: str
    day: date
    purpose: str
    city: Path | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """``said`` as it stands in the answer. ``final_until``: what was decided until then is final, as far as time goes."""

    said: dict[str, Any]
    never: bool
    late: bool
    current_to: date | None
    final_until: date | None


def of(purpose: Purpose, day: date, version: str) -> Coverage:
    """What an answer for this purpose covers that day. Raises whatever reading it raises: the answer is then "unknown"."""
    key, now = Key(version, day, purpose.code, settings.CITY_CATALOGUE), time.monotonic()
    found = _kept.get(key)
    if found is None or now - found[0] > KEPT_FOR:
        if len(_kept) >= 64:
            _kept.clear()
        found = _kept[key] = (now, read(purpose, day))
    return found[1]


def read(purpose: Purpose, day: date) -> Coverage:
    """As it is in the database now."""
    holds = purposes.holds(purpose)
    sources = [one for one in feeds.freshness(day) if one.kind in holds.kinds]
    missing = [kind for kind in holds.kinds if not any(one.kind == kind for one in sources)]
    lists = _lists(holds.colours, day)
    never = bool(missing) or any(one.last is None for one in sources) or not (sources or any(one["covered"] for one in lists))
    days = [timezone.localtime(one.last).date() for one in sources if one.last is not None]
    late = any(one.late for one in sources)
    current_to = None if never else min(days, default=day)
    said = {
        "complete": not never and not late,
        "current_to": current_to.isoformat() if current_to else None,
        "sources": [_source(one) for one in sources],
        "missing": [both(kind_of_record(kind)) | {"kind": kind} for kind in missing],
        "lists": lists,
    }
    return Coverage(said, never, late, current_to, finality.cutoff(day) if holds.measures else None)


def _source(one: Freshness) -> dict[str, Any]:
    state = "never" if one.last is None else "late" if one.late else "in_time"
    return {
        "department": {"zh": one.department, "en": one.department_en or one.department}, "kind": one.kind,
        "kind_title": both(kind_of_record(one.kind)), "last": one.last.astimezone(UTC).isoformat()[:19] + "Z" if one.last else None,
        "due_on": one.due_on.isoformat(), "state": state,
    }  # fmt: skip


def _lists(colours: tuple[str, ...], day: date) -> list[dict[str, Any]]:
    """Every list of these colours that is in use: kept here by somebody who is competent, and its law in force?"""
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    kept = set(Competence.objects.filter(in_force, starts_on__lte=day).values_list("kind_id", flat=True))
    found = [one for one in rules().kinds.values() if one.colour in colours and one.public and one.stands(day)]
    return [
        {
            "list": one.code, "colour": one.colour, "title": both(one.title), "basis": one.basis, "basis_cited": both(cited(one.basis)),
            "covered": one.code in kept and force.in_force(one.basis, day),
        }
        for one in found
    ]  # fmt: skip
