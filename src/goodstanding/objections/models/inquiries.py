"""What one source is asked within an objection, what it answered, and the papers of both sides."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goodstanding.departments.models import Department
from goodstanding.objections.models import locks
from goodstanding.objections.models.cases import Objection
from goodstanding.papers.models import Paper

ANSWERS = ("confirms", "corrects", "withdraws", "not_ours", "cannot_verify")
SIDES = ("subject", "source", "centre")


class Inquiry(models.Model):
    """核实: one department, within one objection. Silence is no state: the day it was due says it."""

    procedure: ClassVar[str] = "inquiry"

    # Identification
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="inquiries")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="inquiries")
    # Clock
    asked_at = models.DateTimeField(db_default=Now())
    due_on = models.DateField(null=True, help_text="answer due; NULL: the year's working days are not known yet")
    returned_because = models.TextField(blank=True, db_default="", default="")
    # The answer
    state = models.TextField(db_default="", default="")
    answered_at = models.DateTimeField(null=True)
    answered_user = models.BigIntegerField(null=True)
    answered_by = models.TextField(blank=True, db_default="", default="")
    answer = models.TextField(blank=True, db_default="", default="", help_text="one of ANSWERS")
    words = models.TextField(blank=True, db_default="", default="")
    values = models.JSONField(default=dict, help_text="record -> field code -> what it should say")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["objection", "department"], name="one_inquiry_per_source"),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False, answer__in=ANSWERS) & ~Q(words="") & ~Q(answered_by=""),
                name="inquiry_answered_by_somebody",
            ),
        )
        indexes = (models.Index(fields=["department", "due_on"], name="inquiry_waiting", condition=Q(state="asked")),)
        triggers = (
            locks.kept("inquiries_are_kept"),
            locks.final("inquiries_closed_are_fixed", "closed"),
            pgtrigger.ReadOnly(name="inquiries_stay_as_asked", fields=["objection", "department"]),
        )

    def __str__(self) -> str:
        return f"{self.objection_id} {self.department_id}"


class Evidence(models.Model):
    """A paper of the case: the organisation's, or a source's with its answer."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="evidence")
    inquiry = models.ForeignKey(Inquiry, null=True, on_delete=models.PROTECT, related_name="evidence")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    side = models.TextField(help_text="one of SIDES")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(side="source", inquiry__isnull=False) | Q(side__in=("subject", "centre"), inquiry__isnull=True),
                name="evidence_of_a_side",
            ),
        )
        triggers = (
            locks.kept("evidence_is_kept"),
            pgtrigger.Protect(name="evidence_is_fixed", operation=pgtrigger.Update),
        )

    def __str__(self) -> str:
        return f"{self.side} {self.paper_id}"
