"""Which department may list under which kind: given and ended by the administrator."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.lists.models import Competence, Kind
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text


def competent(kind: str, department_id: int | None, on: date | None = None) -> bool:
    """May that department list under that kind on that day (today)?"""
    day = on or timezone.localdate()
    if department_id is None:
        return False
    held = Competence.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), kind_id=kind, department_id=department_id)
    return held.filter(starts_on__lte=day).exists()


def require_competence(kind: str, department_id: int | None) -> None:
    """Raises ``Refused`` with whom to ask."""
    if not competent(kind, department_id):
        raise Refused("NOT_COMPETENT", text("lists.refused.not_competent"))


def give(kind: Kind, department: Department, *, starts_on: date, by: Standing) -> Competence:
    """From that day on. Raises ``Conflict`` where it holds it already."""
    require(by, "give_competence", None)
    with transaction.atomic():
        Kind.objects.select_for_update().get(pk=kind.pk)
        if Competence.objects.filter(kind=kind, department=department, ends_on__isnull=True).exists():
            raise Conflict("COMPETENCE_HELD", text("lists.refused.competence_held"))
        made = Competence.objects.create(kind=kind, department=department, starts_on=starts_on, by=by.label)
        write(Event.COMPETENCE_GIVEN, made, by=by, data={"kind": kind.pk, "starts_on": starts_on})
    return made


def end(competence: Competence, *, ends_on: date, by: Standing) -> None:
    """Its last day; what it has listed stays until it ends by itself."""
    require(by, "give_competence", None)
    with transaction.atomic():
        now = Competence.objects.select_for_update().get(pk=competence.pk)
        if now.ends_on is not None or ends_on < now.starts_on:
            raise Conflict("COMPETENCE_OVER", text("lists.refused.competence_over"))
        Competence.objects.filter(pk=now.pk).update(ends_on=ends_on)
        write(Event.COMPETENCE_ENDED, now, by=by, data={"kind": now.kind_id, "ends_on": ends_on})
    competence.refresh_from_db()
