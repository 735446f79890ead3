"""结果反馈: what the department did with what it was told. Not applying a measure, with a reason, is as good an answer as applying it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goodstanding.checks import locks
from goodstanding.checks.models.receipts import Check
from goodstanding.departments.models import Department

OUTCOMES = ("seen", "applied", "not_applied", "not_applicable", "ended")
"""已阅, 已采取, 未采取 (with its reason), 不适用, 已终止."""


class Feedback(models.Model):
    """One word on one receipt: on the whole of it, on a measure or on an entry it named. The newest counts, all are kept."""

    receipt = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="feedback")
    outcome = models.TextField(help_text="one of OUTCOMES")
    measure = models.TextField(blank=True, db_default="", default="", help_text="code of a kind of measure the answer named")
    listing = models.UUIDField(null=True, help_text="an entry the answer named")
    reasons = models.TextField(blank=True, db_default="", default="")
    effect = models.TextField(blank=True, db_default="", default="")
    # By whom
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="check_feedback")
    by = models.TextField()
    by_user = models.BigIntegerField(null=True)
    client_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES) & ~Q(by=""), name="feedback_is_whole"),
            models.CheckConstraint(condition=~Q(outcome="not_applied") | ~Q(reasons=""), name="not_applied_with_a_reason"),
        )
        indexes = (models.Index(fields=["department", "outcome", "at"], name="feedback_of_department"),)
        triggers = locks.FEEDBACK

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.outcome}"
