"""The administrator's view of mails that could not be sent, and one more try."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.notices.models import AccountMail, Mail


def given_up(standing: Standing) -> QuerySet[Mail]:
    """Those nobody tries any more, the newest first."""
    require(standing, "give_accounts")
    return Mail.objects.filter(given_up_at__isnull=False).select_related("notice__user").order_by("-given_up_at", "-id")


def accounts_given_up(standing: Standing) -> QuerySet[AccountMail]:
    """Mails about accounts that could not be sent, the newest first; to whom is not known any more."""
    require(standing, "give_accounts")
    return AccountMail.objects.filter(given_up_at__isnull=False).order_by("-given_up_at", "-id")


def try_again(*, by: Standing) -> int:
    """All that were given up are tried from the beginning; returns how many."""
    return given_up(by).order_by().update(given_up_at=None, tries=0, next_at=timezone.now())
