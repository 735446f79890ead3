"""Who looked at an organisation's own pages or checked it, for what: the ledger's entries, as the organisation may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from goodstanding.departments.models import ROLES
from goodstanding.ledger.models import Entry
from goodstanding.rules.events import Event
from goodstanding.rules.texts import NOTHING, Text
from goodstanding.ui.texts import text

SUBJECT = "organisations.organisation"
KNOWN = frozenset({"window", "audit", "everything", "checks"})
"""Reasons that have words of their own; others are shown as they were given."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look: when, who, in which role, why."""

    at: datetime
    who: str
    role: Text
    why: Text


def looks(members: Sequence[int]) -> QuerySet[Entry]:
    """The newest first."""
    about = Entry.objects.filter(subject=SUBJECT, subject_id__in=[str(one) for one in members])
    # What its own representatives take out is their own affair; what the centre does is listed.
    taken_out = Q(event=str(Event.ACCESS_EXPORTED)) & ~Q(role="representative")
    return about.filter(Q(event=str(Event.ACCESS_LOOKED_UP)) | taken_out).order_by("-id")


def said(entry: Entry) -> Look:
    """An entry in words."""
    why = text("ours.looked.why", entry.because) if entry.because in KNOWN else Text(entry.because, entry.because)
    role = text("departments.role", entry.role) if entry.role in ROLES else NOTHING
    return Look(entry.at, entry.label, role, why)
