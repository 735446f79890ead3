"""What deliveries and offline filters are signed with, and the filters themselves."""

from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goodstanding.exchange.models.subscriptions import Subscription


class Key(models.Model):
    """An Ed25519 key: of one receiver, or (without one) of the offline filters. Two are valid while one is replaced by the next."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    subscription = models.ForeignKey(Subscription, null=True, on_delete=models.PROTECT, related_name="keys")
    public = models.BinaryField()
    sealed = models.BinaryField(help_text="the private half, under FIELD_KEY")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, help_text="signed with until then; NULL: the newest")

    class Meta:
        ordering = ("since", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["subscription"], name="one_newest_key", condition=Q(until__isnull=True), nulls_distinct=False
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(name="keys_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="keys_are_fixed", exclude=["until"]),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Filter(models.Model):
    """离线核对文件: who was on certain lists at a moment, as a filter that tells nobody's name; kept for a few days."""

    code = models.TextField(help_text="list-… or purpose-…, as in its address")
    as_of = models.DateTimeField()
    valid_until = models.DateTimeField()
    entries = models.IntegerField()
    sha256 = models.TextField()
    content = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "as_of"], name="filter_once_a_moment"),
            models.CheckConstraint(condition=Q(entries__gte=0) & ~Q(code="") & ~Q(sha256=""), name="filter_is_whole"),
        )
        triggers = (pgtrigger.Protect(name="filters_are_fixed", operation=pgtrigger.Update),)

    def __str__(self) -> str:
        return f"{self.code} {self.as_of:%Y-%m-%dT%H:%M}"
