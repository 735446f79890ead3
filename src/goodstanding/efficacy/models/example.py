"""典型案例: told from one measure or one entry, without a person, without a name. Drafted, approved, published by three."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from goodstanding.departments.models import Department
from goodstanding.efficacy import locks
from goodstanding.lists.models import Listing
from goodstanding.measures.models import Application
from goodstanding.organisations.models import Organisation

OVER = ("dropped", "withdrawn")
STATES = ("draft", "submitted", "approved", "published", *OVER)
_AS_DRAFTED = ["id", "number", "department", "application", "listing", "organisation", "drafted_by", "drafted_user", "drafted_at"]


class Example(models.Model):
    """One case, in the version that ``version`` names."""

    procedure: ClassVar[str] = "example"

    # What it is told from
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.TextField(unique=True, help_text="AL2026-000001")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="examples")
    application = models.ForeignKey(Application, null=True, on_delete=models.PROTECT, related_name="examples")
    listing = models.ForeignKey(Listing, null=True, on_delete=models.PROTECT, related_name="examples")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="examples")
    drafted_by = models.TextField()
    drafted_user = models.BigIntegerField()
    drafted_at = models.DateTimeField(db_default=Now())
    # What is said
    version = models.IntegerField(default=0, db_default=0, help_text="the newest; 0 before the first is written")
    named = models.BooleanField(
        default=False, db_default=False, help_text="the page names the body while its entry shows; the text never does"
    )
    # By whom
    approved_version = models.IntegerField(null=True)
    approved_by = models.TextField(blank=True, db_default="", default="")
    approved_user = models.BigIntegerField(null=True)
    published_by = models.TextField(blank=True, db_default="", default="")
    published_user = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    # Lifecycle: moved by ledger.moving.move alone
    state = models.TextField(db_default="draft", default="draft")
    ended_on = models.DateField(null=True)
    ended_words = models.TextField(
        blank=True, db_default="", default="", help_text="the reason; of what was published, as everybody reads it"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=STATES, version__gte=0) & ~Q(number="") & ~Q(drafted_by=""), name="example_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(application__isnull=True, listing__isnull=False) | Q(application__isnull=False, listing__isnull=True),
                name="example_of_one_ground",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "published"))
                | Q(approved_user__isnull=False, approved_version=F("version")) & ~Q(approved_by=""),
                name="example_approved_as_it_stands",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_user__isnull=False, published_at__isnull=False) & ~Q(published_by=""),
                name="example_published_by_somebody",
            ),
            # 起草、审核、发布由三人分别办理.
            models.CheckConstraint(
                condition=(Q(approved_user__isnull=True) | ~Q(approved_user=F("drafted_user")))
                & (Q(published_user__isnull=True) | ~Q(published_user=F("drafted_user")) & ~Q(published_user=F("approved_user"))),
                name="example_takes_three",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=OVER) | Q(ended_on__isnull=False) & ~Q(ended_words=""), name="example_over_with_a_reason"
            ),
            models.UniqueConstraint(fields=["application"], name="one_example_of_an_application", condition=~Q(state__in=OVER)),
            models.UniqueConstraint(fields=["listing"], name="one_example_of_a_listing", condition=~Q(state__in=OVER)),
        )
        indexes = (
            models.Index(fields=["-published_at", "id"], name="example_newest", condition=Q(state="published")),
            models.Index(fields=["department", "state"], name="example_of_department"),
        )
        triggers = (
            pgtrigger.Protect(name="examples_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="examples_stay_as_drafted", fields=_AS_DRAFTED),
            pgtrigger.Protect(name="examples_over_are_over", operation=pgtrigger.Update, condition=pgtrigger.Q(old__state__in=OVER)),
            locks.LAWFUL,
        )

    def __str__(self) -> str:
        return self.number

    @property
    def ground(self) -> Application | Listing:
        """What it is told from."""
        found = self.application or self.listing
        assert found is not None  # noqa: S101 - example_of_one_ground
        return found

    @property
    def entry(self) -> Listing | None:
        """The entry that may name the body, where there is one."""
        return self.listing or (self.application.listing if self.application else None)


class Version(models.Model):
    """The words as somebody saved them. Never changed, only followed by another."""

    example = models.ForeignKey(Example, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    words = models.JSONField(help_text="zh and en: title, happened, basis, measure, did, outcome")
    by = models.TextField()
    by_user = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("example", "number")
        constraints = (
            models.UniqueConstraint(fields=["example", "number"], name="version_of_an_example_once"),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(by=""), name="version_is_whole"),
        )
        triggers = (
            pgtrigger.Protect(name="versions_are_kept", operation=pgtrigger.Delete | pgtrigger.Update),
            locks.NAMELESS,
        )

    def __str__(self) -> str:
        return f"{self.example_id} {self.number}"
