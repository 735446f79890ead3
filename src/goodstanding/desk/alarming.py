"""A coming year without a calendar, and deadlines nobody can compute, are said once a week to those who can end it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from goodstanding.clocks.alarm import Alarm, alarm
from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.models import Entry
from goodstanding.ledger.writing import write
from goodstanding.notices.telling import holders, tell
from goodstanding.rules.events import Event
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

TOLD = frozenset({"clerk", "administrator", "director"})
"""Who sees the alarm on the desk, and gets the notice."""
SUBJECT = "clocks.alarm"


def raise_alarm(today: date | None = None) -> bool:
    """True where the notice went out now: once in a week, however often it is asked."""
    today = today or timezone.localdate()
    found = alarm(today)
    week = str(today - timedelta(days=today.weekday()))
    if not found:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [SUBJECT])
        if Entry.objects.filter(subject=SUBJECT, subject_id=week).exists():
            return False
        write(Event.CASE_ESCALATED, (SUBJECT, week), by=SYSTEM, data={"years": list(found.years), "unknown": found.unknown})
        people = [user for role in sorted(TOLD) for user in holders(role)]
        tell(people, "desk.alarm.notice", url=reverse("desk:calendars"), year=years(found), n=found.unknown)
    return True


def years(found: Alarm) -> str:
    """The years that are missing, for a sentence."""
    return "、".join(map(str, found.years)) or "-"


def shown(role: str) -> list[Text]:
    """Sentences for the top of a page; empty for who can do nothing about it."""
    if role not in TOLD:
        return []
    found = alarm()
    sentences = [text("desk.alarm.year", year=year) for year in found.years]
    return sentences + [text("desk.alarm.unknown", n=found.unknown)] * bool(found.unknown)
