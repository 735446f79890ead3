"""名单列入: one organisation on one list, from the proposal to the end. What is in force, public or over is asked of the dates."""

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
from goodstanding.lists import locks
from goodstanding.lists.models.kinds import COLOURS, Kind
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper

OPEN = ("proposed", "served", "answered", "heard", "weighed", "publicised")
IN_FORCE = ("decided", "published", "withheld")
"""Decided and not ended: by dates and basis it may be in force."""
BLACK_OPEN = ("served", "answered", "heard", "weighed")
STATES = (*OPEN, *IN_FORCE, "reminded", "dropped", "ended")
ENDINGS = ("repaired", "objection", "annulled", "standard", "basis", "conflict", "abuse", "wrong")
"""信用修复, 异议成立, 依据的文书被撤销, 认定标准调整, 依据废止, 红名单主体另被列入其他名单, 滥用优惠, 列入错误; 期满 is a date."""
SERVED_HOW = ("direct", "mail", "electronic", "announcement")
"""直接送达, 邮寄送达, 电子送达, 公告送达."""
_AS_PROPOSED = [
    "id",
    "number",
    "kind",
    "colour",
    "organisation",
    "department",
    "criterion",
    "facts",
    "load",
    "proposed_by",
    "proposed_user",
    "proposed_at",
]
_AS_DECIDED = ("decision_no", "decided_on", "reasons", "basis", "ends_on", "decided_by", "decided_user")
_DECIDED = Q(decided_on__isnull=False)


class Load(models.Model):
    """A list that a body above has decided, handed in as a file. The rows that could not be taken are answered, not kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.TextField(unique=True, help_text="MP2026-000123")
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="loads")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="loads")
    organ = models.TextField(help_text="whose decision it is")
    decision_no = models.TextField()
    decided_on = models.DateField()
    ends_on = models.DateField()
    file_name = models.TextField()
    sha256 = models.TextField()
    rows = models.IntegerField()
    taken = models.IntegerField(default=0, db_default=0)
    by = models.TextField()
    by_user = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(rows__gte=0, taken__gte=0, taken__lte=F("rows"), ends_on__gt=F("decided_on"))
                & ~Q(organ="")
                & ~Q(decision_no="")
                & ~Q(sha256=""),
                name="load_is_whole",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="loads_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="loads_are_fixed", exclude=["taken"]),
        )

    def __str__(self) -> str:
        return self.number


class Listings(models.QuerySet["Listing"]):
    """Questions about entries."""

    def in_force(self, on: date | None = None) -> Listings:
        """Decided, within its term, not ended, and its list's basis in force that day; a reminder of key scrutiny is none."""
        day = on or timezone.localdate()
        return self.filter(state__in=IN_FORCE, ends_on__gte=day, decided_on__lte=day).basis_in_force(day)

    def shown(self, on: date | None = None) -> Listings:
        """What anybody may see that day: in force, published by a decision of its own, and not kept back by a silent department."""
        day = on or timezone.localdate()
        return self.filter(Sentence(locks.NOT_SILENT, "id", day=day), state="published").in_force(day)

    def watched(self, on: date | None = None) -> Listings:
        """Key scrutiny, for the department's own eyes."""
        day = on or timezone.localdate()
        return self.filter(state="reminded", ends_on__gte=day).basis_in_force(day)

    def basis_in_force(self, day: date) -> Listings:
        """Of lists in use, under conditions that stand: both their bases are in force that day."""
        return self.filter(Sentence(locks.BASIS_IN_FORCE, "kind_id", "criterion", day=day))


class PublicListings(models.Manager.from_queryset(Listings)):  # type: ignore[misc]
    """Only what anybody may see today. Every public page, feed and answer starts here."""

    def get_queryset(self) -> Listings:
        """Shown today."""
        found: Listings = super().get_queryset()
        return found.shown()


