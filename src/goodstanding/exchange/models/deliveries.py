"""推送: what each receiver holds, each message it was to get about it, in order, and every attempt to send one."""

from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from goodstanding.departments.models import Department
from goodstanding.exchange import locks
from goodstanding.exchange.models.subscriptions import Subscription
from goodstanding.organisations.models import Organisation

SUBJECTS = ("lists.listing", "measures.application")
STATES = ("in", "paused", "out")
"""What the receiver has been told last: it counts, not for the time being, no longer."""
ACTIONS = ("added", "changed", "ended")
GROUNDS = (
    "", "disputed", "undisputed", "suspended", "resumed", "paused",
    "term", "withheld", "repaired", "objection", "annulled", "standard", "basis", "conflict", "abuse", "wrong",
    "entry", "record", "measure", "department", "field", "unsubscribed",
)  # fmt: skip
"""Why it changed or ended: the grounds of lists and measures, its term, no longer public, outside the field, no longer subscribed."""
FAULTS = ("", "status", "timeout", "refused", "name", "address", "tls", "broken")
"""What went wrong with an attempt: another status than 2xx, no answer in time, no connection, its name, a forbidden address …"""


class Head(models.Model):
    """How far the ledger has been read, and how far a look over everything held has come: one row, written with every batch."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    cursor = models.TextField(blank=True, default="", help_text="ledger.reading.read_since")
    swept_on = models.DateField(null=True, help_text="dates have been looked at for that day")
    sweep_from = models.BigIntegerField(null=True, help_text="the next holding to look at; NULL: all have been")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_exchange_head"),)
        triggers = (pgtrigger.Protect(name="exchange_head_is_kept", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.cursor


class Holding(models.Model):
    """One receiver and one thing it has been told of. Of whom no addition went to, there is none: that is no receiver."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="holdings")
    subject = models.TextField(help_text="one of SUBJECTS")
    subject_id = models.UUIDField()
    topic = models.TextField(help_text="code of the list or the measure")
    number = models.TextField(help_text="of the entry or the measure, as people quote it")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.TextField(help_text="one of STATES")
    position = models.IntegerField(default=0, help_text="of the last message about it")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=STATES, subject__in=SUBJECTS, position__gte=0) & ~Q(number=""), name="holding_is_whole"
            ),
            models.UniqueConstraint(fields=["subscription", "subject", "subject_id"], name="held_once"),
        )
        indexes = (
            models.Index(fields=["subject", "subject_id"], name="holding_of_subject"),
            models.Index(fields=["organisation"], name="holding_of_organisation"),
        )
        triggers = (
            pgtrigger.Protect(name="holdings_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="holdings_are_fixed", exclude=["state", "position"]),
        )

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.number} {self.state}"


class Delivery(models.Model):
    """One message: added, changed or ended. Its number in the table is the order everybody reads it in."""

    # What
    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False, help_text="webhook-id and the id of its event; the same each time")
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="deliveries")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="deliveries")
    position = models.IntegerField(help_text="of the messages about this thing to this receiver: 1, 2, 3 …")
    action = models.TextField(help_text="one of ACTIONS")
    ground = models.TextField(blank=True, default="", help_text="one of GROUNDS")
    at = models.DateTimeField(db_default=Now())
    # Sent, or asked for
    tries = models.IntegerField(default=0, db_default=0)
    first_tried_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True, help_text="NULL: nothing is sent by itself")
    received_at = models.DateTimeField(null=True, help_text="it answered 2xx, or asked for what comes after")
    given_up_at = models.DateTimeField(null=True)
    last_fault = models.TextField(blank=True, default="", db_default="", help_text="one of FAULTS")
    last_status = models.IntegerField(null=True)
    # An end: taken out of the receiver's own system
    due_on = models.DateField(null=True, help_text="an end is acknowledged until then; NULL: the year's working days are not known yet")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(action__in=ACTIONS, ground__in=GROUNDS, last_fault__in=FAULTS, position__gte=1, tries__gte=0),
                name="delivery_is_whole",
            ),
            models.UniqueConstraint(fields=["holding", "position"], name="delivered_in_order"),
            models.CheckConstraint(condition=Q(action="ended") | Q(due_on__isnull=True), name="only_an_end_is_due"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by="") | Q(action="ended") & ~Q(acknowledged_by=""),
                name="only_an_end_is_acknowledged",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(acknowledged_at__gte=F("at")), name="delivery_acknowledged_after"
            ),
        )
        indexes = (
            models.Index(fields=["department", "id"], name="delivery_of_department"),
            models.Index(fields=["subscription", "id"], name="delivery_of_subscription"),
            models.Index(
                fields=["subscription", "id"], name="delivery_to_send",
                condition=Q(received_at__isnull=True, given_up_at__isnull=True, next_try_at__isnull=False),
            ),
            models.Index(
                fields=["subscription", "due_on"], name="delivery_unacknowledged",
                condition=Q(action="ended", acknowledged_at__isnull=True),
            ),
        )  # fmt: skip
        triggers = (
            locks.PURGED_ONLY,
            pgtrigger.ReadOnly(
                name="deliveries_are_fixed",
                fields=["id", "key", "subscription", "department", "holding", "position", "action", "ground", "at"],
            ),
            pgtrigger.Protect(
                name="acknowledged_stays_acknowledged", operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__acknowledged_at__isnull=False)
                & pgtrigger.Q(old__acknowledged_at__df=pgtrigger.F("new__acknowledged_at")),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pk} {self.action}"


class Attempt(models.Model):
    """One call of the receiver's address, and what came of it. Nothing of its answer is kept but the status."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(db_default=Now())
    status = models.IntegerField(null=True)
    fault = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=Q(fault__in=FAULTS), name="attempt_is_whole"),)
        triggers = (pgtrigger.Protect(name="attempts_are_fixed", operation=pgtrigger.Update), locks.ATTEMPTS_PURGED_ONLY)

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.status or self.fault}"
