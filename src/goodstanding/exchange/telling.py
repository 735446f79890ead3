"""Who hears of a receiver that is no longer reached: its department's office, and the administrators, who see the line."""

from __future__ import annotations

from django.urls import reverse

from goodstanding.exchange.models import Delivery, Subscription
from goodstanding.notices.telling import holders, tell

STOPPED = {"gone": "exchange.told.gone", "given_up": "exchange.told.stopped"}


def tell_stopped(to: Subscription, because: str) -> None:
    """Nothing is sent any more until somebody sets it right; what waits can be asked for."""
    tell(_people(to), STOPPED[because], url=_url(to), number=to.number, name=to.name)


def tell_given_up(to: Subscription, one: Delivery) -> None:
    """One message did not get through while others did."""
    tell(_people(to), "exchange.told.given_up", url=_url(to), number=to.number, name=to.name, document=one.holding.number)


def _people(to: Subscription) -> set[int]:
    return {*holders("steward", to.department_id), *holders("head", to.department_id), *holders("administrator")}


def _url(to: Subscription) -> str:
    return reverse("exchange:subscription", args=[to.pk])
