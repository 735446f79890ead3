"""名单目录: what lists there are, as the catalogue says, and which department is competent for which."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from goodstanding.departments.models import Department

COLOURS = ("red", "black", "scrutiny")
SCOPES = ("national", "local")


class Kind(models.Model):
    """A list of ``catalogue/lists.toml``, for the database's own locks. Its words are read from the catalogue."""

    code = models.TextField(primary_key=True)
    colour = models.TextField(help_text="one of COLOURS")
    basis = models.TextField(help_text="law:article, of the catalogue")
    scope = models.TextField(help_text="national, or of one locality only")
    hearing = models.BooleanField(help_text="the organisation may ask for one")
    public = models.BooleanField()
    months = models.IntegerField(help_text="an entry's longest term")
    since = models.DateField()
    until = models.DateField(null=True, help_text="last day; NULL while it is in use")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(colour__in=COLOURS, scope__in=SCOPES, months__gte=1) & ~Q(code="") & ~Q(basis=""), name="list_kind_is_whole"
            ),
            # 重点关注名单 is the office's own reminder (facts §4.2): nobody else ever sees it.
            models.CheckConstraint(condition=~Q(colour="scrutiny") | Q(public=False), name="scrutiny_is_internal"),
        )

    def __str__(self) -> str:
        return self.code


class Criterion(models.Model):
    """One condition of a list and the article it stands on: where that falls, what was listed under it does."""

    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="criteria")
    code = models.TextField()
    basis = models.TextField(help_text="law:article, of the catalogue")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "code"], name="one_criterion_of_a_code"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(basis=""), name="criterion_is_whole"),
        )

    def __str__(self) -> str:
        return f"{self.kind_id} {self.code}"


class Competence(models.Model):
    """认定单位: a department may list under this kind, between two days."""

    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="competences")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="competences")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, help_text="last day")
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("kind_id", "department_id")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="competence_ends_after"),
            models.UniqueConstraint(fields=["kind", "department"], name="one_competence_at_a_time", condition=Q(ends_on__isnull=True)),
        )
        triggers = (
            pgtrigger.Protect(name="competences_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="competences_are_fixed", exclude=["ends_on"]),
        )

    def __str__(self) -> str:
        return f"{self.kind_id} {self.department_id}"

    def in_force(self, on: date | None = None) -> bool:
        """That day (today)."""
        day = on or timezone.localdate()
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)
