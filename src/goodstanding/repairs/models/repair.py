"""One application for repair, and the papers that came with it."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goodstanding.departments.models import Department
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper
from goodstanding.records.locks import kept_unless_purged
from goodstanding.records.models import Record
from goodstanding.repairs.models import locks
from goodstanding.representing.models import Consent

CHANNELS = ("web", "window")
OPEN = ("filed", "accepted")
OVER = ("refused", "withdrawn", "declined", "closed", "barred")
"""Nothing leads out of these."""
STATES = (*OPEN, *OVER, "granted")
_DECIDED = ("refused", "granted", "declined", "barred")
# 提前终止公示: granted means that the record has ended because of this very case, whoever wrote the row.
_GRANTED_IS_ENDED = """
    IF EXISTS (
        SELECT 1 FROM written WHERE state = 'granted' AND NOT EXISTS (
            SELECT 1 FROM records_ending why
            WHERE why.record_id = written.record_id AND why.because = 'repaired' AND why."case" = written.id
        )
    ) THEN
        RAISE EXCEPTION 'goodstanding: a repair granted whose record has not ended by it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


# 提供虚假材料的，规定期限内不得申请: while a bar is in force no row comes in, whoever writes it.
_NOT_WHILE_BARRED = """
    IF EXISTS (
        SELECT 1 FROM repairs_bar WHERE organisation_id = NEW.organisation_id AND lifted_on IS NULL
            AND (coalesce(NEW.filed_at, now()) AT TIME ZONE 'Asia/Shanghai')::date BETWEEN since AND until
    ) THEN
        RAISE EXCEPTION 'goodstanding: a repair of a barred organisation' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def _granted_is_ended(name: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="written"),  # type: ignore[no-untyped-call]
        func=_GRANTED_IS_ENDED,
    )


class Repair(models.Model):
    """信用修复: one record, one application. 谁认定、谁修复: ``department`` is who found it, and who decides."""

    procedure: ClassVar[str] = "repair"

    # Identification
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.TextField(unique=True, help_text="XF2026-000123, as people quote it")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="repairs", db_constraint=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="repairs")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="repairs")
    regime = models.TextField(help_text="of catalogue/repair.toml")
    # As applied for
    channel = models.TextField(help_text="one of CHANNELS")
    consent = models.OneToOneField(Consent, null=True, on_delete=models.PROTECT, related_name="+", help_text="同意书, by the window only")
    commitment = models.TextField(help_text="version of the 信用承诺书 that was accepted")
    committed_at = models.DateTimeField(db_default=Now())
    statement = models.TextField(help_text="how the duties were performed, in the applicant's words, without a person's numbers")
    proof_held = models.BooleanField(default=False, db_default=False, help_text="the department holds the proof itself, and fetches it")
    filed_at = models.DateTimeField(db_default=Now())
    filed_by = models.TextField()
    filed_user = models.BigIntegerField(null=True)
    # Lifecycle: moved by ledger.moving.move alone
    state = models.TextField(db_default="filed", default="filed")
    due_on = models.DateField(null=True, help_text="of the clock that runs, or ran last; NULL: the year's working days are not known yet")
    accept_due_on = models.DateField(null=True, help_text="by when it had to be accepted or refused, once it was")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.TextField(blank=True, db_default="", default="")
    extended_at = models.DateTimeField(null=True)
    extended_because = models.TextField(blank=True, db_default="", default="")
    decided_at = models.DateTimeField(null=True, help_text="when it was over, however")
    decided_by = models.TextField(blank=True, db_default="", default="")
    decided_user = models.BigIntegerField(null=True)
    words = models.TextField(blank=True, db_default="", default="", help_text="why, and what to do, as the applicant reads it")

    class Meta:
        indexes = (
            models.Index(fields=["department", "due_on"], name="repair_waiting", condition=Q(state__in=OPEN)),
            models.Index(fields=["organisation", "-filed_at"], name="repair_of_organisation"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=STATES, channel__in=CHANNELS) & ~Q(statement="") & ~Q(commitment="") & ~Q(number=""),
                name="repair_is_whole",
            ),
            models.UniqueConstraint(fields=["record"], name="one_open_repair_per_record", condition=Q(state__in=OPEN)),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "granted", "declined")) | Q(accepted_at__isnull=False) & ~Q(accepted_by=""),
                name="repair_decided_after_it_was_accepted",
            ),
            models.CheckConstraint(condition=Q(state__in=OPEN) | Q(decided_at__isnull=False), name="repair_over_has_its_moment"),
            models.CheckConstraint(condition=~Q(state__in=_DECIDED) | ~Q(decided_by=""), name="repair_decided_by_somebody"),
            models.CheckConstraint(
                condition=~Q(state__in=("refused", "declined", "barred")) | ~Q(words=""), name="repair_refused_with_its_reasons"
            ),
            # Whoever applies does not decide, nor the clerk who wrote it down for a visitor.
            models.CheckConstraint(
                condition=~Q(state__in=_DECIDED) | Q(decided_user__isnull=True) | ~Q(decided_user=models.F("filed_user")),
                name="repair_not_decided_by_its_applicant",
            ),
            models.CheckConstraint(condition=Q(channel="web") | Q(consent__isnull=False), name="repair_at_the_window_has_its_slip"),
            models.CheckConstraint(condition=Q(extended_at__isnull=True) | ~Q(extended_because=""), name="repair_extended_with_a_reason"),
        )
        triggers = (
            kept_unless_purged("repairs_are_kept"),
            pgtrigger.ReadOnly(
                name="repairs_stay_as_filed",
                fields=[
                    "id",
                    "number",
                    "record",
                    "organisation",
                    "department",
                    "regime",
                    "channel",
                    "consent",
                    "commitment",
                    "committed_at",
                    "statement",
                    "proof_held",
                    "filed_at",
                    "filed_by",
                    "filed_user",
                ],
            ),
            pgtrigger.Protect(name="repairs_over_are_over", operation=pgtrigger.Update, condition=pgtrigger.Q(old__state__in=OVER)),
            pgtrigger.Protect(
                name="granted_is_granted",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="granted") & ~pgtrigger.Q(new__state__in=("granted", "barred")),
            ),
            # 延长一次
            pgtrigger.Protect(
                name="extended_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__extended_at__isnull=False) & pgtrigger.Q(new__extended_at__df=pgtrigger.F("old__extended_at")),
            ),
            pgtrigger.Trigger(name="not_while_barred", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_NOT_WHILE_BARRED),
            _granted_is_ended("granted_new", pgtrigger.Insert),
            _granted_is_ended("granted_changed", pgtrigger.Update),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in OPEN


class Evidence(models.Model):
    """A paper that shows that the duties were performed. Kept with the case; what becomes of its content is the paper's own story."""

    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="evidence")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        triggers = (locks.EVIDENCE_KEPT, pgtrigger.Protect(name="evidence_is_fixed", operation=pgtrigger.Update))

    def __str__(self) -> str:
        return str(self.paper)
