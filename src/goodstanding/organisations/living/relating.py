"""A clerk says how two organisations are tied, from when, and on what evidence; ends it; or takes back what was never so."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.organisations.living.guessing import live
from goodstanding.organisations.models import RELATIONS, Organisation, Relation
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text


def relate(organisation: Organisation, kind: str, other: Organisation, *, since: date, evidence: str, by: Standing) -> Relation:
    """``organisation`` is a branch of, was split from, was merged into, or continues ``other``; one of a kind at a time.

    Raises ``Refused`` (``RELATION_KIND``, ``RELATION_SELF``, ``DAY_AHEAD``, ``EVIDENCE_MISSING``), ``Conflict`` (``RELATION_THERE``).
    """
    require(by, "relate")
    if kind not in RELATIONS:
        raise Refused("RELATION_KIND", text("organisations.refused.relation_kind"))
    if organisation.pk == other.pk:
        raise Refused("RELATION_SELF", text("organisations.refused.relation_self"))
    _day(since)
    seen = _said(evidence)
    try:
        with transaction.atomic():
            # Two clerks at once: the second waits here, and then sees the first one's relation.
            Organisation.objects.select_for_update().get(pk=organisation.pk)
            if live(organisation).filter(kind=kind).exists():
                raise Conflict("RELATION_THERE", text("organisations.refused.relation_there"))
            made = Relation.objects.create(organisation=organisation, kind=kind, other=other, valid_from=since, source=by.label)
            data = {"kind": kind, "other": other.pk, "since": since}
            write(Event.ORGANISATION_RELATED, organisation, by=by, because=seen, data=data)
    except IntegrityError as error:
        raise Conflict("RELATION_THERE", text("organisations.refused.relation_there")) from error
    return made


def end(relation: Relation, *, on: date, because: str, by: Standing) -> None:
    """From that day it was so no longer. What we believed until now stays readable."""
    require(by, "relate")
    _day(on)
    said = _said(because)
    if relation.valid_from is not None and on <= relation.valid_from:
        raise Refused("ENDS_BEFORE", text("organisations.refused.ends_before"))
    with transaction.atomic():
        moment = _forget(relation)
        assert moment is not None  # noqa: S101 - it was set the line before
        Relation.objects.create(
            organisation_id=relation.organisation_id, kind=relation.kind, other_id=relation.other_id, valid_from=relation.valid_from,
            valid_until=on, known_from=moment, source=relation.source,
        )  # fmt: skip
        _unrelated(relation, by, said, ended=on)


def take_back(relation: Relation, *, because: str, by: Standing) -> None:
    """It was never so."""
    require(by, "relate")
    said = _said(because)
    with transaction.atomic():
        _forget(relation)
        _unrelated(relation, by, said, ended=None)


def _forget(relation: Relation) -> datetime | None:
    """No longer believed from this statement's moment on, unless somebody was quicker."""
    known = Relation.objects.filter(pk=relation.pk, known_until__isnull=True)
    if known.update(known_until=Now()) != 1:
        raise Conflict("RELATION_GONE", text("organisations.refused.relation_gone"))
    relation.refresh_from_db()
    return relation.known_until


def _unrelated(relation: Relation, by: Standing, because: str, *, ended: date | None) -> None:
    data = {"kind": relation.kind, "other": relation.other_id, "ended": ended}
    write(Event.ORGANISATION_UNRELATED, relation.organisation, by=by, because=because, data=data)


def _day(day: date) -> None:
    if day > timezone.localdate():
        raise Refused("DAY_AHEAD", text("organisations.refused.day_ahead"))


def _said(because: str) -> str:
    if not because.strip():
        raise Refused("EVIDENCE_MISSING", text("organisations.refused.evidence_missing"))
    return because.strip()
