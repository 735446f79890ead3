"""纠错线索: anybody says that something about a record is wrong. No mark by itself."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goodstanding.objections.models import locks
from goodstanding.objections.models.cases import Objection
from goodstanding.records.locks import kept_unless_purged
from goodstanding.records.models import Record


class ErrorReport(models.Model):
    """Who reported it is not kept; an address for the answer, where one was left, is sealed and destroyed at settlement."""

    procedure: ClassVar[str] = "error_report"

    # What
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.TextField(unique=True, help_text="JC, year, running number")
    token = models.UUIDField(unique=True, help_text="of the form it was sent from: sent twice, it is one report")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    field = models.TextField(blank=True, help_text="code of the field, '' for the whole")
    words = models.TextField(help_text="what is wrong, without persons' numbers")
    contact = models.BinaryField(null=True, help_text="mail address, sealed; NULL once settled")
    reported_at = models.DateTimeField(db_default=Now())
    due_on = models.DateField(null=True, help_text="NULL: the year's working days are not known yet")
    # Lifecycle
    state = models.TextField(db_default="", default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField(blank=True, db_default="", default="")
    settled_because = models.TextField(blank=True, db_default="", default="")
    objection = models.ForeignKey(Objection, null=True, on_delete=models.PROTECT, related_name="reports", help_text="opened by the centre")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(words=""), name="error_report_is_whole"),
            models.CheckConstraint(
                condition=~Q(state="settled")
                | Q(settled_at__isnull=False, contact__isnull=True) & ~Q(settled_because="") & ~Q(settled_by=""),
                name="error_report_settled_with_a_reason",
            ),
        )
        indexes = (models.Index(fields=["due_on"], name="error_report_open", condition=Q(state="reported")),)
        triggers = (
            kept_unless_purged("error_reports_are_kept"),
            locks.final("error_reports_settled_are_fixed", "settled"),
            pgtrigger.ReadOnly(name="error_reports_stay_as_sent", fields=["number", "token", "record", "field", "words", "reported_at"]),
        )

    def __str__(self) -> str:
        return self.number
