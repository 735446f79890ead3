"""一批查询: many codes asked at once, through the API or as a file; how far it is, and which answers belong together."""

from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from goodstanding.departments.models import Department

CHANNELS = ("api", "file", "desk")


class Batch(models.Model):
    """``done`` of ``rows`` are answered; over when ``finished_at`` is set, given up where ``refusal`` says why."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.TextField(unique=True, help_text="HP2026-000123")
    channel = models.TextField(help_text="one of CHANNELS")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="check_batches")
    purpose = models.TextField()
    matter = models.TextField(blank=True, db_default="", default="")
    rows = models.IntegerField()
    # Asked twice with the same key, answered once
    key = models.TextField(blank=True, db_default="", default="", help_text="a program's Idempotency-Key")
    request = models.BinaryField(null=True, help_text="SHA-256 of what was asked under that key")
    # A file
    file_name = models.TextField(blank=True, db_default="", default="")
    # How far
    done = models.IntegerField(default=0, db_default=0)
    counts = models.JSONField(default=dict, db_default={}, help_text="found, nothing, unknown")
    finished_at = models.DateTimeField(null=True)
    refusal = models.JSONField(default=dict, db_default={}, help_text="code, zh, en: why it was given up")
    # By whom
    label = models.TextField()
    role = models.TextField(blank=True, db_default="", default="")
    user_id = models.BigIntegerField(null=True)
    client_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(channel__in=CHANNELS, rows__gte=0, done__gte=0, done__lte=F("rows"))
                & ~Q(number="")
                & ~Q(purpose="")
                & ~Q(label=""),
                name="batch_is_whole",
            ),
            models.UniqueConstraint(fields=["client_id", "key"], name="one_batch_per_key", condition=~Q(key="")),
        )
        indexes = (models.Index(fields=["department", "-at"], name="batch_of_department"),)
        triggers = (
            pgtrigger.Protect(name="batches_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="batches_stay_as_asked",
                fields=[
                    "id",
                    "number",
                    "channel",
                    "department",
                    "purpose",
                    "matter",
                    "key",
                    "request",
                    "label",
                    "role",
                    "user_id",
                    "client_id",
                    "at",
                ],
            ),
        )

    def __str__(self) -> str:
        return self.number
