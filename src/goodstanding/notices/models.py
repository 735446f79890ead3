"""A notice in somebody's box on the site, the mail that says the same, and mails about an account itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goodstanding.departments.models import User

KINDS = ("prove", "exists", "reset")
"""Mails about an account: the code that proves its address, that it exists already, how to set a new password."""


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


class Outgoing(models.Model):
    """One mail to send: the table is the queue."""

    # Lifecycle
    next_at = models.DateTimeField(db_default=Now(), help_text="not before")
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True, help_text="the last one, as the mail server said it")

    class Meta:
        abstract = True


class Mail(Outgoing):
    """The mail that goes with a notice. Who gets it is looked up when it is sent."""

    # What
    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="mail")
    zh = models.TextField(help_text="the notice without what may not go by mail")
    en = models.TextField()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["next_at"], condition=Q(sent_at__isnull=True, given_up_at__isnull=True), name="mail_to_send"),)
        constraints = (
            models.CheckConstraint(condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True), name="mail_sent_or_given_up"),
        )

    def __str__(self) -> str:
        return self.zh


class AccountMail(Outgoing):
    """A mail about an account. Its address is what a visitor typed, whoever's it is: once it has gone or was given up, it is forgotten."""

    # What
    kind = models.TextField(help_text="one of KINDS")
    address = models.TextField(blank=True, help_text="as typed; empty once it is over")
    code = models.TextField(blank=True, help_text="of prove: what the address is proved by; empty once it is over")
    # Lifecycle
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    until = models.DateTimeField(help_text="it says nothing of use after that, and is not sent any more")

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=["next_at"], condition=Q(sent_at__isnull=True, given_up_at__isnull=True), name="account_mail_to_send"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="account_mail_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True) & ~Q(address="")
                | (Q(sent_at__isnull=True) ^ Q(given_up_at__isnull=True)) & Q(address="", code=""),
                name="account_mail_waits_or_is_forgotten",
            ),
        )

    def __str__(self) -> str:
        return self.kind
