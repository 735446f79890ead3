"""A notice in somebody's box on the site, and the mail that says the same."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goodstanding.departments.models import User


class Notice(models.Model):
    """Something one person is told."""

    # What
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    key = models.TextField(help_text="of the text, to tell kinds apart")
    zh = models.TextField()
    en = models.TextField()
    url = models.TextField(blank=True, help_text="where to go, without a language")
    # Lifecycle
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["user", "-id"], name="notice_of_user"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
        )

    def __str__(self) -> str:
        return self.zh


class Mail(models.Model):
    """One mail to send: the table is the queue. Who gets it is looked up when it is sent."""

    # What
    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="mail")
    zh = models.TextField(help_text="the notice without what may not go by mail")
    en = models.TextField()
    # Lifecycle
    next_at = models.DateTimeField(db_default=Now(), help_text="not before")
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True, help_text="the last one, as the mail server said it")

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["next_at"], condition=Q(sent_at__isnull=True, given_up_at__isnull=True), name="mail_to_send"),)
        constraints = (
            models.CheckConstraint(condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True), name="mail_sent_or_given_up"),
        )

    def __str__(self) -> str:
        return self.zh
