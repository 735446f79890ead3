"""What a receiver is answered when it asks about a message: how the thing stands now. Of what has ended, only that and why."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from goodstanding.exchange import envelope, subjects
from goodstanding.exchange.models import Delivery, Holding
from goodstanding.exchange.subjects import LISTING
from goodstanding.lists import saying as lists
from goodstanding.lists.models import Dispute, Listing
from goodstanding.measures import catalogue
from goodstanding.measures import standing as measures
from goodstanding.measures.models import Application
from goodstanding.organisations import families
from goodstanding.organisations.finding import code_of
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


def message(one: Delivery) -> dict[str, Any]:
    """One line of a list: the event itself, and what has become of it."""
    return {
        "id": str(one.key), "event": envelope.event(one), "received_at": one.received_at, "acknowledged_at": one.acknowledged_at,
        "due_on": one.due_on,
    }  # fmt: skip


def whole(one: Delivery) -> dict[str, Any]:
    """With the thing as it is at this moment; nothing of it where it no longer counts, or the receiver may not know it any more."""
    thing = (one.holding.subject, one.holding.subject_id)
    found = subjects.find([thing], timezone.localdate()).get(thing)
    counts = found is not None and found.state in {"in", "paused"} and one.holding.state != "out"
    ground = found.ground if found is not None and found.state == "out" else _last_ground(one)
    return message(one) | {
        "state": found.state if counts and found else "out",
        "why": _both(text("exchange.ground", ground)) if not counts and ground else None,
        "content": _content(one.holding) if counts else None,
    }


def _last_ground(one: Delivery) -> str:
    """Why it ended for this receiver, where the thing itself still counts."""
    last = Delivery.objects.filter(holding_id=one.holding_id, action="ended").order_by("-position").first()
    return last.ground if last else ""


def _content(held: Holding) -> dict[str, Any]:
    if held.subject == LISTING:
        return _entry(Listing.everything.select_related("organisation", "department", "load").get(pk=held.subject_id))
    return _measure(Application.everything.select_related("organisation", "department").get(pk=held.subject_id))


def _entry(one: Listing) -> dict[str, Any]:
    body = families.root(one.organisation)
    return {
        "number": one.number, "title": _both(lists.title_of(one.kind_id)), "organisation": {"code": code_of(body), "name": body.name},
        "decided_by": one.load.organ if one.load else one.department.name, "decision_no": one.decision_no, "basis": one.basis,
        "basis_cited": _both(lists.cited(one.basis)), "from": one.decided_on, "until": one.ends_on,
        "disputed": Dispute.objects.filter(listing=one, lifted_at__isnull=True).exists(),
        "page": f"{settings.PUBLIC_URL}{reverse('lists:entry', args=[one.pk])}",
    }  # fmt: skip


def _measure(one: Application) -> dict[str, Any]:
    body = families.root(one.organisation)
    return {
        "number": one.number, "title": _both(catalogue.title_of(one.kind_id)), "organisation": {"code": code_of(body), "name": body.name},
        "decided_by": one.department.name, "decision_no": one.decision_no, "basis": one.basis,
        "basis_cited": _both(catalogue.quoted(one.basis)), "from": one.starts_on, "until": one.ends_on, "disputed": measures.disputed(one),
        "page": f"{settings.PUBLIC_URL}{reverse('measures:measure', args=[one.kind_id])}",
    }  # fmt: skip


def _both(said: Text) -> dict[str, str]:
    return {"zh": said.zh, "en": said.en}
