"""订阅: one system of a department that wants to be told of certain lists and measures, and how it is reached."""

from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goodstanding.departments.models import Department
from goodstanding.exchange import locks

WAYS = ("webhook", "poll")
"""We call its address, or it asks us."""
TARGETS = ("list", "measure")
STOPS = ("gone", "given_up", "hand")
"""Why nothing is sent any more: it answered 410; nothing got through for three days; the department itself."""


class Subscription(models.Model):
    """One receiver. It ends, it does not vanish: whoever has been told of something is told of its end."""

    # What
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.TextField(unique=True, help_text="DY2026-000123, as people quote it")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="subscriptions")
    name = models.TextField(help_text="which system of the department this is")
    districts = ArrayField(models.TextField(), default=list, blank=True, help_text="organisations of these districts only; empty: all")
    # How
    way = models.TextField(help_text="one of WAYS")
    url = models.TextField(blank=True, db_default="", default="", help_text="of the receiver; '' where it polls")
    rests_until = models.DateTimeField(null=True, help_text="it does not answer: nothing is sent before")
    last_success_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True, help_text="nothing is sent any more; it can still poll")
    stopped_because = models.TextField(blank=True, db_default="", default="", help_text="one of STOPS")
    # Lifecycle
    made_at = models.DateTimeField(db_default=Now())
    by = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True, db_default="", default="")

    class Meta:
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(condition=Q(way__in=WAYS) & ~Q(number="") & ~Q(name="") & ~Q(by=""), name="subscription_is_whole"),
            models.CheckConstraint(condition=Q(way="poll", url="") | Q(way="webhook") & ~Q(url=""), name="subscription_has_its_address"),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, stopped_because="") | Q(stopped_at__isnull=False, stopped_because__in=STOPS),
                name="subscription_stopped_because",
            ),
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | ~Q(ended_because=""), name="subscription_ended_with_a_reason"),
        )
        triggers = (
            pgtrigger.Protect(name="subscriptions_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="subscriptions_are_a_departments", fields=["id", "number", "department", "made_at", "by"]),
            pgtrigger.Protect(
                name="subscriptions_ended_stay_ended", operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False, new__ended_at__isnull=True),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def is_sent(self) -> bool:
        """Whether we call it."""
        return self.way == "webhook" and self.stopped_at is None


class Topic(models.Model):
    """One list or one measure it wants to hear of, from a moment until another."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="topics")
    target = models.TextField(help_text="one of TARGETS")
    code = models.TextField(help_text="of the list, or of the measure")
    made_at = models.DateTimeField(db_default=Now())
    filled_at = models.DateTimeField(null=True, help_text="what was in force then has been delivered; NULL: to be looked at")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("target", "code", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(target__in=TARGETS) & ~Q(code=""), name="topic_is_whole"),
            models.UniqueConstraint(
                fields=["subscription", "target", "code"], name="topic_once_at_a_time", condition=Q(ended_at__isnull=True)
            ),
        )
        triggers = (
            pgtrigger.Protect(name="topics_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="topics_are_fixed", exclude=["filled_at", "ended_at"]),
            locks.IN_ITS_FIELD,
        )

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.target} {self.code}"
