"""What waits: ends a receiver has not acknowledged, and receivers that are no longer reached. Overdue ones are brought up by the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Min
from django.urls import reverse

from goodstanding.clocks.tasks import Task
from goodstanding.departments.standing import Standing
from goodstanding.exchange.models import Delivery, Subscription
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

OFFICE = frozenset({"steward", "head", "official"})


def waiting(standing: Standing) -> Iterable[Task]:
    """Of the standing's own department; for the system, of every one. One task for each receiver and day: forty ends are one errand."""
    own = Subscription.objects.all()
    if not standing.is_system:
        if standing.role not in OFFICE or standing.department_id is None:
            return
        own = own.filter(department_id=standing.department_id)
    open_ends = Delivery.objects.filter(subscription__in=own, action="ended", acknowledged_at__isnull=True)
    grouped = open_ends.values("subscription_id", "due_on").annotate(n=Count("pk"), since=Min("at")).order_by("due_on", "subscription_id")
    known = own.in_bulk(list({one["subscription_id"] for one in grouped}))
    for one in grouped:
        to = known[one["subscription_id"]]
        yield Task(
            title=Text(to.number, to.number), what=text("exchange.waiting.acknowledge", n=str(one["n"])),
            url=f"{reverse('exchange:subscription', args=[to.pk])}?shown=to_acknowledge", due_on=one["due_on"],
            known=one["due_on"] is not None, since=one["since"], subject="exchange.subscription", subject_id=str(to.pk),
            department_id=to.department_id,
        )  # fmt: skip
    if standing.role != "official":
        for to in own.filter(stopped_at__isnull=False, ended_at__isnull=True, way="webhook"):
            assert to.stopped_at is not None  # noqa: S101 - as asked
            yield Task(
                title=Text(to.number, to.number), what=text("exchange.waiting.stopped"), known=True, due_on=None, since=to.stopped_at,
                url=reverse("exchange:subscription", args=[to.pk]), subject="exchange.subscription", subject_id=str(to.pk),
                department_id=to.department_id,
            )  # fmt: skip
