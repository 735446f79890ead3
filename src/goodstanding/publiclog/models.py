"""The log as it is kept: where it stands, its tiles, its checkpoints with the witnesses' lines, and what opens its leaves."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goodstanding.publiclog import locks

ENTRIES = -1
"""The level of bundles of entries, beside the levels of hashes."""


class Head(models.Model):
    """How far the ledger has been read and how many leaves there are: one row, written with every batch."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    log = models.UUIDField(default=uuid4, editable=False, help_text="tells this log from one made anew in the same place")
    cursor = models.TextField(blank=True, default="", help_text="ledger.reading.read_since")
    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1, size__gte=0), name="one_head"),)
        triggers = locks.HEAD

    def __str__(self) -> str:
        return f"{self.size}"


class Tile(models.Model):
    """256 hashes, or entries, side by side; the last of a level is partial and grows."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField(help_text="0 leaves' hashes, 1 and up hashes of full tiles below, -1 the entries themselves")
    index = models.BigIntegerField()
    data = models.BinaryField()

    class Meta:
        triggers = locks.TILE

    def __str__(self) -> str:
        return f"{self.level} {self.index}"


class Checkpoint(models.Model):
    """A signed statement: so many leaves, this root."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField(help_text="signed by the log; witnesses' lines stand apart")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(size__gte=0) & ~Q(note=""), name="checkpoint_is_whole"),)
        triggers = locks.CHECKPOINT

    def __str__(self) -> str:
        return f"{self.size}"


class Cosignature(models.Model):
    """Another office has seen this checkpoint and found it to continue what it had seen before."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.TextField(help_text="the witness's name")
    line = models.TextField(help_text="as it stands under the checkpoint")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["checkpoint", "witness"], name="one_cosignature_per_witness"),)
        triggers = locks.CHECKPOINT

    def __str__(self) -> str:
        return f"{self.witness} {self.checkpoint_id}"


class Opening(models.Model):
    """What a leaf commits to. Without its salt nobody can tell from the leaf whose it is or what it says."""

    leaf = models.BigIntegerField(primary_key=True, help_text="index in the log")
    record_id = models.UUIDField()
    organisation_id = models.BigIntegerField(null=True)
    department_id = models.BigIntegerField(null=True, help_text="数据来源单位 of the record")
    at = models.DateTimeField(help_text="when the act was done")
    event = models.TextField()
    salt = models.BinaryField()
    content = models.BinaryField(help_text="exactly the bytes committed to, compressed")

    class Meta:
        indexes = (
            models.Index(fields=["record_id", "leaf"], name="opening_of_record"),
            models.Index(fields=["organisation_id", "leaf"], name="opening_of_organisation"),
        )
        triggers = locks.OPENING

    def __str__(self) -> str:
        return f"{self.leaf} {self.event}"
