"""Mails about an account go through the queue: a mail server that is slow or dead keeps nobody waiting, and tells nobody anything.

Whoever asks is answered the same, as fast, whether or not an account has the address: what has to be looked up for the mail is looked
up when it is sent (``mailing``).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from goodstanding.departments import signing_in
from goodstanding.notices.models import AccountMail
from goodstanding.notices.tasks import soon

KINDS = {
    "account/email/email_confirmation": "prove",
    "account/email/email_confirmation_signup": "prove",
    "account/email/account_already_exists": "exists",
}
"""allauth's names for its mails -> ours. It sends no others as it is set up (settings), and one that is not here must not go."""


class Adapter(signing_in.Adapter):
    """Ours, with a queue for the mails."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        queue(KINDS[template_prefix], email, code=context.get("code", ""))


class ResetForm(ResetPasswordForm):  # type: ignore[misc]
    """A new password is asked for: one row, for every address there is."""

    def clean_email(self) -> str:
        address: str = get_adapter().clean_email(self.cleaned_data["email"].lower())
        return address

    def save(self, request: HttpRequest, **_more: object) -> str:  # noqa: ARG002 - allauth's signature
        address: str = self.cleaned_data["email"]
        queue("reset", address)
        return address


def queue(kind: str, address: str, *, code: str = "") -> None:
    """Sent at once by the worker, and as long as it is of use."""
    of_use = settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT if kind == "prove" else settings.PASSWORD_RESET_TIMEOUT
    with transaction.atomic():
        AccountMail.objects.create(kind=kind, address=address, code=code, until=timezone.now() + timedelta(seconds=of_use))
        soon()