class Listing(models.Model):
    """One case and, once decided, one entry."""

    procedure: ClassVar[str] = "listing"

    # What
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.TextField(unique=True, help_text="MD2026-000123, as people quote it")
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="listings")
    colour = models.TextField(help_text="the kind's; kept equal by a lock")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="listings")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="listings", help_text="认定单位")
    criterion = models.TextField(help_text="which condition of the list it fulfils: a code of the catalogue")
    facts = models.TextField(help_text="主要事实, without a person's numbers; published with the entry")
    load = models.ForeignKey(Load, null=True, on_delete=models.PROTECT, related_name="listings")
    proposed_by = models.TextField()
    proposed_user = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(db_default=Now())
    # Told: black and serious lists are served a notice, red candidates are publicised
    served_on = models.DateField(null=True)
    served_how = models.TextField(blank=True, db_default="", default="", help_text="one of SERVED_HOW")
    served_paper = models.OneToOneField(Paper, null=True, on_delete=models.PROTECT, related_name="+", help_text="送达回证")
    publicised_on = models.DateField(null=True)
    answer_until = models.DateField(null=True, help_text="last day to answer or object; NULL: the year's working days are not known yet")
    # Heard
    answer = models.TextField(blank=True, db_default="", default="", help_text="陈述、申辩, in the organisation's own words")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.TextField(blank=True, db_default="", default="")
    hearing_asked = models.BooleanField(default=False, db_default=False)
    heard_on = models.DateField(null=True)
    heard_paper = models.OneToOneField(Paper, null=True, on_delete=models.PROTECT, related_name="+", help_text="听证笔录")
    weighed = models.TextField(blank=True, db_default="", default="", help_text="复核意见: what became of each thing that was said")
    weighed_by = models.TextField(blank=True, db_default="", default="")
    # Decided, by a second person
    decision_no = models.TextField(blank=True, db_default="", default="")
    decided_on = models.DateField(null=True)
    reasons = models.TextField(blank=True, db_default="", default="")
    basis = models.TextField(blank=True, db_default="", default="", help_text="in force on the day of the decision")
    ends_on = models.DateField(null=True, help_text="last day of its term")
    decided_by = models.TextField(blank=True, db_default="", default="")
    decided_user = models.BigIntegerField(null=True)
    # Published, by a decision of its own
    published_at = models.DateTimeField(null=True)
    publication = models.TextField(blank=True, db_default="", default="", help_text="why it is published, or kept back")
    published_by = models.TextField(blank=True, db_default="", default="")
    # Lifecycle: moved by ledger.moving.move alone
    state = models.TextField(db_default="proposed", default="proposed")
    ended_on = models.DateField(null=True)
    ended_because = models.TextField(blank=True, db_default="", default="", help_text="one of ENDINGS, '' for what was dropped")
    ended_words = models.TextField(blank=True, db_default="", default="", help_text="the reason, as published")

    everything = Listings.as_manager()
    public = PublicListings()

    class Meta:
        default_manager_name = "everything"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=STATES, colour__in=COLOURS) & ~Q(number="") & ~Q(facts="") & ~Q(criterion="") & ~Q(proposed_by=""),
                name="listing_is_whole",
            ),
            # 决定应当列明事由、依据、救济; and an end, always.
            models.CheckConstraint(condition=~Q(state__in=(*IN_FORCE, "reminded")) | _DECIDED, name="listing_in_force_was_decided"),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True)
                | Q(ends_on__isnull=False, ends_on__gt=F("decided_on"))
                & ~Q(decision_no="")
                & ~Q(reasons="")
                & ~Q(basis="")
                & ~Q(decided_by=""),
                name="listing_decided_in_full",
            ),
            # 国办发〔2020〕49号 item 8: 认定前应当告知 … 事由、依据和当事人享有的权利; nothing before the time to answer is over.
            models.CheckConstraint(
                condition=~Q(colour="black") | Q(decided_on__isnull=True) | Q(served_on__isnull=False, served_on__lte=F("decided_on")),
                name="black_listing_was_served",
            ),
            models.CheckConstraint(
                condition=~Q(colour="black")
                | Q(decided_on__isnull=True)
                | Q(load__isnull=False)
                # Heard in writing or in person, and what was said has been weighed.
                | (Q(answered_at__isnull=False) | Q(heard_on__isnull=False)) & ~Q(weighed="")
                | Q(answer_until__isnull=False, answer_until__lt=F("decided_on")),
                name="black_listing_was_heard",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(hearing_asked=False) | Q(heard_on__isnull=False),
                name="a_hearing_asked_for_was_held",
            ),
            models.CheckConstraint(
                condition=~Q(colour="red")
                | Q(decided_on__isnull=True)
                | Q(load__isnull=False)
                | Q(publicised_on__isnull=False, answer_until__isnull=False, answer_until__lt=F("decided_on")),
                name="red_listing_was_publicised",
            ),
            # 两人: whoever proposes does not decide. What a body above has decided is published by another than handed it in.
            models.CheckConstraint(
                condition=Q(load__isnull=False) | Q(decided_user__isnull=True) | ~Q(decided_user=F("proposed_user")),
                name="listing_takes_two",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "withheld")) | ~Q(publication="") & ~Q(published_by=""),
                name="listing_published_with_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False) & ~Q(colour="scrutiny"), name="scrutiny_is_never_published"
            ),
            models.CheckConstraint(condition=~Q(state="reminded") | Q(colour="scrutiny"), name="only_scrutiny_reminds"),
            models.CheckConstraint(
                condition=~Q(state__in=("ended", "dropped")) | Q(ended_on__isnull=False) & ~Q(ended_words=""),
                name="listing_over_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(state="ended") | Q(ended_because__in=ENDINGS), name="listing_ended_because"),
            models.UniqueConstraint(fields=["organisation", "kind", "criterion"], name="one_open_listing", condition=Q(state__in=OPEN)),
        )
        indexes = (
            models.Index(fields=["organisation", "state"], name="listing_of_organisation"),
            models.Index(fields=["kind", "-decided_on", "id"], name="listing_newest", condition=Q(state="published")),
            models.Index(fields=["department", "answer_until"], name="listing_waiting", condition=Q(state__in=OPEN)),
        )
        triggers = (
            pgtrigger.Protect(name="listings_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="listings_stay_as_proposed", fields=_AS_PROPOSED),
            pgtrigger.Protect(
                name="listings_over_are_over", operation=pgtrigger.Update, condition=pgtrigger.Q(old__state__in=("dropped", "ended"))
            ),
            locks.decided_stays("listings_decided_stay", _AS_DECIDED),
            locks.LAWFUL,
        )

    def __str__(self) -> str:
        return self.number

    def in_force(self, on: date | None = None) -> bool:
        """By its own dates that day; :meth:`Listings.in_force` asks after the basis too."""
        day = on or timezone.localdate()
        return (
            self.state in IN_FORCE and self.decided_on is not None and self.ends_on is not None and self.decided_on <= day <= self.ends_on
        )

    def may_be_decided(self, on: date | None = None) -> bool:
        """The time to answer is over, or the answer has been weighed (and the hearing asked for was held).

        A hearing held without an answer does not shorten the time that the notice has given.
        """
        day = on or timezone.localdate()
        over = self.answer_until is not None and self.answer_until < day
        if self.hearing_asked and self.heard_on is None:
            return False
        if self.state == "weighed":
            return over or self.answered_at is not None
        return self.state in ("served", "publicised") and over
