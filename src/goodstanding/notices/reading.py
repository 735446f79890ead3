"""What somebody was told, and that he has read it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from goodstanding.notices.models import Mail, Notice


def of(user_id: int) -> QuerySet[Notice]:
    """Everything this person was told, the newest first."""
    return Notice.objects.filter(user_id=user_id)


def unread(user_id: int) -> int:
    """How many notices wait to be read."""
    return of(user_id).filter(read_at__isnull=True).count()


def mark(user_id: int, number: int | None = None) -> int:
    """One notice, or all of them, are read now; returns how many were not before. A mail that has not gone is not sent any more."""
    mine = of(user_id).filter(read_at__isnull=True)
    if number is not None:
        mine = mine.filter(pk=number)
    read = list(mine.values_list("pk", flat=True))
    Mail.objects.filter(notice__in=read, sent_at__isnull=True, given_up_at__isnull=True, tries=0).delete()
    return mine.filter(pk__in=read).update(read_at=timezone.now())
