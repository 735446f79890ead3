"""The sources are asked. At once, the day is set from which a silent source's records and entries do not show."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.objections import clocking, hiding
from goodstanding.objections.locking import locked
from goodstanding.objections.models import Inquiry, Item, Objection
from goodstanding.objections.telling import tell_source, tell_subject
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text


def forward(objection: Objection, *, by: Standing, sources: Mapping[int, Department] | None = None) -> list[Inquiry]:
    """One inquiry for each department. ``sources``: item -> department, for decisions that are missing."""
    require(by, "handle_objection", objection)
    with transaction.atomic():
        one = locked(objection, "forward")
        if clocking.is_paused(one):
            raise Conflict("PAUSED", text("objections.refused.paused"))
        for item, department in (sources or {}).items():
            one.items.filter(pk=item, record__isnull=True, listing__isnull=True).update(department=department)
        asked = [_ask(one, department, by=by) for department in _departments(one)]
        move(one, "forward", by=by, departments=[inquiry.department_id for inquiry in asked])
        for inquiry in asked:
            clocking.set_inquiry(inquiry)
            hiding.arrange(inquiry, by=by)
            tell_source(inquiry, "objections.told.asked")
        clocking.set_case(one)
        tell_subject(one, "objections.told.forwarded")
    objection.refresh_from_db()
    return asked


def _departments(objection: Objection) -> list[Department]:
    items = list(Item.objects.filter(objection=objection, outcome="").select_related("department"))
    if not items:
        raise Conflict("NOTHING_OPEN", text("objections.refused.nothing_open"))
    if any(item.department is None for item in items):
        raise Refused("SOURCE_MISSING", text("objections.refused.source_missing"))
    return list({item.department.pk: item.department for item in items if item.department}.values())


def _ask(objection: Objection, department: Department, *, by: Standing) -> Inquiry:
    inquiry = Inquiry.objects.create(objection=objection, department=department, asked_at=timezone.now())
    move(inquiry, "ask", by=by)
    inquiry.refresh_from_db()
    inquiry.objection = objection
    return inquiry
