"""A department ends what it handed in, and a regime's records end in a set."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.papers.models import Paper
from goodstanding.records.models import Record

KINDS = ("withdrawn", "varied", "annulled", "unlawful", "void")
"""撤销 by the authority itself, 变更, 撤销 by review or court, 确认违法, 确认无效."""
TIMINGS = ("on_time", "late", "unknown")
BY_TIMING = {"on_time": Q(at__date__lte=F("due_on")), "late": Q(at__date__gt=F("due_on")), "unknown": Q(due_on__isnull=True)}
"""The comparison of :attr:`Withdrawal.timing`."""
REGIME_STATES = ("proposed", "confirmed", "declined", "finished")


# It goes with the last of its records, when that is purged in due time.
_KEPT = pgtrigger.Trigger(
    name="withdrawals_are_kept",
    level=pgtrigger.Row,
    when=pgtrigger.Before,
    operation=pgtrigger.Delete,
    func="""
    IF NOT EXISTS (
        SELECT 1 FROM records_ending why WHERE why."case" = OLD.id
            AND NOT EXISTS (SELECT 1 FROM records_purge done WHERE done.record_id = why.record_id)
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'goodstanding: cannot delete from %', TG_TABLE_NAME;
""",
)


class Withdrawals(models.QuerySet["Withdrawal"]):
    """Questions about withdrawals."""

    def timing(self, wanted: str) -> Withdrawals:
        """On time, late, or not known: by the days in the centre's own time zone, never stored."""
        return self.filter(BY_TIMING[wanted])


class Withdrawal(models.Model):
    """One taking down, of one record or of many: what was decided about the decision. Its records: the endings whose case this is."""

    # What
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.TextField(unique=True, help_text="CX2026-000123")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="withdrawals")
    because = models.TextField(help_text="one of KINDS")
    document = models.TextField(help_text="number of the document that withdraws, varies or annuls")
    effective_on = models.DateField(help_text="the day it took effect: three working days run from it")
    words = models.TextField(help_text="the reason, as published")
    successor_no = models.TextField(blank=True, help_text="varied: number of the new decision")
    paper = models.OneToOneField(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    records = models.IntegerField(help_text="how many it ended")
    due_on = models.DateField(null=True, help_text="by when it had to be down; NULL: the year's working days are not known yet")
    # By whom
    by = models.TextField()
    by_user = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    objects = Withdrawals.as_manager()

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(because__in=KINDS, records__gte=1) & ~Q(document="") & ~Q(words="") & ~Q(by="") & ~Q(number=""),
                name="withdrawal_is_whole",
            ),
            models.CheckConstraint(condition=~Q(because="varied") | ~Q(successor_no=""), name="varied_names_the_new_decision"),
        )
        indexes = (models.Index(fields=["department", "-at"], name="withdrawal_of_department"),)
        triggers = (
            _KEPT,
            pgtrigger.ReadOnly(name="withdrawals_are_fixed", exclude=["due_on"]),
            pgtrigger.Protect(name="known_days_stay", operation=pgtrigger.Update, condition=pgtrigger.Q(old__due_on__isnull=False)),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def timing(self) -> str:
        """One of TIMINGS."""
        if self.due_on is None:
            return "unknown"
        return "on_time" if timezone.localdate(self.at) <= self.due_on else "late"

    def ended(self) -> QuerySet[Record]:
        """The records it ended."""
        return Record.everything.filter(ending__case=self.pk).select_related("organisation", "department").order_by("pk")


class RegimeEnding(models.Model):
    """公示制度调整: everything a regime, or one class of it, still shows ends. One proposes, the head of the centre confirms."""

    procedure: ClassVar[str] = "regime_end"

    # What
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.TextField(unique=True, help_text="ZD2026-000123")
    regime = models.TextField()
    klass = models.TextField(blank=True, help_text="'' for every class")
    basis = models.TextField(help_text="the article it rests on")
    document = models.TextField(blank=True)
    words = models.TextField(help_text="the reason, as published")
    proposed_by = models.TextField()
    proposed_user = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(db_default=Now())
    # Lifecycle: moved by ledger.moving.move alone
    state = models.TextField(db_default="proposed", default="proposed")
    decided_by = models.TextField(blank=True, db_default="", default="")
    decided_user = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    declined_because = models.TextField(blank=True, db_default="", default="")
    ended = models.IntegerField(default=0, db_default=0, help_text="how many so far; written in each chunk's own transaction")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-proposed_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=REGIME_STATES) & ~Q(regime="") & ~Q(basis="") & ~Q(words=""), name="regime_end_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_at__isnull=False) & ~Q(decided_by=""), name="regime_end_decided_by_somebody"
            ),
            # 两人: whoever proposes does not confirm.
            models.CheckConstraint(
                condition=~Q(state__in=("confirmed", "finished")) | Q(decided_user__isnull=True) | ~Q(decided_user=F("proposed_user")),
                name="regime_end_takes_two",
            ),
            models.UniqueConstraint(
                fields=["regime", "klass"], name="one_regime_end_at_a_time", condition=Q(state__in=("proposed", "confirmed"))
            ),
        )
        triggers = (
            pgtrigger.Protect(name="regime_ends_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="regime_ends_stay_as_proposed",
                fields=[
                    "id",
                    "number",
                    "regime",
                    "klass",
                    "basis",
                    "document",
                    "words",
                    "proposed_by",
                    "proposed_user",
                    "proposed_at",
                ],
            ),
            pgtrigger.Protect(
                name="regime_ends_over_are_over", operation=pgtrigger.Update, condition=pgtrigger.Q(old__state__in=("declined", "finished"))
            ),
        )

    def __str__(self) -> str:
        return self.number
