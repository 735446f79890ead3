"""Accounts somebody began to make and never proved: 个人信息保护法 art. 6, no more and no longer than the purpose needs."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from goodstanding.clocks.deadlines import ago
from goodstanding.departments.models import User


def forget_unproved() -> int:
    """Accounts made by their owners whose address was never proved, and that nobody ever signed in to. Returns how many."""
    proved = EmailAddress.objects.filter(verified=True).values("user")
    made_oneself = EmailAddress.objects.filter(verified=False).values("user")
    forgotten = User.objects.filter(
        pk__in=made_oneself, last_login__isnull=True, appointments__isnull=True, powers__isnull=True,
        created_at__lt=ago("account_unproved"),
    ).exclude(pk__in=proved)  # fmt: skip
    with transaction.atomic():
        keys = list(forgotten.select_for_update(of=("self",)).values_list("pk", flat=True))
        forgotten.filter(pk__in=keys).delete()  # asked once more: somebody may have come back a moment ago
    return len(keys)
