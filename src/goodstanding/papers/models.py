"""Papers as handed in: sealed while they are needed, destroyed on time; what is left is that there was one, and its hash."""

from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

MEDIA_TYPES = {"application/pdf": (".pdf",), "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}
"""What may be handed in, told by content, and the endings a name may have."""


class Paper(models.Model):
    """One file somebody handed in for one purpose. Whoever asked for it decides who may read it, and until when it is kept."""

    # Identification
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    purpose = models.TextField(help_text="what it was asked for, such as power.letter; it serves nothing else")
    name = models.TextField(help_text="of the file, without folders and without a person's numbers")
    media_type = models.TextField(help_text="one of MEDIA_TYPES, told by its content")
    size = models.IntegerField(help_text="bytes as handed in")
    sha256 = models.CharField(max_length=64, help_text="of the bytes as handed in; stays when the content is gone")
    content = models.BinaryField(null=True, help_text="AES-256-GCM, see sealing; NULL once destroyed")
    # Provenance
    user_id = models.BigIntegerField(null=True, help_text="who handed it in")
    by = models.TextField(help_text="label of the standing")
    at = models.DateTimeField(db_default=Now())
    # Lifecycle
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.TextField(blank=True, db_default="", default="")
    destroyed_because = models.TextField(blank=True, db_default="", default="")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(media_type__in=sorted(MEDIA_TYPES)), name="paper_of_a_known_type"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$", size__gte=1) & ~Q(purpose="") & ~Q(name="") & ~Q(by=""), name="paper_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(content__isnull=False, destroyed_at__isnull=True, destroyed_by="", destroyed_because="")
                | Q(content__isnull=True, destroyed_at__isnull=False) & ~Q(destroyed_by="") & ~Q(destroyed_because=""),
                name="paper_is_there_or_destroyed_with_a_reason",
            ),
        )
        indexes = (
            models.Index(fields=["purpose", "at"], name="paper_there", condition=Q(destroyed_at__isnull=True)),
            models.Index(fields=["user_id", "at"], name="paper_of_user"),
        )
        triggers = (
            pgtrigger.Protect(name="papers_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="papers_are_fixed", exclude=["content", "destroyed_at", "destroyed_by", "destroyed_because"]),
            # With the constraint above: the one change a row can undergo is that its content goes.
            pgtrigger.Protect(
                name="papers_are_only_destroyed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__destroyed_at__isnull=False) | pgtrigger.Q(new__destroyed_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_there(self) -> bool:
        """Whether it can still be read."""
        return self.destroyed_at is None
