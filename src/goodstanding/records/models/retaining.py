"""How long records are kept, as the database's own guard sees it, and what has been purged: that it was there, not what it said."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goodstanding.records import locks


class Retention(models.Model):
    """The catalogue's terms: months from the anchor until a record is archived, and from there until it may be purged."""

    kind = models.TextField(primary_key=True)
    archived_after = models.IntegerField(help_text="months from the decision")
    kept_for = models.IntegerField(help_text="months in the archive")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(archived_after__gte=36, kept_for__gte=0), name="retention_has_terms"),)

    def __str__(self) -> str:
        return f"{self.kind}: {self.archived_after} + {self.kept_for}"


class Purge(models.Model):
    """The proof: which record, how many revisions it had, the keyed fingerprint of the last one, which term had ended."""

    record_id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    department_id = models.BigIntegerField()
    revisions = models.IntegerField()
    fingerprint = models.UUIDField(help_text="keyed hash: proves nothing to anybody without the key, gives nothing away")
    archived_on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        triggers = (
            pgtrigger.Protect(name="purges_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="purged_only_when_due",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=locks.PURGED_WHEN_DUE,
            ),
        )

    def __str__(self) -> str:
        return str(self.record_id)
