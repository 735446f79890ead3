"""Records and revisions, and the locks on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.organisations.models import Organisation
from goodstanding.records import locks

_NOT_ARCHIVED = f"""
    NOT EXISTS (
        SELECT 1 FROM records_retention term
        WHERE term.kind = records_record.kind AND {locks.ARCHIVED_ON.format(record="records_record", retention="term")} < %s
    )
"""


class Records(models.QuerySet["Record"]):
    """Questions about records."""

    def shown(self, on: date | None = None) -> Records:
        """Inside their window that day (today): :attr:`Record.is_shown` makes the same comparison."""
        day = on or timezone.localdate()
        stands = Q(suspended_from__isnull=True) | Q(suspended_from__gt=day)
        return self.filter(stands, held="", shown_from__lte=day, shown_until__gte=day, ended_on__isnull=True, taken_back=False)

    def retained(self, on: date | None = None) -> Records:
        """Not archived yet that day: what a query, a page of the desk or a report may still find. See :mod:`records.retaining`."""
        return cast(Records, self.extra(where=[_NOT_ARCHIVED], params=[on or timezone.localdate()]))  # noqa: S610 - a constant

    def of_body(self, organisation_ids: Sequence[int]) -> Records:
        """Of one body, however many entries of the register it has (organisations.families).

        A decision that was handed in under two of them is one.
        """
        found = self.filter(organisation_id__in=organisation_ids, taken_back=False)
        if len(organisation_ids) < 2:
            return found
        again = Record.everything.shown().filter(organisation_id__in=organisation_ids, identity=models.OuterRef("identity"))
        return found.exclude(models.Exists(again.filter(public_id__gt=models.OuterRef("public_id"))))


class PublicRecords(models.Manager.from_queryset(Records)):  # type: ignore[misc]
    """Only what anybody may see today. Every public page, feed and answer starts here."""

    def get_queryset(self) -> Records:
        """Shown today."""
        records: Records = super().get_queryset()
        return records.shown()


class Record(models.Model):
    """One decision about one organisation, as it stands now. What it said before is in its revisions."""

    # Identification
    public_id = models.UUIDField(primary_key=True, editable=False, help_text="UUIDv7: sorts by entering, cannot be guessed")
    kind = models.TextField(help_text="permit or penalty")
    identity = models.UUIDField(help_text="of deciding organ, decision number and permit number: see identity.sql")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="records", db_constraint=False, db_index=False)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="records",
        db_constraint=False,
        db_index=False,
        help_text="数据来源单位, who handed it in",
    )
    # The decision, from the latest revision
    organ_code = models.TextField(blank=True)
    organ_name = models.TextField()
    decision_no = models.TextField()
    decided_on = models.DateField()
    category = models.TextField(blank=True)
    klass = models.TextField(blank=True, help_text="the regime's class it is shown under; what the source said is in its revision")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True, help_text="2099-12-31: open end")
    # Publication
    regime = models.TextField(blank=True)
    basis = models.TextField(blank=True, help_text="the article that allows it to be shown for so long")
    shown_from = models.DateField(null=True)
    shown_until = models.DateField(null=True, help_text="last day it shows")
    claim = models.DateField(null=True, help_text="公示截止期 as the source says: compared, never obeyed")
    held = models.TextField(blank=True, help_text="why it is never shown: simple_procedure, warning_only, secret …")
    # Lifecycle
    ended_on = models.DateField(null=True, help_text="ended before its time; final, a new decision needs a new record")
    ended_because = models.TextField(blank=True, db_default="", default="", help_text="code of records.models.ENDINGS, or taken_back")
    suspended_from = models.DateField(
        null=True, help_text="first day it does not show for the time being: the earliest open suspension's, kept by a trigger"
    )
    taken_back = models.BooleanField(
        db_default=False, default=False, help_text="it was another organisation's: as if it had never been here"
    )
    revision = models.IntegerField(help_text="number of the latest revision")
    fingerprint = models.UUIDField(help_text="keyed hash of the latest revision's fields, to tell unchanged from changed")
    entered_at = models.DateTimeField(db_default=Now())

    everything = Records.as_manager()
    public = PublicRecords()

    class Meta:
        default_manager_name = "everything"
        constraints = (
            # The same number for several parties is lawful: the organisation is part of what makes a record one.
            models.UniqueConstraint(
                fields=["organisation", "identity"], name="one_record_per_decision_and_party", condition=Q(taken_back=False)
            ),
            models.CheckConstraint(condition=Q(taken_back=False) | Q(ended_on__isnull=False), name="taken_back_is_ended"),
            models.CheckConstraint(
                condition=Q(held="", shown_from__isnull=False, shown_until__isnull=False) & ~Q(basis="") & ~Q(regime="")
                | ~Q(held="") & Q(shown_from__isnull=True, shown_until__isnull=True),
                name="shown_only_with_basis_window_and_end",
            ),
            models.CheckConstraint(
                condition=Q(shown_from__isnull=True) | Q(shown_from__gte=F("decided_on")), name="shown_after_the_decision"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_because="") | Q(ended_on__isnull=False) & ~Q(ended_because=""),
                name="ended_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(decision_no="") & ~Q(organ_name="") & Q(revision__gte=1), name="record_is_whole"),
        )
        indexes = (
            # Newest first, all or one department's. Both grow at their right end, which makes entering cheap.
            models.Index(fields=["kind", "shown_from", "public_id"], name="record_newest", condition=Q(held="")),
            models.Index(
                fields=["department", "kind", "shown_from", "public_id"], name="record_newest_of_department", condition=Q(held="")
            ),
            # One organ's newest. Without the id the entries of a day are alike and PostgreSQL keeps them once: a tenth of the size.
            models.Index(fields=["kind", "organ_name", "shown_from"], name="record_newest_of_organ", condition=Q(held="")),
            # What is due for the archive: decisions come in about the order of their days, which is all a BRIN needs.
            BrinIndex(fields=["decided_on"], name="record_decided"),
        )
        triggers = locks.RECORD

    def __str__(self) -> str:
        return f"{self.organ_name} {self.decision_no}"

    def is_shown(self, on: date | None = None) -> bool:
        """Whether anybody may see it that day: the comparison of :meth:`Records.shown`."""
        day = on or timezone.localdate()
        if self.held or self.ended_on or not (self.shown_from and self.shown_until):
            return False
        return self.shown_from <= day <= self.shown_until and not self.is_suspended(day)

    def is_suspended(self, on: date | None = None) -> bool:
        """Whether it is kept from showing that day, for the time being."""
        return self.suspended_from is not None and self.suspended_from <= (on or timezone.localdate())


class Revision(models.Model):
    """What a source said, once. Nobody changes or deletes it; what is wrong is corrected by the next."""

    pk = models.CompositePrimaryKey("record_id", "number")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="revisions", db_constraint=False, db_index=False)
    number = models.IntegerField(help_text="1, 2, 3 …")
    data = models.JSONField(help_text="field code -> cleaned value, official fields left out")
    sealed = models.BinaryField(null=True, help_text="official fields (legal representative), encrypted: see organisations.sealing")
    because = models.TextField(help_text="entered, changed by source, or the reason of a correction")
    submission = models.UUIDField(null=True, help_text="intake's submission")
    row = models.BigIntegerField(null=True, help_text="0-based data row of the submission")
    attempt = models.SmallIntegerField(
        db_default=0, default=0, help_text="how often the row was taken back from a wrong organisation before"
    )
    entered_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            # A row becomes one revision, however often it is entered and by however many at once.
            models.UniqueConstraint(
                fields=["submission", "row", "attempt"], name="one_revision_per_row", condition=Q(submission__isnull=False)
            ),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(because=""), name="revision_is_whole"),
        )
        triggers = locks.REVISION

    def __str__(self) -> str:
        return f"{self.record_id} {self.number}"


class Window(models.Model):
    """The catalogue's publication table as the database's own guard sees it: how long a class may show at most."""

    kind = models.TextField()
    regime = models.TextField()
    klass = models.TextField()
    months = models.IntegerField(null=True, help_text="counted from the decision; NULL: until the permit's own end")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "regime", "klass"], name="one_window_per_class"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.regime} {self.klass}: {self.months}"


class Entering(models.Model):
    """How far a submission has entered, written in the same transaction as its rows: what a killed process leaves is exact."""

    pk = models.CompositePrimaryKey("submission", "lane")
    submission = models.UUIDField()
    lane = models.SmallIntegerField(default=0, help_text="see turns.LANES")
    next_row = models.BigIntegerField(default=0, help_text="rows before this one are done")
    counts = models.JSONField(default=dict, help_text="new, unchanged, changed, repeated, ended, waiting")

    def __str__(self) -> str:
        return f"{self.submission} {self.lane}: {self.next_row}"
