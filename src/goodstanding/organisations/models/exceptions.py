"""Codes that are lawful although a check character fails."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class CodeException(models.Model):
    """A code that is lawful although its check digit fails (codes of an early pilot), by recorded evidence."""

    code = models.TextField()
    evidence = models.TextField(help_text="what was seen, and where: licence, registering authority's reply")
    recorded_by = models.TextField(help_text="label of the clerk's standing")
    recorded_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code"], name="one_live_exception_per_code", condition=Q(ended_at__isnull=True)),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-Z]{18}$") & ~Q(evidence=""), name="exception_has_evidence"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="") | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="exception_ends_with_a_reason",
            ),
        )
        triggers = (pgtrigger.Protect(name="exceptions_are_kept", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.code
