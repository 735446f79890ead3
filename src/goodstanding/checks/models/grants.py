"""授权查询: a department holds a purpose from a day to a day. Without one in force nobody is answered."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now
from django.utils import timezone

from goodstanding.departments.models import DateRange, Department


class Grants(models.QuerySet["Grant"]):
    """Questions about grants."""

    def in_force(self, on: date | None = None) -> Grants:
        """That day (today); both days count."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class Grant(models.Model):
    """``purpose`` is a code of ``catalogue/purposes.toml``; what an answer may hold is said there, never here."""

    purpose = models.TextField()
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="grants")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, help_text="last day")
    # By whom
    by = models.TextField()
    by_user = models.BigIntegerField(null=True)
    because = models.TextField(help_text="why the department needs it: the matter it examines")
    at = models.DateTimeField(db_default=Now())
    ended_by = models.TextField(blank=True, db_default="", default="")
    ended_because = models.TextField(blank=True, db_default="", default="")

    objects = Grants.as_manager()

    class Meta:
        ordering = ("department_id", "purpose", "starts_on")
        constraints = (
            models.CheckConstraint(condition=~Q(purpose="") & ~Q(by="") & ~Q(because=""), name="grant_is_whole"),
            # Ended by somebody it is over at once: its last day was the day before, even where it had begun only then.
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | ~Q(ended_by="") | Q(ends_on__gte=F("starts_on")), name="grant_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_by="") | ~Q(ended_because="") & Q(ends_on__isnull=False), name="grant_ended_with_a_reason"
            ),
            ExclusionConstraint(
                name="one_grant_at_a_time",
                expressions=[
                    ("department", RangeOperators.EQUAL),
                    ("purpose", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_by=""),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="grants_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="grants_are_fixed", exclude=["ends_on", "ended_by", "ended_because"]),
            pgtrigger.Protect(name="ended_grants_stay_ended", operation=pgtrigger.Update, condition=~pgtrigger.Q(old__ended_by="")),
        )

    def __str__(self) -> str:
        return f"{self.department_id} {self.purpose}"
