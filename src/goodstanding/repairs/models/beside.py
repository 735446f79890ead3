"""What stands beside applications: bars, maskings, reminders."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from goodstanding.departments.models import Department, User
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper
from goodstanding.records.models import Record
from goodstanding.repairs.models import locks
from goodstanding.repairs.models.repair import Repair

MASKING_STATES = ("masked", "lifted", "completed")


class Bar(models.Model):
    """False papers, or a commitment badly broken: from a day until a day, both included, no repair is applied for."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="repair_bars")
    repair = models.OneToOneField(
        Repair, null=True, on_delete=models.PROTECT, related_name="bar", help_text="NULL: purged with its record while the bar goes on"
    )
    since = models.DateField()
    until = models.DateField(help_text="last day")
    because = models.TextField(help_text="what was false, and how it was found out")
    by = models.TextField(help_text="label of the standing")
    at = models.DateTimeField(db_default=Now())
    # On review or by a court it may turn out that nothing was false.
    lifted_on = models.DateField(null=True, help_text="from this day on it bars no more")
    lifted_by = models.TextField(blank=True, db_default="", default="")
    lifted_because = models.TextField(blank=True, db_default="", default="")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=F("since")) & ~Q(because="") & ~Q(by=""), name="bar_is_whole"),
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True) | ~Q(lifted_by="") & ~Q(lifted_because=""), name="bar_lifted_with_a_reason"
            ),
        )
        triggers = (
            locks.BAR_KEPT,
            locks.BAR_OUTLIVES,
            pgtrigger.ReadOnly(name="bars_are_fixed", exclude=["repair", "lifted_on", "lifted_by", "lifted_because"]),
            pgtrigger.Protect(
                name="lifted_bars_stay_lifted", operation=pgtrigger.Update, condition=pgtrigger.Q(old__lifted_on__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.until}"


class Masking(models.Model):
    """临时屏蔽: while a reorganisation plan or settlement that a court has approved is carried out, chosen records do not show.

    Which records: the suspensions whose case this is.
    """

    procedure: ClassVar[str] = "masking"

    # What
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.TextField(unique=True, help_text="PB2026-000123")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="maskings")
    department = models.ForeignKey(
        Department, null=True, on_delete=models.PROTECT, related_name="maskings", help_text="whose records; NULL: entered by the centre"
    )
    court = models.TextField(help_text="人民法院")
    document = models.TextField(help_text="number of the ruling that approved the plan or settlement")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(help_text="first day they do not show")
    begun_by = models.TextField()
    begun_at = models.DateTimeField(db_default=Now())
    # Lifecycle: moved by ledger.moving.move alone
    state = models.TextField(db_default="masked", default="masked")
    over_at = models.DateTimeField(null=True)
    over_by = models.TextField(blank=True, db_default="", default="")
    over_because = models.TextField(blank=True, db_default="", default="")
    over_document = models.TextField(blank=True, db_default="", default="", help_text="of the ruling that ended it")

    class Meta:
        ordering = ("-begun_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=MASKING_STATES) & ~Q(court="") & ~Q(document="") & ~Q(number=""), name="masking_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(state="masked") | Q(over_at__isnull=False) & ~Q(over_by="") & ~Q(over_because=""),
                name="masking_over_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["organisation", "document", "department"],
                name="one_masking_per_ruling",
                condition=Q(state="masked"),
                nulls_distinct=False,
            ),
        )
        triggers = (
            locks.MASKING_KEPT,
            pgtrigger.ReadOnly(
                name="maskings_stay_as_begun",
                fields=["id", "number", "organisation", "department", "court", "document", "paper", "since", "begun_by", "begun_at"],
            ),
            pgtrigger.Protect(
                name="maskings_over_are_over", operation=pgtrigger.Update, condition=pgtrigger.Q(old__state__in=("lifted", "completed"))
            ),
        )

    def __str__(self) -> str:
        return self.number


class Reminder(models.Model):
    """Somebody wants to be told on the day from which a record may be repaired."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    made_at = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["record", "user", "on"], name="one_reminder_a_day"),)
        indexes = (models.Index(fields=["on"], name="reminder_waiting", condition=Q(told_at__isnull=True)),)

    def __str__(self) -> str:
        return f"{self.record_id} {self.on}"
