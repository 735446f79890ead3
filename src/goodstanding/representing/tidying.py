"""Accounts somebody began to make and never proved: 个人信息保护法 art. 6, no more and no longer than the purpose needs."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from goodstanding.departments.models import User

FORGOTTEN_AFTER = timedelta(days=7)
"""The code is good for a quarter of an hour; whoever comes back after a week begins anew."""


def forget_unproved() -> int:
    """Accounts made by their owners whose address was never proved, and that nobody ever signed in to. Returns how many."""
    proved = EmailAddress.objects.filter(verified=True).values("user")
    made_oneself = EmailAddress.objects.filter(verified=False).values("user")
    forgotten = User.objects.filter(
        pk__in=made_oneself, last_login__isnull=True, appointments__isnull=True, powers__isnull=True,
        created_at__lt=timezone.now() - FORGOTTEN_AFTER,
    ).exclude(pk__in=proved)  # fmt: skip
    with transaction.atomic():
        keys = list(forgotten.select_for_update(of=("self",)).values_list("pk", flat=True))
        User.objects.filter(pk__in=keys).delete()
    return len(keys)
