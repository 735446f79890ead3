"""End a power before its last day: by whoever holds it, by another who acts for the same organisation, or by the centre."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goodstanding.departments.allowing import refuse, require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.notices.telling import tell
from goodstanding.organisations import families
from goodstanding.representing.asking import as_kept
from goodstanding.representing.models import Power
from goodstanding.representing.telling import representatives


def may_end(power: Power, by: Standing) -> bool:
    """The holder himself, a representative of the same body, a clerk."""
    if by.role == "clerk" or (by.user_id is not None and by.user_id == power.user_id):
        return True
    body = by.organisation_id
    return by.role == "representative" and body is not None and power.organisation_id in families.members(body)


def end(power: Power, *, because: str, by: Standing) -> None:
    """At once. Everybody who acts for the organisation is told, and the holder."""
    require(by, "end_power")
    if not may_end(power, by):
        refuse(by, "end_power", power)
    why = as_kept(because)
    concerned = {*representatives(power.organisation), power.user_id}
    with transaction.atomic():
        Power.objects.filter(pk=power.pk, state="granted").update(ended_on=timezone.localdate(), ended_by=by.label, ended_because=why)
        move(power, "end", by=by, because=why, organisation=power.organisation_id)
        tell(
            concerned, "representing.told.ended", url=reverse("representing:power", args=[power.pk]),
            organisation=power.organisation.name, person=str(power.user), because=why,
        )  # fmt: skip
    power.refresh_from_db()
