"""采取措施: one adopted measure, one organisation, resting on one list entry or on records; decided by a person, with an end."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.laws.sentences import Sentence
from goodstanding.lists.models import Listing
from goodstanding.measures import locks
from goodstanding.measures.models.adoption import Adoption
from goodstanding.measures.models.kinds import SIDES, WEIGHTS, Kind
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper
from goodstanding.records.models import Record
from goodstanding.representing.models import Consent

OPEN = ("proposed", "notified", "answered")
STATES = (*OPEN, "applied", "dropped", "ended")
ENDINGS = ("entry", "record", "basis", "measure", "department")
"""The entry it rests on has ended, or the records; its law or the measure itself was repealed; the department no longer applies it,
or ends this case by hand. A term that is over is a date."""
SERVED_HOW = ("direct", "mail", "electronic", "announcement")
"""直接送达, 邮寄送达, 电子送达, 公告送达."""
_AS_PROPOSED = [
    "id",
    "number",
    "adoption",
    "kind",
    "side",
    "organisation",
    "department",
    "listing",
    "grounds",
    "related",
    "proposed_by",
    "proposed_user",
    "proposed_at",
]
_AS_DECIDED = [
    "decision_no", "decided_on", "starts_on", "ends_on", "weight", "proportion", "minor", "minor_words", "weighed", "reasons", "basis",
    "decided_by", "decided_user",
]  # fmt: skip


class Applications(models.QuerySet["Application"]):
    """Questions about applications."""

    def alive(self) -> Applications:
        """Open, or applied and not over by its own day: what can still end."""
        return self.filter(Q(state__in=OPEN) | Q(state="applied", ends_on__gte=timezone.localdate()))

    def in_force(self, on: date | None = None) -> Applications:
        """Decided, begun and not over; its basis in force; what it rests on stands that day. :mod:`standing` says why not in words."""
        day = on or timezone.localdate()
        kind = Sentence(locks.KIND_IN_FORCE, "kind_id", "basis", day=day)
        stands = Sentence(locks.RESTS_ON_WHAT_STANDS, "listing_id", "kind_id", "id", day=day)
        return self.filter(kind, stands, state="applied", starts_on__lte=day, ends_on__gte=day)


class Application(models.Model):
    """One case and, once decided, one measure in force. A person of the department begins it, another decides it."""

    procedure: ClassVar[str] = "application"

    # What
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.TextField(unique=True, help_text="SS2026-000123, as people quote it")
    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="applications")
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="applications", help_text="the adoption's; kept equal by a lock")
    side = models.TextField(help_text="the kind's; kept equal by a lock")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="measures")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="applications", help_text="实施单位")
    listing = models.ForeignKey(
        Listing, null=True, on_delete=models.PROTECT, related_name="applications", help_text="NULL: it rests on records"
    )
    grounds = models.TextField(help_text="事由, as told to the organisation, without a person's numbers")
    related = models.TextField(help_text="关联性: how the measure belongs to the conduct")
    proposed_by = models.TextField()
    proposed_user = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(db_default=Now())
    # Told: 书面告知 before any restriction
    notified_on = models.DateField(null=True)
    notified_how = models.TextField(blank=True, db_default="", default="", help_text="one of SERVED_HOW")
    notified_paper = models.OneToOneField(Paper, null=True, on_delete=models.PROTECT, related_name="+", help_text="送达回证")
    answer_until = models.DateField(null=True, help_text="last day to answer; NULL: the year's working days are not known yet")
    # Heard
    answer = models.TextField(blank=True, db_default="", default="", help_text="陈述、申辩, in the organisation's own words")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.TextField(blank=True, db_default="", default="")
    consent = models.OneToOneField(Consent, null=True, on_delete=models.PROTECT, related_name="+", help_text="同意书, by the window only")
    # Decided, by a second person
    decision_no = models.TextField(blank=True, db_default="", default="")
    decided_on = models.DateField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True, help_text="last day")
    weight = models.TextField(blank=True, db_default="", default="", help_text="how heavily: one of WEIGHTS, not above the catalogue's")
    proportion = models.TextField(blank=True, db_default="", default="", help_text="过惩相当: why this weight")
    minor = models.BooleanField(null=True, help_text="the decider's answer: slight and put right in time? Then nothing is applied")
    minor_words = models.TextField(blank=True, db_default="", default="", help_text="why he says so")
    weighed = models.TextField(blank=True, db_default="", default="", help_text="复核意见: what became of what was said")
    reasons = models.TextField(blank=True, db_default="", default="")
    basis = models.TextField(blank=True, db_default="", default="", help_text="in force on the day of the decision")
    decided_by = models.TextField(blank=True, db_default="", default="")
    decided_user = models.BigIntegerField(null=True)
    # Lifecycle: moved by ledger.moving.move alone
    state = models.TextField(db_default="proposed", default="proposed")
    ended_on = models.DateField(null=True)
    ended_because = models.TextField(blank=True, db_default="", default="", help_text="one of ENDINGS, '' for what was dropped")
    ended_words = models.TextField(blank=True, db_default="", default="", help_text="the reason, as told")

    everything = Applications.as_manager()

    class Meta:
        default_manager_name = "everything"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=STATES, side__in=SIDES) & ~Q(number="") & ~Q(grounds="") & ~Q(related="") & ~Q(proposed_by=""),
                name="application_is_whole",
            ),
            models.CheckConstraint(condition=~Q(state="applied") | Q(decided_on__isnull=False), name="application_in_force_was_decided"),
            # 一事一决定, with reasons, basis and an end: nothing is applied by itself and nothing for ever.
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, starts_on__gte=F("decided_on"), ends_on__gte=F("starts_on"))
                & Q(weight__in=WEIGHTS)
                & ~Q(decision_no="")
                & ~Q(reasons="")
                & ~Q(basis="")
                & ~Q(decided_by="")
                & ~Q(proportion=""),
                name="application_decided_in_full",
            ),
            # 深圳经济特区社会信用条例 art. 69: 实施惩戒措施前应当书面告知 … ; nothing is decided before the time to answer is over.
            models.CheckConstraint(
                condition=Q(side="incentive")
                | Q(decided_on__isnull=True)
                | Q(notified_on__isnull=False, notified_on__lte=F("decided_on"))
                & (Q(answered_at__isnull=False) & ~Q(weighed="") | Q(answer_until__isnull=False, answer_until__lt=F("decided_on"))),
                name="restriction_was_told_and_heard",
            ),
            # 情节轻微且及时纠正的，不予惩戒: somebody has asked himself.
            models.CheckConstraint(
                condition=Q(side="incentive") | Q(decided_on__isnull=True) | Q(minor__isnull=False, minor=False) & ~Q(minor_words=""),
                name="no_restriction_of_the_minor_and_corrected",
            ),
            models.CheckConstraint(
                condition=Q(decided_user__isnull=True) | Q(proposed_user__isnull=True) | ~Q(decided_user=F("proposed_user")),
                name="application_takes_two",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("ended", "dropped")) | Q(ended_on__isnull=False) & ~Q(ended_words=""),
                name="application_over_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(state="ended") | Q(ended_because__in=ENDINGS), name="application_ended_because"),
            models.UniqueConstraint(fields=["organisation", "adoption"], name="one_open_application", condition=Q(state__in=OPEN)),
        )
        indexes = (
            models.Index(fields=["organisation", "state"], name="application_of_organisation"),
            models.Index(fields=["adoption", "state"], name="application_of_adoption"),
            models.Index(fields=["department", "answer_until"], name="application_waiting", condition=Q(state__in=OPEN)),
            models.Index(fields=["kind", "ends_on"], name="application_in_force", condition=Q(state="applied")),
        )
        triggers = (
            pgtrigger.Protect(name="applications_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="applications_stay_as_proposed", fields=_AS_PROPOSED),
            pgtrigger.Protect(
                name="applications_over_are_over", operation=pgtrigger.Update, condition=pgtrigger.Q(old__state__in=("dropped", "ended"))
            ),
            locks.decided_stays("applications_decided_stay", "decided_on", _AS_DECIDED),
            locks.LAWFUL,
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in OPEN

    def may_be_decided(self, on: date | None = None) -> bool:
        """It was answered, or the time to answer is over; an incentive needs neither."""
        day = on or timezone.localdate()
        over = self.answer_until is not None and self.answer_until < day
        return self.state == "answered" or (self.state == "notified" and over) or (self.state == "proposed" and self.side == "incentive")


class Ground(models.Model):
    """A record the application rests on. Never a count: each is named, and without the last one the measure ends."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="rests")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="grounds", db_constraint=False)
    gone_on = models.DateField(null=True, help_text="the record has ended or was another's: this no longer carries the measure")
    gone_because = models.TextField(blank=True, db_default="", default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["application", "record"], name="ground_of_an_application_once"),
            models.CheckConstraint(condition=Q(gone_on__isnull=True) | ~Q(gone_because=""), name="ground_gone_with_a_reason"),
        )
        triggers = (
            pgtrigger.Protect(name="grounds_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="grounds_are_fixed", exclude=["gone_on", "gone_because"]),
            pgtrigger.Protect(name="grounds_gone_stay_gone", operation=pgtrigger.Update, condition=pgtrigger.Q(old__gone_on__isnull=False)),
            locks.GROUND,
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.record_id}"
