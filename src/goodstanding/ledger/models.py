"""The ledger: what happened, in order, for good."""

from __future__ import annotations

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Func
from django.db.models.functions import Now


class Transaction(Func):
    """The writing transaction's number, never smaller than one given before (see ``reading`` and the first migration)."""

    function = "ledger_transaction"
    arity = 0
    output_field = models.BigIntegerField()


class Entry(models.Model):
    """One event. Nothing here is changed or removed, not even by us: triggers refuse it."""

    # Order
    id = models.BigAutoField(primary_key=True)
    transaction = models.BigIntegerField(
        db_default=Transaction(), editable=False, help_text="number of the writing transaction: reading.read_since"
    )
    at = models.DateTimeField(db_default=Now(), editable=False)

    # What happened
    event = models.TextField(help_text="rules.events: thing:what")
    subject = models.TextField(help_text="app label and model of the thing, such as intake.submission")
    subject_id = models.TextField(help_text="its key")
    because = models.TextField(blank=True, default="", db_default="", help_text="the reason given, in the actor's words")
    data = models.JSONField(
        default=dict, db_default={}, encoder=DjangoJSONEncoder, help_text="ids, counts and codes; never the content of a row"
    )

    # By whom: copies, because the ledger stands below the accounts and outlives them
    label = models.TextField(help_text="the actor as people read it")
    role = models.TextField(blank=True)
    user_id = models.BigIntegerField(null=True)
    client_id = models.BigIntegerField(null=True)
    department_id = models.BigIntegerField(null=True, help_text="the department concerned: the subject's, else the actor's")

    class Meta:
        indexes = (
            models.Index(fields=["transaction", "id"], name="entry_order"),
            models.Index(fields=["subject", "subject_id", "id"], name="entry_subject"),
            models.Index(fields=["department_id", "event", "id"], name="entry_of_department"),
        )
        triggers = (
            pgtrigger.Protect(name="entries_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="entries_are_not_emptied",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'goodstanding: cannot truncate %', TG_TABLE_NAME;",
            ),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.subject} {self.subject_id}"
