"""采用措施: a department takes a measure of the catalogue into its own work: proposed by one, adopted by its head, in public."""

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
from goodstanding.measures import locks
from goodstanding.measures.models.kinds import Kind

STATES = ("proposed", "adopted", "declined", "ended")
ENDINGS = ("department", "basis", "renewed")
"""The department ends it; its basis was repealed; adopted anew after the review. A review day that has passed is a date."""
_AS_PROPOSED = [
    "id",
    "number",
    "kind",
    "department",
    "acts",
    "matters",
    "review_on",
    "because",
    "figures",
    "proposed_by",
    "proposed_user",
    "proposed_at",
]
_AS_DECIDED = ["decision_no", "adopted_on", "reasons", "basis", "decided_by", "decided_user"]


class Adoptions(models.QuerySet["Adoption"]):
    """Questions about adoptions."""

    def in_force(self, on: date | None = None) -> Adoptions:
        """Adopted, its review day not passed, its measure in use, neither its law nor itself halted that day: it may be applied."""
        day = on or timezone.localdate()
        kind = Sentence(locks.KIND_IN_FORCE, "kind_id", "basis", day=day)
        return self.filter(kind, state="adopted", adopted_on__lte=day, review_on__gte=day)


class Adoption(models.Model):
    """One measure in one department. Public: anybody may see who has taken up what, since when, by which rule."""

    procedure: ClassVar[str] = "measure"

    # What
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.TextField(unique=True, help_text="CS2026-000123, as people quote it")
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="adoptions")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="adoptions", help_text="实施单位")
    acts = models.TextField(help_text="who acts in the department: the office that applies it")
    matters = models.TextField(help_text="on what: the matters it is applied in")
    review_on = models.DateField(help_text="last day before it must be looked at again; after it nothing new is applied")
    because = models.TextField(help_text="why the department needs it")
    figures = models.JSONField(default=dict, help_text="what the try-out said when it was proposed")
    proposed_by = models.TextField()
    proposed_user = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(db_default=Now())
    # Decided, by a second person
    decision_no = models.TextField(blank=True, db_default="", default="")
    adopted_on = models.DateField(null=True)
    reasons = models.TextField(blank=True, db_default="", default="")
    basis = models.TextField(blank=True, db_default="", default="", help_text="in force on the day of the adoption")
    decided_by = models.TextField(blank=True, db_default="", default="")
    decided_user = models.BigIntegerField(null=True)
    # Lifecycle: moved by ledger.moving.move alone
    state = models.TextField(db_default="proposed", default="proposed")
    ended_on = models.DateField(null=True)
    ended_because = models.TextField(blank=True, db_default="", default="", help_text="one of ENDINGS, '' for what was declined")
    ended_words = models.TextField(blank=True, db_default="", default="", help_text="the reason, as published")

    everything = Adoptions.as_manager()

    class Meta:
        default_manager_name = "everything"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=STATES) & ~Q(number="") & ~Q(acts="") & ~Q(matters="") & ~Q(because="") & ~Q(proposed_by=""),
                name="adoption_is_whole",
            ),
            models.CheckConstraint(condition=~Q(state="adopted") | Q(adopted_on__isnull=False), name="adoption_in_force_was_decided"),
            models.CheckConstraint(
                condition=Q(adopted_on__isnull=True)
                | Q(review_on__gt=F("adopted_on")) & ~Q(decision_no="") & ~Q(reasons="") & ~Q(basis="") & ~Q(decided_by=""),
                name="adoption_decided_in_full",
            ),
            # 两人: whoever proposes it does not adopt it.
            models.CheckConstraint(
                condition=Q(decided_user__isnull=True) | Q(proposed_user__isnull=True) | ~Q(decided_user=F("proposed_user")),
                name="adoption_takes_two",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("ended", "declined")) | Q(ended_on__isnull=False) & ~Q(ended_words=""),
                name="adoption_over_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(state="ended") | Q(ended_because__in=ENDINGS), name="adoption_ended_because"),
            models.UniqueConstraint(fields=["kind", "department"], name="one_adoption_proposed", condition=Q(state="proposed")),
            models.UniqueConstraint(fields=["kind", "department"], name="one_adoption_at_a_time", condition=Q(state="adopted")),
        )
        triggers = (
            pgtrigger.Protect(name="adoptions_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="adoptions_stay_as_proposed", fields=_AS_PROPOSED),
            pgtrigger.Protect(
                name="adoptions_over_are_over", operation=pgtrigger.Update, condition=pgtrigger.Q(old__state__in=("declined", "ended"))
            ),
            locks.decided_stays("adoptions_decided_stay", "adopted_on", _AS_DECIDED),
            locks.ADOPTED,
        )

    def __str__(self) -> str:
        return self.number
