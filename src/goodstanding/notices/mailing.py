"""What a mail says, and to whom: plain text, Chinese first, written at the moment it is sent."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.utils import filter_users_by_email, user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from goodstanding.departments.models import User
from goodstanding.notices.addressing import in_language
from goodstanding.notices.models import AccountMail, Mail
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

BOX = "/account/notices/"


def of_notice(mail: Mail) -> EmailMessage | None:
    """Nothing but the sentence and where to go; None where its reader has no address, or no account any more."""
    user = mail.notice.user
    if not user.is_active or not user.email:
        return None
    body = text("notices.mail.body", what=Text(mail.zh, mail.en), url=_addresses(mail.notice.url or BOX))
    return _message(f"notice-{mail.notice_id}", user.email, text("notices.mail.subject", name=_centre()), body)


def of_account(mail: AccountMail) -> EmailMessage | None:
    """None where a new password was asked for with an address that no account has: nobody is told by mail either."""
    said = _reset(mail.address) if mail.kind == "reset" else _said(mail)
    if said is None:
        return None
    return _message(f"account-{mail.pk}", mail.address, text("notices.account.subject", mail.kind, name=_centre()), said)


def _said(mail: AccountMail) -> Text:
    if mail.kind == "prove":
        return text("notices.account.prove", code=mail.code)
    return text("notices.account.exists", url=_addresses(reverse("account_reset_password")))


def _reset(address: str) -> Text | None:
    """A way in for each account with that address. The token is made here and stands in no table."""
    users = filter_users_by_email(address, is_active=True, prefer_verified=True)
    ways = [text("notices.account.reset_way", name=user.username, url=_addresses(_way(user))) for user in users]
    if not ways:
        return None
    both = Text("\n\n".join(one.zh for one in ways), "\n\n".join(one.en for one in ways))
    return text("notices.account.reset", ways=both, hours=settings.PASSWORD_RESET_TIMEOUT // 3600)


def _way(user: User) -> str:
    token = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})


def _message(number: str, address: str, subject: Text, body: Text) -> EmailMessage:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return EmailMessage(
        f"{subject.zh} / {subject.en}", f"{body.zh}\n\n----\n\n{body.en}\n", settings.CENTRE["email"] or None, [address],
        # RFC 3834: no holiday answers. The identity stays the same when it is sent twice.
        headers={"Auto-Submitted": "auto-generated", "Message-ID": f"<{number}@{host}>"},
    )  # fmt: skip


def _centre() -> Text:
    return Text(settings.CENTRE["name"], settings.CENTRE["name_en"])


def _addresses(path: str) -> Text:
    """The address in each language."""
    return Text(settings.PUBLIC_URL + in_language(path, "zh-hans"), settings.PUBLIC_URL + in_language(path, "en"))
