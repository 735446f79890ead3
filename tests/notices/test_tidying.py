"""What was read or sent goes after its term; what was not stays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from goodstanding.clocks.deadlines import ago
from goodstanding.departments.models import User
from goodstanding.notices import tidying
from goodstanding.notices.models import AccountMail, Mail, Notice
from goodstanding.notices.tasks import tidy

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(user: User, *, read: datetime | None = None, sent: datetime | None = None, failed: datetime | None = None, name: str = "") -> None:
    """A notice, and its mail where something became of one."""
    notice = Notice.objects.create(user=user, key=name, zh=name, en=name, read_at=read)
    if sent or failed:
        Mail.objects.create(notice=notice, zh=name, en=name, sent_at=sent, given_up_at=failed)


def left() -> tuple[set[str], set[str]]:
    """Notices and mails that are there."""
    return set(Notice.objects.values_list("zh", flat=True)), set(Mail.objects.values_list("zh", flat=True))


def test_read_notices_go_after_their_term_and_unread_ones_never(clerk: User) -> None:
    term = ago("notice_read")
    told(clerk, name="unread")
    Notice.objects.update(created_at=term - 1000 * DAY)
    told(clerk, name="read long ago", read=term - DAY)
    told(clerk, name="read since", read=term + DAY)
    assert tidying.tidy() == 1
    assert left()[0] == {"unread", "read since"}


def test_what_was_sent_or_could_not_be_goes_after_the_mails_term_and_its_notice_stays_unread(clerk: User) -> None:
    term = ago("mail_kept")
    told(clerk, name="sent long ago", sent=term - DAY)
    told(clerk, name="failed long ago", failed=term - DAY)
    told(clerk, name="failed since", failed=term + DAY)
    waiting = Notice.objects.create(user=clerk, key="k", zh="waits", en="waits")
    Mail.objects.create(notice=waiting, zh="waits", en="waits", next_at=term - DAY)
    AccountMail.objects.create(kind="reset", sent_at=term - DAY, until=term)
    AccountMail.objects.create(kind="reset", address="a@example.cn", until=term)
    tidy.func(0)
    assert left() == ({"sent long ago", "failed long ago", "failed since", "waits"}, {"failed since", "waits"})
    assert list(AccountMail.objects.values_list("address", flat=True)) == ["a@example.cn"]


def test_a_failed_mail_stays_for_its_term_even_where_its_notice_was_read_long_ago(clerk: User) -> None:
    told(clerk, name="read, its mail failed", read=ago("notice_read") - DAY, failed=timezone.now() - DAY)
    assert tidying.tidy() == 0
    Mail.objects.update(given_up_at=ago("mail_kept") - DAY)
    assert tidying.tidy() == 2
    assert left() == (set(), set())


def test_it_goes_in_sets_and_a_second_time_finds_nothing(clerk: User) -> None:
    for number in range(7):
        told(clerk, name=f"n{number}", read=ago("notice_read") - DAY)
    assert tidying.tidy(chunk=3) == 7
    assert tidying.tidy(chunk=3) == 0
