"""Send what waits in the outbox: each mail at least once, tried again later and later, given up with its failure in the end."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet
from django.utils import timezone

from goodstanding.notices import mailing
from goodstanding.notices.models import AccountMail, Mail
from goodstanding.rules.persons import mask

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
TOO_LATE = "too late"


class Unreachable(Exception):  # noqa: N818 - not a fault of this mail
    """No mail server to talk to."""


def waiting(now: datetime) -> list[Mail | AccountMail]:
    """What may be sent now, so much of it as one run takes: first what somebody sits and waits for,
    up to half of it, so that a flood of forms holds up nothing else; then the oldest first.
    """
    due = {"sent_at__isnull": True, "given_up_at__isnull": True, "next_at__lte": now}
    first = list(AccountMail.objects.filter(**due).order_by("next_at", "id")[: AT_ONCE // 2])
    return [*first, *Mail.objects.filter(**due).order_by("next_at", "id").select_related("notice__user")[: AT_ONCE - len(first)]]


def send(now: datetime | None = None) -> int:
    """Send what is due, over one connection; returns how many went out."""
    now = now or timezone.now()
    due, sent = waiting(now), 0
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


def _claimed(mail: Mail | AccountMail, now: datetime) -> bool:
    """Of two workers one gets it. A worker that dies after this leaves a mail that is tried again at its next time."""
    next_at = now + AGAIN[min(mail.tries, len(AGAIN) - 1)]
    mine = _row(mail).filter(tries=mail.tries, sent_at__isnull=True, given_up_at__isnull=True, next_at__lte=now)
    return mine.update(tries=F("tries") + 1, next_at=next_at) == 1


def _send(mail: Mail | AccountMail, connection: BaseEmailBackend, now: datetime) -> bool:
    if isinstance(mail, AccountMail) and mail.until <= now:
        return _given_up(mail, TOO_LATE, now)
    letter = mailing.of_notice(mail) if isinstance(mail, Mail) else mailing.of_account(mail)
    if letter is None and isinstance(mail, Mail):
        return _given_up(mail, NO_ADDRESS, now)
    try:
        if letter is not None:
            connection.open()  # the first of a run; the others find it open
            connection.send_messages([letter])
    except (OSError, ValueError) as error:  # the mail library's own are an OSError; a header or address it cannot write, a ValueError
        _failed(mail, error, now)
        _close(connection)  # the next one opens it anew
        if isinstance(error, OSError) and not isinstance(error, ABOUT_THE_MAIL):
            raise Unreachable from error
        return False
    _row(mail).update(sent_at=timezone.now(), failure="", **_forgotten(mail))
    return letter is not None


def _row(mail: Mail | AccountMail) -> QuerySet[Mail] | QuerySet[AccountMail]:
    return Mail.objects.filter(pk=mail.pk) if isinstance(mail, Mail) else AccountMail.objects.filter(pk=mail.pk)


def _forgotten(mail: Mail | AccountMail) -> dict[str, str]:
    """What does not outlive its purpose."""
    return {"address": "", "code": ""} if isinstance(mail, AccountMail) else {}


def _given_up(mail: Mail | AccountMail, failure: str, now: datetime) -> bool:
    _row(mail).update(given_up_at=now, failure=failure, **_forgotten(mail))
    return False


def _failed(mail: Mail | AccountMail, error: Exception, now: datetime) -> None:
    """Kept for the administrator, without the address: a failure is no place for personal data."""
    address = mail.address if isinstance(mail, AccountMail) else mail.notice.user.email
    over = mail.tries >= len(AGAIN) or refused_for_good(error)
    log.warning("mail given up" if over else "mail not sent", attempt=mail.tries + 1, error=type(error).__name__)
    failure = mask(f"{type(error).__name__}: {str(error).replace(address, '***')}")[0][:500]
    if over:
        _given_up(mail, failure, now)
    else:
        _row(mail).update(failure=failure)


def refused_for_good(error: Exception) -> bool:
    """RFC 5321 4.2.1: 5yz is a permanent negative answer about this very mail; sending it again is a nuisance."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return False


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        log.info("mail server gone while hanging up")
