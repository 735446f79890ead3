"""Granting a department a purpose, and ending that. Nobody without one in force is answered (:mod:`asking`)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from goodstanding.checks import purposes
from goodstanding.checks.models import Grant
from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.laws import force
from goodstanding.ledger.moving import conflict
from goodstanding.ledger.writing import write
from goodstanding.rules import persons
from goodstanding.rules.events import Event
from goodstanding.rules.listing import Purpose
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text

LONGEST = 500


def give(
    purpose: str, department: Department, *, because: str, by: Standing, starts_on: date | None = None, ends_on: date | None = None
) -> Grant:
    """From that day (today) on. Raises ``Refused``, ``Conflict`` where the department holds it already."""
    require(by, "grant_purpose", department)
    chosen, first, words = purposes.find(purpose), starts_on or timezone.localdate(), _words(because)
    if ends_on is not None and ends_on < first:
        raise Refused("ENDS_BEFORE", text("checks.refused.ends_before"))
    if why := force.why_not(chosen.basis, timezone.localdate()):
        raise Refused("BASIS_NOT_IN_FORCE", why)
    try:
        with transaction.atomic():
            made = Grant.objects.create(
                purpose=purpose, department=department, starts_on=first, ends_on=ends_on, by=by.label, by_user=by.user_id, because=words
            )
            write(Event.CHECK_GRANTED, made, by=by, because=words, data={"purpose": purpose, "starts_on": first, "ends_on": ends_on})
    except IntegrityError as error:
        if "one_grant_at_a_time" not in str(error):
            raise
        raise Conflict("GRANT_HELD", text("checks.refused.grant_held")) from error
    return made


def end(grant: Grant, *, because: str, by: Standing) -> None:
    """At once: its last day was yesterday."""
    require(by, "grant_purpose", grant)
    words, today = _words(because), timezone.localdate()
    with transaction.atomic():
        now = Grant.objects.select_for_update().get(pk=grant.pk)
        if now.ended_by or (now.ends_on is not None and now.ends_on < today):
            raise conflict()
        Grant.objects.filter(pk=now.pk).update(ends_on=today - timedelta(days=1), ended_by=by.label, ended_because=words)
        write(Event.CHECK_GRANT_ENDED, now, by=by, because=words, data={"purpose": now.purpose})
    grant.refresh_from_db()


def held(department_id: int | None, day: date | None = None) -> list[Purpose]:
    """What that department may ask for that day, in the catalogue's order; a purpose whose law is not in force is none."""
    on = day or timezone.localdate()
    codes = set(Grant.objects.in_force(on).filter(department_id=department_id or 0).values_list("purpose", flat=True))
    return [one for one in purposes.askable() if one.code in codes and force.in_force(one.basis, on)]


def _words(because: str) -> str:
    words = persons.mask(because.strip()[:LONGEST])[0]
    if not words:
        raise Refused("REASON_MISSING", text("checks.refused.reason_missing"))
    return words
