"""An entry is disputed: a mark on every surface, and from a day on it does not show where the department stays silent."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from goodstanding.lists.models.listing import Listing


class Dispute(models.Model):
    """``words``: the organisation's own. ``silent_from``: the first day it does not show for the time being, which may lie ahead."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="disputes")
    case = models.UUIDField(help_text="the case it belongs to")
    number = models.TextField(help_text="the case's number as people quote it")
    words = models.TextField(blank=True)
    silent_from = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now())
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(number=""), name="dispute_is_whole"),
            models.CheckConstraint(condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("at")), name="dispute_lifted_after"),
            models.UniqueConstraint(fields=["listing", "case"], name="one_dispute_per_case", condition=Q(lifted_at__isnull=True)),
        )
        triggers = (
            pgtrigger.Protect(name="disputes_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="disputes_are_fixed", exclude=["lifted_at", "silent_from"]),
            pgtrigger.Protect(
                name="lifted_disputes_stay_lifted", operation=pgtrigger.Update, condition=pgtrigger.Q(old__lifted_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.listing_id} {self.number}"
