"""Which subscriptions and messages somebody may see, found and filtered."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.exchange.models import Delivery, Holding, Subscription
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text

NOBODY = 0
"""No department has this number."""
SHOWN = ("", "waiting", "failing", "given_up", "to_acknowledge", "overdue")
"""How a list of messages may be narrowed."""


def see(standing: Standing) -> None:
    """Everybody in an office may look at his own department's; a refusal is written down."""
    require(standing, "see_deliveries", Department.objects.filter(pk=standing.department_id or NOBODY).first())


def seen_by(standing: Standing) -> QuerySet[Subscription]:
    """A department sees its own, the centre all; those in use first."""
    known = Subscription.objects.select_related("department").order_by("ended_at", "number")
    return known if standing.is_centre else known.filter(department_id=standing.department_id or NOBODY)


def find(standing: Standing, pk: UUID, action: str = "see_deliveries") -> Subscription:
    """The subscription, if this standing may do that to it."""
    found = Subscription.objects.select_related("department").filter(pk=pk).first()
    if found is None:
        raise Missing("NO_SUCH_SUBSCRIPTION", text("exchange.refused.no_such_subscription"))
    require(standing, action, found)
    return found


def find_delivery(standing: Standing, key: UUID, action: str = "see_deliveries") -> Delivery:
    """One message, likewise."""
    found = Delivery.objects.select_related("subscription", "subscription__department", "holding").filter(key=key).first()
    if found is None:
        raise Missing("NO_SUCH_DELIVERY", text("exchange.refused.no_such_delivery"))
    require(standing, action, found)
    return found


def narrowed(found: QuerySet[Delivery], shown: str) -> QuerySet[Delivery]:
    """As :data:`SHOWN` says."""
    return found.filter(where(shown)) if shown in SHOWN and shown else found


def where(shown: str) -> Q:
    """The question behind each."""
    open_still = Q(received_at__isnull=True, given_up_at__isnull=True)
    unacknowledged = Q(action="ended", acknowledged_at__isnull=True)
    return {
        "waiting": open_still, "failing": open_still & Q(tries__gt=0), "given_up": Q(given_up_at__isnull=False, received_at__isnull=True),
        "to_acknowledge": unacknowledged, "overdue": unacknowledged & Q(due_on__lt=timezone.localdate()),
    }[shown]  # fmt: skip


def of_organisation(organisation: Organisation) -> QuerySet[Holding]:
    """Every receiver that was told of something about this body, whichever entry of the register it stands under."""
    known = Holding.objects.filter(organisation_id__in=families.members(organisation.pk))
    return known.select_related("subscription__department").order_by("-added_at", "pk")
