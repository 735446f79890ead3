"""The other way: a receiver asks for what is new since its cursor. Asking with a cursor says that everything up to it has come."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from goodstanding.departments.standing import Standing
from goodstanding.exchange.models import Delivery
from goodstanding.rules.refusals import Unusable
from goodstanding.ui.texts import text

NOBODY = 0


def page(standing: Standing, cursor: str, limit: int, subscription: str = "") -> tuple[list[Delivery], str]:
    """Oldest first, and the cursor to go on from: the same again where nothing is new, so that nothing is skipped."""
    after = position(cursor)
    own = Delivery.objects.filter(department_id=standing.department_id or NOBODY)
    if subscription:
        own = own.filter(subscription__number=subscription)
    if after:
        _received(own, after)
    rows = list(own.filter(pk__gt=after).select_related("subscription", "holding").order_by("pk")[:limit])
    return rows, str(rows[-1].pk) if rows else cursor


def position(cursor: str) -> int:
    """A cursor's number. Raises ``Unusable``."""
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise Unusable("CURSOR_WRONG", text("exchange.refused.cursor_wrong"))
    return int(cursor)


def _received(own: QuerySet[Delivery], after: int) -> None:
    """Only for those who ask us: a call is received when the receiver's own address has answered, or it has stopped answering."""
    asking = own.filter(pk__lte=after, received_at__isnull=True).exclude(
        subscription__way="webhook", subscription__stopped_at__isnull=True
    )  # fmt: skip
    asking.update(received_at=timezone.now(), next_try_at=None)
