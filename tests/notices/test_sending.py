"""The outbox: a mail goes out when the server works, later and later when it does not, and is given up with its failure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import User
from goodstanding.notices import sending
from goodstanding.notices.models import Mail, Notice
from goodstanding.notices.telling import tell
from tests.notices.server import Post, listening

pytestmark = pytest.mark.django_db
NOW = timezone.now() + timedelta(hours=1)


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    """A server that works, and the settings that lead to it."""
    with listening() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        settings.PUBLIC_URL = "https://credit.example.cn"
        yield post


@pytest.fixture
def bob(clerk: User) -> User:
    User.objects.filter(pk=clerk.pk).update(email="bob@example.cn")
    return User.objects.get(pk=clerk.pk)


def told(user: User, times: int = 1, url: str = "/desk/inbox/") -> None:
    for number in range(times):
        tell([user.pk], "desk.escalated.one", url=url, number=f"YY-{number}", what="核实", due="2026年12月1日")


def test_a_mail_is_plain_text_in_both_languages_with_the_way_to_it(bob: User, post: Post) -> None:
    told(bob, url="/en/desk/inbox/")
    assert sending.send() == 1
    (mail,) = post.mails
    body = mail.get_content()
    assert mail["To"] == "bob@example.cn"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert "https://credit.example.cn/desk/inbox/" in body
    assert "https://credit.example.cn/en/desk/inbox/" in body
    assert body.index("督办提醒") < body.index("Escalated")
    assert "信用信息中心" in mail["Subject"]
    assert sending.send() == 0
    assert Mail.objects.get().sent_at is not None


def test_without_an_address_of_its_own_a_notice_leads_to_the_box(bob: User, post: Post) -> None:
    told(bob, url="")
    sending.send()
    assert "https://credit.example.cn/account/notices/" in post.mails[0].get_content()


def test_a_server_that_is_not_there_is_tried_later_and_later_and_given_up_in_the_end(bob: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    told(bob)
    waits, now = [], NOW
    for _ in range(20):
        sending.send(now)
        mail = Mail.objects.get()
        if mail.given_up_at:
            break
        assert sending.send(mail.next_at - timedelta(seconds=1)) == 0
        assert Mail.objects.get().tries == mail.tries  # not before its time
        waits.append(mail.next_at - now)
        now = mail.next_at
    assert waits == sorted(waits)
    assert mail.tries == len(sending.AGAIN) + 1
    assert mail.given_up_at == now
    assert "Refused" in mail.failure


def test_it_goes_out_when_the_server_is_back(bob: User, post: Post) -> None:
    told(bob)
    post.answers = ["451 later"]
    assert sending.send(NOW) == 0
    assert "451" in Mail.objects.get().failure
    assert sending.send(NOW) == 0
    assert sending.send(NOW + timedelta(minutes=2)) == 1
    assert Mail.objects.get().failure == ""
    assert len(post.mails) == 1


def test_one_bad_address_does_not_keep_the_others_waiting_and_is_not_tried_for_ever(bob: User, post: Post) -> None:
    told(bob, 3)
    post.answers = ["250 ok", "550 no such user bob@example.cn"]
    assert sending.send(NOW) == 2
    bad = Mail.objects.get(sent_at__isnull=True)
    assert bad.given_up_at is not None
    assert "bob@example.cn" not in bad.failure
    assert "550" in bad.failure


@pytest.mark.parametrize("address", ["x@" + "例" * 70 + ".cn", "a\nBcc: b@example.cn"])
def test_an_address_no_mail_can_be_written_to_keeps_nobody_else_waiting(bob: User, administrator: User, post: Post, address: str) -> None:
    told(bob)
    User.objects.filter(pk=bob.pk).update(email=address)
    User.objects.filter(pk=administrator.pk).update(email="ada@example.cn")
    told(administrator)
    assert sending.send(NOW) == 1
    assert [one["To"] for one in post.mails] == ["ada@example.cn"]
    assert Mail.objects.get(sent_at__isnull=True).failure


def test_a_run_talks_to_the_server_once(bob: User, post: Post) -> None:
    told(bob, 5)
    assert sending.send(NOW) == 5
    assert post.visits == 1


def test_when_nobody_answers_one_mail_is_tried_and_not_all(bob: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    told(bob, 5)
    sending.send(NOW)
    assert sorted(Mail.objects.values_list("tries", flat=True)) == [0, 0, 0, 0, 1]


def test_who_has_no_address_any_more_is_not_written_to(bob: User, post: Post) -> None:
    told(bob)
    User.objects.filter(pk=bob.pk).update(email="")
    assert sending.send(NOW) == 0
    assert Mail.objects.get().failure == sending.NO_ADDRESS
    assert post.mails == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once(bob: User, post: Post) -> None:
    told(bob, 12)

    def work(_: int) -> int:
        try:
            return sending.send(NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as threads:
        assert sum(threads.map(work, range(3))) == 12
    assert len({mail["Message-ID"] for mail in post.mails}) == len(post.mails) == 12


def test_a_worker_that_died_while_sending_leaves_a_mail_that_is_tried_again(bob: User, post: Post) -> None:
    told(bob)
    mail = Mail.objects.get()
    assert sending._claimed(mail, NOW)
    assert sending.send(NOW) == 0
    assert sending.send(NOW + timedelta(minutes=2)) == 1


def test_the_administrator_sees_what_was_given_up_and_tries_it_again(
    bob: User, post: Post, administrator: User, signed_in: Callable[[User], Client]
) -> None:
    told(bob)
    post.answers = ["550 mailbox unknown"]
    sending.send(NOW)
    ada = signed_in(administrator)
    page = ada.get("/desk/notices/mails/").content.decode()
    assert "550" in page
    assert "mailbox unknown" in page
    assert "Bob" in page
    assert ada.post("/desk/notices/mails/").status_code == 302
    assert sending.send(NOW) == 1
    assert "没有未送达的邮件" in ada.get("/desk/notices/mails/").content.decode()
    assert signed_in(bob).get("/desk/notices/mails/").status_code == 403
    assert signed_in(bob).post("/desk/notices/mails/").status_code == 403


def test_the_queues_job_sends(bob: User, post: Post) -> None:
    from goodstanding.notices.tasks import send  # noqa: PLC0415 - the job as the worker finds it

    told(bob)
    send.func(0)
    assert len(post.mails) == 1
    assert Notice.objects.count() == 1
