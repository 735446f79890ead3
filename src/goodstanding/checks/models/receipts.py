"""查询回执: what was asked, by whom, what for and on what basis, and the exact bytes of the answer; and the seal it stands under."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from goodstanding.checks import locks
from goodstanding.checks.models.batches import Batch
from goodstanding.departments.models import Department
from goodstanding.organisations.models import Organisation

KINDS = ("found", "nothing", "unknown")
"""查到信息; 在所列来源中没有查到; 无法确定. There is no fourth: nobody is ever told that somebody is "clear"."""


class Seal(models.Model):
    """One Merkle tree (RFC 9162) over the receipts of about a minute; only its root and their number are public."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField()
    count = models.IntegerField()
    root = models.BinaryField()

    class Meta:
        ordering = ("-at",)
        constraints = (models.CheckConstraint(condition=Q(count__gte=1), name="seal_over_something"),)
        triggers = locks.SEAL

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.count}"


class Check(models.Model):
    """Nobody changes it. ``answer`` is compressed: :mod:`replay` reads it; after its term it is emptied, the hash stays."""

    # Identification
    id = models.UUIDField(primary_key=True, editable=False, help_text="UUIDv7: sorts by time, cannot be guessed")
    number = models.TextField(help_text="HC2026-000001")
    at = models.DateTimeField()
    # What was asked; these two point at what is never deleted (organisations.locks, departments.locks), so they need no look at each row
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="checks", db_constraint=False, db_index=False,
        help_text="NULL where the code names nobody",
    )  # fmt: skip
    code = models.TextField(help_text="as asked, cleaned; what could be a person's number is not kept")
    purpose = models.TextField()
    basis = models.TextField(help_text="of the purpose, as it was that day")
    matter = models.TextField(blank=True, help_text="what for: number of a tender, an application; without a person's numbers")
    hidden = models.BooleanField(default=False, help_text="a law keeps it from the organisation; counted in public")
    # Who asked
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="checks", db_constraint=False, db_index=False)
    label = models.TextField()
    role = models.TextField(blank=True)
    user_id = models.BigIntegerField(null=True)
    client_id = models.BigIntegerField(null=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="checks", db_index=False)
    # What was answered
    kind = models.TextField(help_text="one of KINDS")
    answer = models.BinaryField(help_text="the exact bytes, compressed; empty once its term is over")
    sha256 = models.BinaryField(help_text="of the exact bytes")
    seal = models.ForeignKey(Seal, null=True, on_delete=models.PROTECT, related_name="checks", db_index=False)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=KINDS) & ~Q(number="") & ~Q(purpose="") & ~Q(basis="") & ~Q(label=""), name="check_is_whole"
            ),
            # Nothing is ever said about nobody: where a code names no organisation the answer is that we do not know.
            models.CheckConstraint(condition=Q(organisation__isnull=False) | Q(kind="unknown"), name="nobody_is_unknown"),
        )
        indexes = (
            models.Index(fields=["organisation", "-id"], name="check_of_organisation", condition=Q(organisation__isnull=False)),
            models.Index(fields=["department", "-id"], name="check_of_department"),
            models.Index(fields=["batch", "id"], name="check_of_batch", condition=Q(batch__isnull=False)),
            models.Index(fields=["seal", "id"], name="check_of_seal", condition=Q(seal__isnull=False)),
            models.Index(fields=["id"], name="check_unsealed", condition=Q(seal__isnull=True)),
            models.Index(fields=["at", "purpose"], name="check_hidden", condition=Q(hidden=True)),
            BrinIndex(fields=["at"], name="check_at"),
        )
        triggers = locks.CHECK

    def __str__(self) -> str:
        return self.number
