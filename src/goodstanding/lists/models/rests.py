"""What a listing rests on: records of the platform, or an effective document named in full. Nothing else, and never a count."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from goodstanding.lists.models.listing import Listing
from goodstanding.papers.models import Paper
from goodstanding.records.models import Record


class Rest(models.Model):
    """One effective document (生效判决、行政处罚决定 …): a record here, or organ, number and day of one that is kept elsewhere."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="rests")
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="rests", db_constraint=False)
    organ = models.TextField(blank=True, db_default="", default="")
    document = models.TextField(blank=True, db_default="", default="", help_text="its number")
    decided_on = models.DateField(null=True)
    paper = models.OneToOneField(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    gone_on = models.DateField(null=True, help_text="the record has ended or was another's: this no longer carries the entry")
    gone_because = models.TextField(blank=True, db_default="", default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(record__isnull=False, organ="", document="")
                | Q(record__isnull=True, decided_on__isnull=False) & ~Q(organ="") & ~Q(document=""),
                name="rests_on_a_record_or_a_document",
            ),
            models.UniqueConstraint(fields=["listing", "record"], name="rests_on_a_record_once"),
            models.CheckConstraint(condition=Q(gone_on__isnull=True) | ~Q(gone_because=""), name="gone_with_a_reason"),
        )
        triggers = (
            pgtrigger.Protect(name="rests_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="rests_are_fixed", exclude=["gone_on", "gone_because"]),
            pgtrigger.Protect(name="gone_stays_gone", operation=pgtrigger.Update, condition=pgtrigger.Q(old__gone_on__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.listing_id} {self.record_id or self.document}"
