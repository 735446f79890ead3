"""What people said about who is who: a name as handed in against an organisation, and two organisations against each other."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from goodstanding.organisations.models.bodies import Organisation
from goodstanding.organisations.models.waiting import PendingRow

VERDICTS = ("same", "different", "unsure", "withdrawn")
"""``withdrawn`` takes an earlier verdict back; the latest one counts."""


class Judgement(models.Model):
    """Is what was handed in under this name and code this organisation? Remembered for every row that says the same."""

    # What was compared
    normal_name = models.TextField(help_text="rules.names.normal of the name handed in")
    code = models.TextField(blank=True, db_default="", default="", help_text="the code handed in beside it, '' none")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="judgements")
    # What was said
    verdict = models.TextField(help_text="one of VERDICTS")
    because = models.TextField(help_text="the reason, in the author's words")
    likeness = models.JSONField(default=dict, help_text="score and reasons as they stood before the author's eyes")
    pending = models.ForeignKey(
        PendingRow, null=True, on_delete=models.PROTECT, related_name="judgements", help_text="the row it was said of"
    )
    # By whom
    by = models.TextField(help_text="label of the standing")
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="judgement_has_a_known_verdict"),
            models.CheckConstraint(condition=~Q(because="") & ~Q(by="") & ~Q(normal_name=""), name="judgement_is_whole"),
        )
        indexes = (
            models.Index(fields=["normal_name", "code", "organisation", "-id"], name="judgement_remembered"),
            models.Index(fields=["organisation"], name="judgement_against", condition=Q(verdict="different")),
        )
        triggers = (pgtrigger.Protect(name="judgements_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.normal_name} {self.verdict} {self.organisation_id}"


class Merge(models.Model):
    """Two entries of the register that are one body. Nothing is moved: the one points to the other while the merge stands.

    Two people: one proposes, another confirms.
    """

    procedure: ClassVar[str] = "merge"

    # What
    absorbed = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="merges_away", help_text="shown as the other from now on"
    )
    into = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merges_in")
    because = models.TextField(help_text="the evidence, in the proposer's words")
    likeness = models.JSONField(default=dict)
    # Lifecycle: moved by ledger.moving.move alone
    state = models.TextField(db_default="proposed", default="proposed")
    proposed_by = models.TextField()
    proposed_user = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(db_default=Now())
    confirmed_by = models.TextField(blank=True, db_default="", default="")
    confirmed_user = models.BigIntegerField(null=True)
    merged_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_because = models.TextField(blank=True, db_default="", default="")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(absorbed=F("into")), name="merge_of_two"),
            models.CheckConstraint(condition=~Q(because=""), name="merge_has_evidence"),
            models.CheckConstraint(
                condition=Q(merged_at__isnull=True) | (~Q(confirmed_by="") & ~Q(confirmed_user=F("proposed_user"))),
                name="merge_takes_two_people",
            ),
            models.CheckConstraint(condition=Q(undone_at__isnull=True) | ~Q(undone_because=""), name="merge_undone_with_a_reason"),
            models.UniqueConstraint(fields=["absorbed"], name="one_live_merge_per_body", condition=Q(state__in=("proposed", "merged"))),
        )
        triggers = (pgtrigger.Protect(name="merges_are_kept", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.absorbed_id} -> {self.into_id}"
