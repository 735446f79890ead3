"""The years the desk has set: which days are off and which weekends are worked, as the State Council's notice says."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class WorkdayYear(models.Model):
    """One year's calendar as it was set. A change is a new row; the newest counts, the earlier ones stay."""

    # What
    year = models.PositiveSmallIntegerField(help_text="calendar year")
    off = ArrayField(models.DateField(), help_text="holidays; weekend days within them are listed too")
    worked = ArrayField(models.DateField(), default=list, help_text="weekend days that are worked instead (调休)")
    # Provenance
    source = models.TextField(help_text="title and number of the notice of the State Council's General Office")
    because = models.TextField(blank=True, help_text="why a year that was known is changed")
    set_by = models.TextField(help_text="label of the standing")
    set_by_user = models.BigIntegerField(null=True)
    set_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["year", "-id"], name="workday_year_newest"),)
        constraints = (
            models.CheckConstraint(condition=Q(year__gte=2007, year__lte=2099), name="workday_year_is_a_year"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(off=[]), name="workday_year_names_its_notice"),
            models.CheckConstraint(condition=~Q(off__overlap=F("worked")), name="workday_year_off_or_worked"),
        )
        # Deadlines were computed with it: what the calendar said on a day can be asked years later.
        triggers = (
            pgtrigger.Protect(name="workday_years_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="workday_year_has_its_own_days",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=(
                    "IF EXISTS (SELECT FROM unnest(NEW.off || NEW.worked) AS day WHERE extract(year FROM day) <> NEW.year)"
                    " THEN RAISE EXCEPTION 'goodstanding: a day of another year'; END IF; RETURN NEW;"
                ),
            ),
        )

    def __str__(self) -> str:
        return str(self.year)

    def days(self) -> tuple[frozenset[date], frozenset[date]]:
        """Off and worked, as a calendar takes them."""
        return frozenset(self.off), frozenset(self.worked)
