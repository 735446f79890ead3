"""What stands beside a record while somebody disputes it, why it does not show for the time being, and why it ended.

Marks and suspensions are lifted, never removed; an ending is final. Each names the case it rests on.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from goodstanding.records import locks
from goodstanding.records.models.keeping import Record

MARKS = ("objection", "review", "lawsuit")
"""异议处理中, 行政复议中, 行政诉讼中. Review and lawsuit do not stop publication by themselves; they are shown beside it."""
SUSPENSIONS = ("silent_source", "court_masking", "stay", "unverified", "fallen")
"""来源单位逾期未答复, 重整期间临时屏蔽, 停止执行决定, 无法核实, 复议或诉讼已改变原决定而尚未撤下."""
ENDINGS = ("withdrawn", "varied", "annulled", "unlawful", "void", "repaired", "objection", "corrected", "regime")
"""Why a record stopped showing before its time: see ``records.ended`` in texts.toml for each one's words."""


class Mark(models.Model):
    """A record is disputed, reviewed or before a court; ``words`` are the organisation's own."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="marks", db_constraint=False)
    kind = models.TextField(help_text="one of MARKS")
    case = models.UUIDField(help_text="the case it belongs to")
    number = models.TextField(help_text="the case's number as people quote it")
    fields = ArrayField(models.TextField(), default=list, help_text="codes of the fields disputed; empty: the whole record")
    words = models.TextField(blank=True, help_text="the organisation's own words, without persons' numbers")
    at = models.DateTimeField(db_default=Now())
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=MARKS) & ~Q(number=""), name="mark_is_whole"),
            models.CheckConstraint(condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("at")), name="mark_lifted_after"),
            models.UniqueConstraint(fields=["record", "case", "kind"], name="one_mark_per_case", condition=Q(lifted_at__isnull=True)),
        )
        indexes = (models.Index(fields=["case"], name="mark_of_case"),)
        triggers = (
            locks.kept_unless_purged("marks_are_kept"),
            pgtrigger.ReadOnly(name="marks_are_fixed", exclude=["lifted_at"]),
            pgtrigger.Protect(
                name="lifted_marks_stay_lifted", operation=pgtrigger.Update, condition=pgtrigger.Q(old__lifted_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"


class Suspension(models.Model):
    """From a day on a record does not show, until it is lifted. The day may lie ahead: a source's silence needs no worker to be noticed."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="suspensions", db_constraint=False)
    because = models.TextField(help_text="one of SUSPENSIONS")
    case = models.UUIDField()
    number = models.TextField(help_text="the case's number")
    since = models.DateField(help_text="first day it does not show")
    at = models.DateTimeField(db_default=Now())
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(because__in=SUSPENSIONS) & ~Q(number=""), name="suspension_is_whole"),
            models.UniqueConstraint(
                fields=["record", "case", "because"], name="one_suspension_per_case", condition=Q(lifted_at__isnull=True)
            ),
        )
        indexes = (models.Index(fields=["case"], name="suspension_of_case"),)
        triggers = locks.SUSPENSION

    def __str__(self) -> str:
        return f"{self.because} {self.record_id}"


class Ending(models.Model):
    """Why a record ended before its time. The reason is public, the record's content is not any more.

    行政处罚法 art. 48: 公开的行政处罚决定被依法变更、撤销、确认违法或者确认无效的，行政机关应当在三日内撤回行政处罚决定信息并公开说明理由。
    """

    record = models.OneToOneField(Record, primary_key=True, on_delete=models.PROTECT, related_name="ending", db_constraint=False)
    because = models.TextField(help_text="one of ENDINGS")
    basis = models.TextField(help_text="the article it rests on, as the catalogue quotes articles")
    words = models.TextField(blank=True, help_text="the reason as published, in the department's words")
    document = models.TextField(blank=True, help_text="number of the document it rests on")
    effective_on = models.DateField(help_text="the day the annulment or decision took effect: the legal term runs from it")
    case = models.UUIDField(null=True)
    by = models.TextField(help_text="label of the standing")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(because__in=ENDINGS) & ~Q(basis="") & ~Q(by=""), name="ending_is_whole"),)
        indexes = (models.Index(fields=["case"], name="ending_of_case", condition=Q(case__isnull=False)),)
        triggers = (
            pgtrigger.Protect(name="endings_are_fixed", operation=pgtrigger.Update),
            locks.kept_unless_purged("endings_are_kept"),
        )

    def __str__(self) -> str:
        return f"{self.because} {self.record_id}"


class Correction(models.Model):
    """A revision that a case has brought about, and what the source had said: said again, it changes nothing."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="corrections", db_constraint=False)
    number = models.IntegerField(help_text="of the revision that holds the correction")
    case = models.UUIDField()
    case_number = models.TextField()
    refuted = models.UUIDField(help_text="fingerprint of what was found wrong")
    changes = models.JSONField(help_text="field code -> [before, after]; fields open to the public only")
    words = models.TextField(help_text="why, as published")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(number__gte=2) & ~Q(words="") & ~Q(case_number=""), name="correction_is_whole"),
            models.UniqueConstraint(fields=["record", "number"], name="one_correction_per_revision"),
        )
        indexes = (models.Index(fields=["record", "refuted"], name="refuted_of_record"),)
        triggers = (
            pgtrigger.Protect(name="corrections_are_fixed", operation=pgtrigger.Update),
            locks.kept_unless_purged("corrections_are_kept"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.number}"
