"""Tell people: a notice on the site, and a mail through the queue, in the caller's transaction.

A mail leaves the house: it carries numbers, days and the address, nothing of a record. Only values whose names stand in
:data:`MAILED` are filled in there; every other one is left out (……).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from goodstanding.departments.models import Appointment, User
from goodstanding.notices.models import Mail, Notice
from goodstanding.rules.persons import mask
from goodstanding.ui.texts import text

MAILED = frozenset({"number", "document", "n", "day", "due", "until", "since", "today", "year", "what"})
"""Values that may go by mail: the number of a case or a document, a count, days, and the kind of work."""
LEFT_OUT = "……"


def tell(users: Iterable[int], key: str, *, url: str = "", **values: object) -> None:
    """Each of them once. ``key``: a text of any part; ``values``: ``str`` or ``Text``; ``url``: where to go, as ``reverse`` gives it."""
    whole = text(key, **values)
    mailed = text(key, **{name: value if name in MAILED else LEFT_OUT for name, value in values.items()})
    told = User.objects.filter(pk__in=set(users), is_active=True).order_by("pk").values_list("pk", "email")
    notices = [Notice(user_id=user, key=key, zh=mask(whole.zh)[0], en=mask(whole.en)[0], url=url) for user, _ in told]
    with transaction.atomic():
        Notice.objects.bulk_create(notices)
        by_mail = {user for user, address in told if address}
        mails = [Mail(notice=one, zh=mask(mailed.zh)[0], en=mask(mailed.en)[0]) for one in notices if one.user_id in by_mail]
        Mail.objects.bulk_create(mails)


def holders(role: str, department_id: int | None = None) -> list[int]:
    """Who holds that role today, for that department where one is named."""
    today = timezone.localdate()
    held = Appointment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), role=role, starts_on__lte=today)
    if department_id is not None:
        held = held.filter(department_id=department_id)
    return list(held.filter(user__is_active=True).order_by("user_id").values_list("user_id", flat=True).distinct())
