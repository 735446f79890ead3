"""Rows whose organisation no rule could tell."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goodstanding.departments.models import Department
from goodstanding.organisations.models.bodies import Organisation

BY_ITSELF = ("certain", "remembered", "merged")
"""How a row may attach without a clerk: see organisations.remembering."""


class PendingRow(models.Model):
    """A good row whose organisation no rule could tell: it waits for a clerk, and nothing of it is public until it is settled.

    Every attachment that is not exact stands here, so that each can be undone.
    """

    procedure: ClassVar[str] = "pending"

    # Identification
    submission = models.UUIDField(help_text="intake's submission")
    row = models.BigIntegerField(help_text="0-based data row of the submission")
    kind = models.TextField()
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    # What it says
    name = models.TextField(help_text="the party's name as written")
    normal_name = models.TextField()
    code = models.TextField(blank=True, help_text="the code given: USCC, else the first older one")
    fields = models.JSONField(help_text="field code -> cleaned value, without official fields")
    sealed = models.BinaryField(null=True, help_text="official fields, encrypted: see sealing")
    reason = models.TextField(
        help_text="NAME_MISMATCH, UNKNOWN_ORGANISATION, NAME_ONLY, CODES_DISAGREE; TAKEN_BACK: a clerk took it off one"
    )
    candidate = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+", help_text="whose code it is")
    # Lifecycle: moved by ledger.moving.move alone
    state = models.TextField(db_default="waiting", default="waiting")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+", help_text="the answer")
    how = models.TextField(blank=True, db_default="", default="", help_text="clerk, or one of BY_ITSELF; '' not settled")
    settled_at = models.DateTimeField(null=True)
    checked_by = models.TextField(blank=True, db_default="", default="", help_text="the clerk who looked at what had attached by itself")
    attempt = models.SmallIntegerField(db_default=0, default=0, help_text="how often an attachment of this row was taken back")
    because = models.TextField(blank=True, db_default="", default="")
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["submission", "row"], name="one_pending_per_row"),
            models.CheckConstraint(condition=~Q(state="settled") | Q(organisation__isnull=False), name="settled_rows_have_an_organisation"),
        )
        indexes = (
            models.Index(fields=["received_at", "id"], name="pending_waiting", condition=Q(state="waiting")),
            models.Index(fields=["department", "state"], name="pending_by_department"),
            models.Index(fields=["normal_name", "code"], name="pending_saying_the_same"),
            models.Index(fields=["organisation"], name="pending_of_organisation", condition=Q(organisation__isnull=False)),
            models.Index(fields=["-settled_at", "-id"], name="pending_by_itself", condition=Q(how__in=BY_ITSELF)),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.code}".strip()


class Candidate(models.Model):
    """An organisation a waiting row may mean. Only whom to show: what speaks for it is worked out when somebody looks."""

    pending = models.ForeignKey(PendingRow, on_delete=models.CASCADE, related_name="candidates")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.TextField(help_text="the name of it that is nearest, in normal form")
    score = models.FloatField(help_text="of the search, 0 to 1; the order to show them in is rules.names'")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["pending", "organisation"], name="one_candidate_per_row_and_body"),)

    def __str__(self) -> str:
        return f"{self.pending_id} {self.name}"
