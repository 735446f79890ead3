"""What was read and what was sent is kept for a term, no longer: 个人信息保护法 art. 19. What nobody has read yet stays."""

from __future__ import annotations

from typing import Any

import structlog
from django.db.models import Q, QuerySet

from goodstanding.clocks.deadlines import ago
from goodstanding.notices.models import AccountMail, Mail, Notice

log = structlog.get_logger(__name__)
CHUNK = 5_000


def tidy(chunk: int = CHUNK) -> int:
    """In sets, each in a transaction of its own. Returns how much went."""
    sent = ago("mail_kept")
    over = Q(sent_at__lt=sent) | Q(given_up_at__lt=sent)
    gone = _delete(Mail.objects.filter(over), chunk) + _delete(AccountMail.objects.filter(over), chunk)
    # A mail that could not be sent is there for its own term, whether or not its notice has been read on the site.
    gone += _delete(Notice.objects.filter(read_at__lt=ago("notice_read"), mail__isnull=True), chunk)
    log.info("notices and mails not kept any longer", count=gone)
    return gone


def _delete(rows: QuerySet[Any], chunk: int) -> int:
    gone = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:chunk]):
        rows.model._default_manager.filter(pk__in=keys).delete()
        gone += len(keys)
    return gone
