"""What was taken back from a wrong organisation, and what had gone out about it until then."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from goodstanding.departments.models import Department
from goodstanding.organisations.models import Merge, Organisation
from goodstanding.records import locks
from goodstanding.records.models.keeping import Record

UNDONE = ("attachment", "record", "merge")
"""归入 (rows attached to an organisation), 记录 (a record whose rows had matched by themselves), 归并 (two entries as one body)."""


class Echo(models.Model):
    """A row that said nothing new about a record which stands on an attachment, kept so that it can speak for itself if that is undone.

    Without it the row's own department would have handed the decision in, been told "unchanged", and then lost it.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="echoes", db_constraint=False)
    submission = models.UUIDField()
    row = models.BigIntegerField()
    attempt = models.SmallIntegerField(db_default=0, default=0)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    normal_name = models.TextField()
    data = models.JSONField()
    sealed = models.BinaryField(null=True)
    said_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["submission", "row"], name="one_echo_per_row"),)

    def __str__(self) -> str:
        return f"{self.record_id} {self.submission} {self.row}"


class Undoing(models.Model):
    """One undoing, with its reason."""

    what = models.TextField(help_text="one of UNDONE")
    merge = models.ForeignKey(Merge, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", help_text="whose it was not")
    rows = models.JSONField(default=list, help_text="keys of the pending rows that wait again")
    stays = models.JSONField(default=list, help_text="records that stay, because other rows said what they say")
    because = models.TextField()
    by = models.TextField()
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(what__in=UNDONE) & ~Q(because="") & ~Q(by=""), name="undoing_is_whole"),
            models.CheckConstraint(condition=~Q(what="merge") | Q(merge__isnull=False), name="undone_merge_is_named"),
        )
        triggers = (pgtrigger.Protect(name="undoings_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.what} {self.organisation_id}"


class Outing(models.Model):
    """Somewhere a thing that was not to be seen could be seen: where, from when until when, and whom it named. Kept until everybody has
    been told, with the undoing of a wrong match or with the case that took the record down.
    """

    undoing = models.ForeignKey(Undoing, null=True, on_delete=models.PROTECT, related_name="outings")
    case = models.UUIDField(null=True, help_text="the withdrawal, as in the ending of each of its records")
    surface = models.TextField(help_text="record_page, organisation_page, list, feed, search, api …: see records.reaching")
    address = models.TextField()
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    named = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", help_text="whom it named")
    since = models.DateTimeField()
    until = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    told_by = models.TextField(blank=True, db_default="", default="")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="outing_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(undoing__isnull=True) ^ Q(case__isnull=True), name="outing_of_an_undoing_or_a_case"),
        )
        indexes = (models.Index(fields=["case"], name="outing_of_case", condition=Q(case__isnull=False)),)
        triggers = (
            locks.kept_unless_purged("outings_are_kept"),
            pgtrigger.ReadOnly(name="outings_are_fixed", exclude=["told_at", "told_by"]),
        )

    def __str__(self) -> str:
        return f"{self.surface} {self.address}"
