"""推送状况: of each receiver how many messages came, wait, fail, were given up, and which ends it has not acknowledged. One query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from goodstanding.exchange import finding
from goodstanding.exchange.models import Delivery, Subscription

COUNTED = ("waiting", "failing", "given_up", "to_acknowledge", "overdue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One receiver. ``failing`` are among the ``waiting``, ``overdue`` among those ``to_acknowledge``."""

    subscription: Subscription
    total: int = 0
    received: int = 0
    waiting: int = 0
    failing: int = 0
    given_up: int = 0
    to_acknowledge: int = 0
    overdue: int = 0
    last: datetime | None = None

    @property
    def is_well(self) -> bool:
        """Nothing fails, nothing was given up, nothing is overdue."""
        return not (self.failing or self.given_up or self.overdue or self.subscription.stopped_at)


def of(subscriptions: Iterable[Subscription]) -> list[Health]:
    """Of each of them, in their order."""
    known = list(subscriptions)
    counts = {name: Count("pk", filter=finding.where(name)) for name in COUNTED}
    grouped = Delivery.objects.filter(subscription__in=known).order_by().values("subscription_id")
    rows = grouped.annotate(total=Count("pk"), received=Count("received_at"), last=Max("received_at"), **counts)
    found: dict[Any, dict[str, Any]] = {row["subscription_id"]: {k: v for k, v in row.items() if k != "subscription_id"} for row in rows}
    return [Health(subscription=one, **found.get(one.pk, {})) for one in known]


def totals(found: Iterable[Health]) -> dict[str, int]:
    """All of them together."""
    every = list(found)
    return {name: sum(getattr(one, name) for one in every) for name in COUNTED}
