"""Powers to act for an organisation, and consents given at the window."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from goodstanding.departments.models import DateRange, User
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper

STATES = ("asked", "granted", "refused", "withdrawn", "ended")
DECIDED = ("granted", "refused", "ended")


class Powers(models.QuerySet["Power"]):
    """Questions about powers."""

    def in_force(self, on: date | None = None) -> Powers:
        """Granted, not ended, and inside its days: :meth:`Power.is_in_force` makes the same comparison."""
        day = on or timezone.localdate()
        return self.filter(state="granted", starts_on__lte=day, ends_on__gte=day)


class Power(models.Model):
    """Somebody may act for an organisation from a day to a day (both included). It is over by date: nothing has to run for that."""

    procedure: ClassVar[str] = "power"

    # Who for whom
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="powers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="powers")
    # As asked
    letter = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+", help_text="授权委托书; destroyed after the decision")
    words = models.TextField(blank=True, help_text="what for, in the asker's words, without a person's numbers")
    wanted_from = models.DateField()
    wanted_until = models.DateField()
    asked_at = models.DateTimeField(db_default=Now())
    due_on = models.DateField(null=True, help_text="the centre decides by then; NULL: the year's working days are not known yet")
    # Lifecycle: moved by ledger.moving.move alone
    state = models.TextField(db_default="asked", default="asked")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True, help_text="last day")
    decided_by = models.TextField(blank=True, db_default="", default="")
    decided_user = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    refused_because = models.TextField(blank=True, db_default="", default="")
    ended_on = models.DateField(null=True, help_text="ended before its last day, at once")
    ended_by = models.TextField(blank=True, db_default="", default="")
    ended_because = models.TextField(blank=True, db_default="", default="")

    objects = Powers.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=STATES), name="power_of_a_known_state"),
            models.CheckConstraint(condition=Q(wanted_until__gte=F("wanted_from")), name="power_wanted_for_some_days"),
            models.CheckConstraint(
                condition=~Q(state__in=("granted", "ended"))
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
                name="power_granted_from_a_day_to_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED) | Q(decided_at__isnull=False) & ~Q(decided_by=""), name="power_decided_by_somebody"
            ),
            # Whoever asks does not decide.
            models.CheckConstraint(
                condition=Q(decided_user__isnull=True) | ~Q(decided_user=F("user_id")), name="power_not_granted_to_oneself"
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(refused_because=""), name="power_refused_with_a_reason"),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_on__isnull=False) & ~Q(ended_because="") & ~Q(ended_by=""),
                name="power_ended_with_a_reason",
            ),
            models.UniqueConstraint(fields=["user", "organisation"], name="power_asked_once", condition=Q(state="asked")),
            # The next one may be asked for while this one still runs, for the days after it.
            ExclusionConstraint(
                name="one_power_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (
                        DateRange(Coalesce("starts_on", "wanted_from"), Coalesce("ends_on", "wanted_until"), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=("asked", "granted")),
            ),
        )
        indexes = (models.Index(fields=["due_on", "asked_at"], name="power_waiting", condition=Q(state="asked")),)
        triggers = (
            pgtrigger.Protect(name="powers_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="powers_stay_as_asked", fields=["user", "organisation", "letter", "words", "wanted_from", "wanted_until"]
            ),
            pgtrigger.Protect(
                name="powers_once_over_are_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=("refused", "withdrawn", "ended")),
            ),
            # A power that was granted is never made longer: whoever wants more days asks again, with a letter.
            pgtrigger.Protect(
                name="granted_days_are_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="granted")
                & (
                    pgtrigger.Q(new__starts_on__df=pgtrigger.F("old__starts_on"))
                    | pgtrigger.Q(new__ends_on__df=pgtrigger.F("old__ends_on"))
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.organisation}"

    def is_in_force(self, on: date | None = None) -> bool:
        """The comparison of :meth:`Powers.in_force`."""
        day = on or timezone.localdate()
        return self.state == "granted" and self.starts_on is not None and self.ends_on is not None and self.starts_on <= day <= self.ends_on

    @property
    def last_day(self) -> date | None:
        """The last day it counted, or will count."""
        return self.ended_on or self.ends_on


class Consent(models.Model):
    """同意书: a visitor at the window asked the clerk, with seal and signature, to act for an organisation in one matter."""

    # What
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consents")
    purpose = models.TextField(help_text="what the clerk was asked to do: objection, repair …; it serves nothing else")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+", help_text="the signed slip, scanned")
    # By whom
    by = models.TextField(help_text="label of the clerk's standing")
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(purpose="") & ~Q(by=""), name="consent_is_whole"),)
        triggers = (pgtrigger.Protect(name="consents_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.purpose}"
