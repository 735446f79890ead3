"""措施目录: what may follow from a list or a record, as the catalogue says, for the database's own locks."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

SIDES = ("restriction", "incentive")
WEIGHTS = ("light", "medium", "severe")
"""轻、中、重, in their order: 过惩相当."""
SCOPES = ("national", "local")


class Kind(models.Model):
    """A measure of ``catalogue/measures.toml``. Its words are read from the catalogue."""

    code = models.TextField(primary_key=True)
    side = models.TextField(help_text="one of SIDES")
    type = models.TextField(help_text="of the closed list of types: none is aimed at a person")
    basis = models.TextField(help_text="law:article, of the catalogue")
    scope = models.TextField(help_text="national, or of one locality only")
    weight = models.TextField(help_text="the heaviest it may be applied: one of WEIGHTS")
    months = models.IntegerField(null=True, help_text="longest; NULL: as long as the entry it rests on")
    review_months = models.IntegerField(null=True, help_text="an adoption is looked at again after so many")
    final = models.BooleanField(help_text="of records, only those count that nobody can contest any more")
    final_days = models.IntegerField(help_text="days to seek review, which a record must have behind it where `final`")
    lists = ArrayField(models.TextField(), default=list, help_text="codes of the lists it may rest on")
    records = ArrayField(models.TextField(), default=list, help_text="kinds of record it may rest on")
    since = models.DateField()
    until = models.DateField(null=True, help_text="last day; NULL while it is in use")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(side__in=SIDES, scope__in=SCOPES, weight__in=WEIGHTS, final_days__gte=1)
                & ~Q(code="")
                & ~Q(basis="")
                & ~Q(type=""),
                name="measure_kind_is_whole",
            ),
            # 浙江省公共信用信息管理条例 art. 11, 河南省社会信用条例 art. 20: what can still be contested is not bad credit information.
            models.CheckConstraint(condition=Q(side="incentive") | Q(records=[]) | Q(final=True), name="restriction_on_final_records_only"),
            models.CheckConstraint(condition=~Q(lists=[]) | ~Q(records=[]), name="measure_kind_rests_on_something"),
            models.CheckConstraint(condition=Q(records=[]) | Q(months__isnull=False), name="measure_on_records_has_an_end"),
            models.CheckConstraint(
                condition=(Q(months__isnull=True) | Q(months__gte=1)) & (Q(review_months__isnull=True) | Q(review_months__gte=1)),
                name="measure_kind_has_a_term",
            ),
        )

    def __str__(self) -> str:
        return self.code

    def in_use(self, on: date | None = None) -> bool:
        """Whether the catalogue knows it that day; whether its basis is in force is another question."""
        day = on or timezone.localdate()
        return self.since <= day and (self.until is None or self.until >= day)
