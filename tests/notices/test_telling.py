"""Telling people: on the site in full, by mail without anything of a record; once each, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.notices import reading
from goodstanding.notices.models import Mail, Notice
from goodstanding.notices.telling import holders, tell
from goodstanding.rules.texts import Text

pytestmark = pytest.mark.django_db
KEY = "desk.escalated.one"


@pytest.fixture
def reachable(clerk: User, steward: User) -> tuple[User, User]:
    """Bob has an address, Alice has none."""
    User.objects.filter(pk=clerk.pk).update(email="bob@example.cn")
    return User.objects.get(pk=clerk.pk), steward


def told(*users: User, number: str = "YY-2026-000123", what: object = Text("异议核实", "An inquiry")) -> None:
    tell([user.pk for user in users], KEY, url="/desk/inbox/", number=number, what=what, due="2026年12月1日")


def test_each_is_told_once_in_both_languages_and_who_has_an_address_by_mail_too(reachable: tuple[User, User]) -> None:
    bob, alice = reachable
    told(bob, alice, bob)
    assert sorted(Notice.objects.values_list("user_id", flat=True)) == sorted([bob.pk, alice.pk])
    one = reading.of(bob.pk).get()
    assert "异议核实" in one.zh
    assert "An inquiry" in one.en
    assert (one.key, one.url, one.read_at) == (KEY, "/desk/inbox/", None)
    assert [mail.notice.user_id for mail in Mail.objects.select_related("notice")] == [bob.pk]


def test_the_mail_carries_numbers_and_days_and_no_other_value(reachable: tuple[User, User]) -> None:
    bob, _ = reachable
    tell([bob.pk], "desk.escalated.nobody", url="/desk/", n=3, department="临澜市市场监督管理局")
    notice, mail = Notice.objects.get(), Mail.objects.get()
    assert "临澜市市场监督管理局" in notice.zh
    assert "临澜市市场监督管理局" not in mail.zh + mail.en
    assert "……" in mail.zh
    assert "3" in mail.zh


def test_personal_data_is_kept_neither_on_the_site_nor_in_the_mail(reachable: tuple[User, User]) -> None:
    bob, _ = reachable
    told(bob, what="电话 13800138000")
    kept = [*Notice.objects.values_list("zh", "en"), *Mail.objects.values_list("zh", "en")]
    assert not any("13800138000" in words for pair in kept for words in pair)


def test_what_is_told_in_a_deed_that_fails_was_never_told(reachable: tuple[User, User]) -> None:
    with transaction.atomic():
        told(*reachable)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Mail.objects.exists()


def test_an_account_that_was_closed_is_told_nothing(reachable: tuple[User, User]) -> None:
    bob, _ = reachable
    User.objects.filter(pk=bob.pk).update(is_active=False)
    told(bob)
    assert not Notice.objects.exists()


def test_holders_are_those_appointed_today(market: Department, environment: Department, appoint: Callable[..., User]) -> None:
    today = timezone.localdate()
    head = appoint("head", market)
    appoint("head", market, ends_on=today - timedelta(days=1))
    appoint("head", market, starts_on=today + timedelta(days=1))
    other = appoint("head", environment, ends_on=today)
    assert holders("head", market.pk) == [head.pk]
    assert holders("head") == sorted([head.pk, other.pk])
    assert holders("director") == []


def test_reading_on_the_site_spares_the_mail_that_has_not_gone(reachable: tuple[User, User]) -> None:
    bob, alice = reachable
    told(bob)
    told(bob, alice)
    assert reading.unread(bob.pk) == 2
    first = reading.of(bob.pk).last()
    assert first is not None
    assert reading.mark(bob.pk, first.pk) == 1
    assert reading.mark(bob.pk, first.pk) == 0
    assert Mail.objects.count() == 1
    assert reading.mark(bob.pk) == 1
    assert (reading.unread(bob.pk), reading.unread(alice.pk), Mail.objects.count()) == (0, 1, 0)
