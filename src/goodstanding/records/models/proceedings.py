"""A decision under administrative reconsideration or before a court, as its department has said, and how that ended."""

from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from goodstanding.papers.models import Paper
from goodstanding.records import locks
from goodstanding.records.models.keeping import Record

PROCEEDINGS = ("review", "lawsuit")
"""行政复议, 行政诉讼: the kinds of mark they stand beside a record as."""
STANDS = ("upheld", "dismissed", "closed")
"""维持, 驳回, 终止: the decision stands."""
FALLS = ("varied", "annulled", "unlawful", "void")
"""变更, 撤销, 确认违法, 确认无效: what the department has to take down, under the same names as its endings."""


class Proceeding(models.Model):
    """One case before another authority. Its mark and, where the decision fell, its suspension have this number as their case."""

    # What it is
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="proceedings", db_constraint=False)
    kind = models.TextField(help_text="one of PROCEEDINGS")
    number = models.TextField(help_text="案号, of the review organ or the court")
    body = models.TextField(help_text="复议机关 or 人民法院")
    since = models.DateField(help_text="the day it was taken up")
    # Who said so
    request = models.TextField(blank=True, help_text="where a clerk says it for the department: who asked, when and how")
    paper = models.OneToOneField(Paper, null=True, on_delete=models.PROTECT, related_name="proceeding")
    by = models.TextField(help_text="label of the standing")
    at = models.DateTimeField(db_default=Now())
    # How it ended
    outcome = models.TextField(blank=True, db_default="", default="", help_text="one of STANDS or FALLS; '' not yet")
    over_on = models.DateField(null=True, help_text="the day of the outcome's document")
    document = models.TextField(blank=True, db_default="", default="", help_text="number of the outcome's document")
    words = models.TextField(blank=True, db_default="", default="")
    over_by = models.TextField(blank=True, db_default="", default="")
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=PROCEEDINGS) & ~Q(number="") & ~Q(body="") & ~Q(by=""), name="proceeding_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", over_on__isnull=True, over_at__isnull=True)
                | Q(outcome__in=STANDS + FALLS, over_on__gte=F("since"), over_at__isnull=False)
                & ~Q(document="") & ~Q(words="") & ~Q(over_by=""),
                name="proceeding_ends_with_an_outcome",
            ),
            models.UniqueConstraint(fields=["record", "kind", "number"], name="one_proceeding_per_number"),
        )  # fmt: skip
        triggers = (
            locks.kept_unless_purged("proceedings_are_kept"),
            pgtrigger.ReadOnly(
                name="proceedings_are_fixed", fields=["id", "record", "kind", "number", "body", "since", "request", "paper", "by", "at"]
            ),
            # A decision that stands is the end of it. That it fell may have been a slip: it can still be put right while nothing has ended.
            pgtrigger.Protect(
                name="proceedings_stay_over", operation=pgtrigger.Update, condition=pgtrigger.Q(old__outcome__in=list(STANDS))
            ),
        )

    def __str__(self) -> str:
        return f"{self.body} {self.number}"

    @property
    def fell(self) -> bool:
        """The decision does not stand any more."""
        return self.outcome in FALLS
