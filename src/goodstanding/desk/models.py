"""What was brought to a superior, and the private addresses of the feeds of deadlines."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from goodstanding.departments.models import Department, User

LANGUAGES = ("zh-hans", "en")
SUPERIORS = ("head", "director", "administrator")


class Escalation(models.Model):
    """A clock that runs out soon, or has, was brought to whoever answers for it: once for each case and day it is due."""

    # Which clock
    subject = models.TextField(help_text="as the ledger names it, such as objections.objection")
    subject_id = models.TextField()
    due_on = models.DateField()
    # As it stood then: the task may be over when somebody reads this
    zh = models.TextField(help_text="the case's number")
    en = models.TextField()
    what_zh = models.TextField(help_text="the kind of work")
    what_en = models.TextField()
    url = models.TextField()
    department = models.ForeignKey(
        Department, null=True, on_delete=models.PROTECT, related_name="+", help_text="whose turn it was; NULL: the centre's"
    )
    # To whom
    superior = models.TextField(help_text="the role that was told; administrator: nobody was appointed")
    told = ArrayField(models.BigIntegerField(), help_text="accounts of those who were told; nobody: nobody was there")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["department", "-id"], name="escalation_of_department"),)
        constraints = (
            # Two workers at once, a worker that comes back, a clock that jumps: it is brought up once.
            models.UniqueConstraint(fields=["subject", "subject_id", "due_on"], name="escalated_once"),
            models.CheckConstraint(condition=Q(superior__in=SUPERIORS), name="escalated_to_a_superior"),
        )
        triggers = (pgtrigger.Protect(name="escalations_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.zh} {self.due_on}"


class DeadlineAddress(models.Model):
    """Somebody's feed of deadlines. Its address is shown once; here is only the hash of what is secret in it."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="deadline_address")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    language = models.TextField(default="zh-hans", help_text="one of LANGUAGES")
    created_at = models.DateTimeField(default=timezone.now, help_text="of this address: a renewed one begins anew")
    last_used_on = models.DateField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="deadline_address_in_a_known_language"),)

    def __str__(self) -> str:
        return str(self.user)
