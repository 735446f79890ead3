"""A submission: one file, one batch of rows, or the word that there is nothing to report."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goodstanding.departments.models import Department, HeaderMapping

if TYPE_CHECKING:
    from goodstanding.departments.standing import Standing

CHANNELS = ("web", "api", "command", "folder")
OVER = ("refused", "withdrawn")
"""States in which a submission counts for nothing: the same file may come again."""
NOBODY = 0
"""No department has this number."""
AT_WORK = ("received", "checking", "entering")
"""States in which a job is at it, or will be."""


class Submissions(models.QuerySet["Submission"]):
    """Submissions, newest first."""

    def seen_by(self, standing: Standing) -> Submissions:
        """A department sees its own and no other's; the centre sees all."""
        return self if standing.is_centre else self.filter(department=standing.department_id or NOBODY)

    def alive(self) -> Submissions:
        """Those that count."""
        return self.exclude(state__in=OVER)


class Submission(models.Model):
    """What a department handed in. Times of its steps are the ledger's; only its coming is stored here, to sort by."""

    procedure: ClassVar[str] = "submission"

    # Identification
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="submissions")
    kind = models.TextField(help_text="permit or penalty")

    # Provenance
    channel = models.TextField(help_text="web, api, command or folder")
    file_name = models.TextField(blank=True, help_text="as handed in, personal data masked")
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the file as handed in; the file itself is not kept")
    size = models.BigIntegerField(default=0, help_text="bytes, of the file as handed in")
    month = models.DateField(null=True, help_text="first day of the month for which there is nothing to report")
    received_at = models.DateTimeField(auto_now_add=True)
    handed_in_by = models.TextField(help_text="the label of the standing it was handed in with")
    follows = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        help_text="the earlier submission whose faulty rows this one hands in again",
    )

    # Lifecycle: moved by ledger.moving.move alone
    state = models.TextField(default="", help_text="of rules.procedure")
    stage = models.TextField(blank=True, help_text="what the job is doing")
    progress = models.FloatField(default=0, help_text="how much of the stage is done, 0 to 1")
    tries = models.PositiveSmallIntegerField(
        default=0, help_text="how often a check was begun: a file that kills the worker is refused in the end"
    )

    # What the check found
    mapping = models.ForeignKey(HeaderMapping, null=True, on_delete=models.SET_NULL, related_name="+", help_text="the saved mapping used")
    found = models.JSONField(default=dict, help_text="generation, rows, good, faulty, persons, by_rule, levels, cleaned")
    refusal = models.JSONField(default=dict, help_text="code, zh, en: why it could not be checked")
    entered = models.JSONField(default=dict, help_text="new, unchanged, changed, waiting: what confirming did")

    everything = Submissions.as_manager()

    class Meta:
        ordering = ("-received_at",)
        indexes = (
            models.Index(fields=["department", "-received_at"], name="submission_by_department"),
            models.Index(fields=["state"], name="submission_by_state"),
        )
        constraints = (
            # One file twice, even at once: the database lets one of them in.
            models.UniqueConstraint(
                fields=["department", "kind", "sha256"], name="one_file_once", condition=~Q(state__in=OVER) & Q(month__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["department", "kind", "month"], name="one_nothing_a_month", condition=~Q(state__in=OVER) & Q(month__isnull=False)
            ),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="known_channel"),
            models.CheckConstraint(
                condition=Q(month__isnull=True, sha256__regex=r"^[0-9a-f]{64}$") | Q(month__isnull=False, sha256=""),
                name="a_file_or_nothing_to_report",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number people say on the telephone: day received and the id's first characters."""
        return f"{timezone.localtime(self.received_at):%Y%m%d}-{self.id.hex[:6].upper()}"

    @property
    def rows(self) -> int:
        """Data rows seen."""
        return int(self.found.get("rows", 0))

    @property
    def good(self) -> int:
        """Rows that may enter."""
        return int(self.found.get("good", 0))

    @property
    def faulty(self) -> int:
        """Rows that stay in the report."""
        return int(self.found.get("faulty", 0))

    @property
    def at_work(self) -> bool:
        """A job is at it, or will be."""
        return self.state in AT_WORK


class Request(models.Model):
    """An API client's Idempotency-Key and what it was used for: asked again it gets the same answer."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    content = models.CharField(max_length=64, help_text="SHA-256 of the request")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="requests")
    again = models.BooleanField(help_text="whether the file had come before under another key")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["department", "key"], name="one_request_per_key"),)

    def __str__(self) -> str:
        return self.key
