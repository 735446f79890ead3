"""公示期内的异议: while a red candidate is publicised anybody may say what speaks against it. Nothing of who says it is kept."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goodstanding.lists.models.listing import Listing

OUTCOMES = ("confirmed", "unfounded")


class Remark(models.Model):
    """Confirmed, it keeps the candidate off the list; open, nothing is decided."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="remarks")
    words = models.TextField(help_text="without a person's numbers")
    at = models.DateTimeField(db_default=Now())
    outcome = models.TextField(blank=True, db_default="", default="", help_text="one of OUTCOMES")
    reasons = models.TextField(blank=True, db_default="", default="")
    settled_by = models.TextField(blank=True, db_default="", default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(words="") & Q(outcome__in=("", *OUTCOMES)), name="remark_is_whole"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(settled_at__isnull=False) & ~Q(reasons="") & ~Q(settled_by=""),
                name="remark_settled_with_reasons",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="remarks_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="remarks_stay_as_made", fields=["listing", "words", "at"]),
            pgtrigger.Protect(name="settled_stays_settled", operation=pgtrigger.Update, condition=~pgtrigger.Q(old__outcome="")),
        )

    def __str__(self) -> str:
        return f"{self.listing_id} {self.at}"
