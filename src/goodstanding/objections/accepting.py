"""An objection is accepted: in the same transaction the mark stands on every record and entry of it, and its clocks start."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.lists.disputing import dispute
from goodstanding.objections import clocking, entries
from goodstanding.objections.locking import locked
from goodstanding.objections.models import Objection
from goodstanding.objections.telling import tell_subject
from goodstanding.records.marking import mark


def accept(objection: Objection, *, by: Standing) -> None:
    """深圳 art. 49 asks for the mark at once on acceptance, 上海 art. 36 within a working day."""
    require(by, "handle_objection", objection)
    with transaction.atomic():
        one = locked(objection, "accept")
        Objection.objects.filter(pk=one.pk, state="filed").update(accepted_at=timezone.now())
        move(one, "accept", by=by)
        one.refresh_from_db()
        items = one.items.filter(record__isnull=False, record__ended_on__isnull=True, outcome="")
        mark({item.record_id: list(item.fields) for item in items if item.record_id}, kind="objection", case=one.pk, number=one.number,
             words=one.words, by=by)  # fmt: skip
        for entry in entries.standing(one):
            dispute(entry, case=one.pk, number=one.number, words=one.words, by=by)
        clocking.set_case(one)
        tell_subject(one, "objections.told.accepted")
    objection.refresh_from_db()
