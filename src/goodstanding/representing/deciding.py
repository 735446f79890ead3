"""The clerk reads the letter and decides; of two clerks one does, the other is told."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.notices.telling import tell
from goodstanding.representing import letters
from goodstanding.representing.asking import as_kept, latest
from goodstanding.representing.models import Power
from goodstanding.representing.telling import representatives
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.days import written
from goodstanding.ui.texts import text


def grant(power: Power, *, starts_on: date, ends_on: date, by: Standing) -> None:
    """From a day to a day within what was asked, which is what the letter says. The letter is destroyed, its hash stays."""
    _allow(power, by)
    first = max(power.wanted_from, timezone.localdate())
    if not first <= starts_on <= ends_on <= min(power.wanted_until, latest(starts_on)):
        raise Refused("DAYS_NOT_ASKED", text("representing.refused.days_not_asked", first=written(first), last=written(power.wanted_until)))
    others = [user for user in representatives(power.organisation) if user != power.user_id]
    try:
        with transaction.atomic():
            _decided(power, by, starts_on=starts_on, ends_on=ends_on)
            move(power, "grant", by=by, organisation=power.organisation_id, starts_on=starts_on, ends_on=ends_on)
            letters.destroy(power, by=by, because="granted")
            where = reverse("representing:power", args=[power.pk])
            names = {"organisation": power.organisation.name, "since": written(starts_on), "until": written(ends_on)}
            tell([power.user_id], "representing.told.granted", url=where, **names)
            tell(others, "representing.told.others_granted", url=where, person=str(power.user), **names)
    except IntegrityError as error:
        raise Conflict("POWER_THERE", text("representing.refused.power_there")) from error
    power.refresh_from_db()


def refuse(power: Power, *, because: str, by: Standing) -> None:
    """With a reason the asker reads; he may ask again with another letter."""
    _allow(power, by)
    why = as_kept(because)
    with transaction.atomic():
        _decided(power, by, refused_because=why)
        move(power, "refuse", by=by, because=why, organisation=power.organisation_id)
        letters.destroy(power, by=by, because="refused")
        tell(
            [power.user_id], "representing.told.refused", url=reverse("representing:power", args=[power.pk]),
            organisation=power.organisation.name, because=why,
        )  # fmt: skip
    power.refresh_from_db()


def _allow(power: Power, by: Standing) -> None:
    require(by, "decide_power", power)
    if by.user_id == power.user_id:
        raise Refused("OWN_POWER", text("representing.refused.own_power"))


def _decided(power: Power, by: Standing, **fields: object) -> None:
    """Only while it is still asked; ``move`` tells the one who came second."""
    Power.objects.filter(pk=power.pk, state="asked").update(
        decided_by=by.label, decided_user=by.user_id, decided_at=timezone.now(), **fields
    )
