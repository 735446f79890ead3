"""Send what waits in the outbox: each mail at least once, tried again later and later, given up with its failure in the end."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet
from django.utils import timezone

from goodstanding.notices.addressing import in_language
from goodstanding.notices.models import Mail
from goodstanding.rules.persons import mask
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

log = structlog.get_logger(__name__)
AGAIN = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240, 720, 1440))
"""How long after each failure it is tried again; after the last of them it is given up."""
AT_ONCE = 200
"""So many in one run; the next run is a minute away."""
TIMEOUT = 20
"""Seconds to wait for the mail server."""
ABOUT_THE_MAIL = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError)
"""The server is there and answers; everything else is tried with the next run, not once for each mail."""
NO_ADDRESS = "no address"
BOX = "/account/notices/"


class Unreachable(Exception):  # noqa: N818 - not a fault of this mail
    """No mail server to talk to."""


def waiting(now: datetime | None = None) -> QuerySet[Mail]:
    """What may be sent now, the oldest first."""
    return Mail.objects.filter(sent_at__isnull=True, given_up_at__isnull=True, next_at__lte=now or timezone.now()).order_by("next_at", "id")


def send(now: datetime | None = None) -> int:
    """Send what is due, over one connection; returns how many went out."""
    now = now or timezone.now()
    due = list(waiting(now).select_related("notice__user")[:AT_ONCE])
    sent = 0
    connection = get_connection(timeout=settings.EMAIL_TIMEOUT or TIMEOUT)
    try:
        for mail in due:
            if _claimed(mail, now):
                sent += _send(mail, connection, now)
    except Unreachable:
        log.warning("mail server not reached", count=len(due) - sent)
    finally:
        _close(connection)
    return sent


def _claimed(mail: Mail, now: datetime) -> bool:
    """Of two workers one gets it. A worker that dies after this leaves a mail that is tried again at its next time."""
    next_at = now + AGAIN[min(mail.tries, len(AGAIN) - 1)]
    mine = Mail.objects.filter(pk=mail.pk, tries=mail.tries, sent_at__isnull=True, given_up_at__isnull=True, next_at__lte=now)
    return mine.update(tries=F("tries") + 1, next_at=next_at) == 1


def _send(mail: Mail, connection: BaseEmailBackend, now: datetime) -> bool:
    user = mail.notice.user
    if not user.is_active or not user.email:
        Mail.objects.filter(pk=mail.pk).update(given_up_at=now, failure=NO_ADDRESS)
        return False
    try:
        connection.open()  # the first of a run; the others find it open
        message(mail, connection).send()
    except (OSError, ValueError) as error:  # the mail library's own are an OSError; a header or address it cannot write, a ValueError
        _failed(mail, error, now)
        _close(connection)  # the next one opens it anew
        if isinstance(error, OSError) and not isinstance(error, ABOUT_THE_MAIL):
            raise Unreachable from error
        return False
    Mail.objects.filter(pk=mail.pk).update(sent_at=timezone.now(), failure="")
    return True


def _failed(mail: Mail, error: Exception, now: datetime) -> None:
    """Kept for the administrator, without the address: a failure is no place for personal data."""
    said = str(error).replace(mail.notice.user.email, "***")
    over = mail.tries >= len(AGAIN) or refused_for_good(error)
    log.warning("mail given up" if over else "mail not sent", attempt=mail.tries + 1, error=type(error).__name__)
    failure = mask(f"{type(error).__name__}: {said}")[0][:500]
    Mail.objects.filter(pk=mail.pk).update(failure=failure, given_up_at=now if over else None)


def refused_for_good(error: Exception) -> bool:
    """RFC 5321 4.2.1: 5yz is a permanent negative answer about this very mail; sending it again is a nuisance."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return False


def message(mail: Mail, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """Plain text, Chinese first; nothing but the sentence and where to go."""
    home = settings.PUBLIC_URL
    path = mail.notice.url
    subject = text("notices.mail.subject", name=Text(settings.CENTRE["name"], settings.CENTRE["name_en"]))
    body = text("notices.mail.body", what=Text(mail.zh, mail.en), url=_addresses(home, path))
    host = urlsplit(home).hostname or "localhost"
    return EmailMessage(
        f"{subject.zh} / {subject.en}", f"{body.zh}\n\n----\n\n{body.en}\n", settings.CENTRE["email"] or None, [mail.notice.user.email],
        # RFC 3834: no holiday answers. The identity stays the same when it is sent twice.
        headers={"Auto-Submitted": "auto-generated", "Message-ID": f"<notice-{mail.notice_id}@{host}>"}, connection=connection,
    )  # fmt: skip


def _addresses(home: str, path: str) -> Text:
    """The address in each language; the site's own list of notices where there is none."""
    return Text(home + in_language(path or BOX, "zh-hans"), home + in_language(path or BOX, "en"))


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        log.info("mail server gone while hanging up")
