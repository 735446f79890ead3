"""Mails about accounts: queued, never sent inside a request; whether an address is known shows neither in the answer nor in its time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.core.cache import cache
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodstanding.departments.models import User
from goodstanding.notices import accounts, sending
from goodstanding.notices.models import AccountMail
from goodstanding.notices.telling import tell
from tests.notices.server import Post, listening
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "bob@example.cn", "nobody@example.cn"
FORM = {"display_name": "王小明", "username": "wangxm", "password1": PASSWORD}


class Dead(BaseEmailBackend):
    """Whoever talks to it inside a request is found out."""

    def open(self) -> bool:
        raise AssertionError("a request talked to the mail server")

    def send_messages(self, _messages: object) -> int:
        return int(self.open())


@pytest.fixture(autouse=True)
def _nobody_has_tried_before(settings: Any) -> None:
    cache.clear()
    settings.EMAIL_BACKEND = f"{__name__}.Dead"
    settings.PUBLIC_URL = "https://credit.example.cn"


@pytest.fixture
def bob(clerk: User) -> User:
    User.objects.filter(pk=clerk.pk).update(email=KNOWN)
    return User.objects.get(pk=clerk.pk)


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    """The worker's mail server."""
    with listening() as post:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        yield post


def deliver(settings: Any) -> int:
    """As the worker does."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    return sending.send(timezone.now() + timedelta(minutes=1))


def same(answer: Any) -> str:
    """A page without what differs between any two visits."""
    page = re.sub(r'(csrfmiddlewaretoken" value|X-CSRFToken": )="?[^">]+|nonce="[^"]+"', "", answer.content.decode())
    return page.replace(KNOWN, "@").replace(UNKNOWN, "@")


def reset(address: str, prefix: str = "") -> tuple[Any, list[str]]:
    """The answer, and what was asked of the database, where no job waits already."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    with CaptureQueriesContext(connection) as asked:
        answer = Client().post(f"{prefix}/account/password/reset/", {"email": address}, follow=True)
    return answer, [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in asked.captured_queries if "cache" not in query["sql"]]


def sign_up(address: str) -> Any:
    return Client().post("/account/signup/", FORM | {"email": address}, follow=True)


def test_asking_for_a_new_password_is_answered_the_same_with_the_same_work_whoever_asks(bob: User) -> None:
    (known, of_known), (unknown, of_unknown) = reset(KNOWN), reset(UNKNOWN)
    assert known.status_code == 200
    assert same(known) == same(unknown)
    assert known.redirect_chain == unknown.redirect_chain
    assert of_known == of_unknown
    assert sorted(AccountMail.objects.values_list("kind", "address")) == [("reset", KNOWN), ("reset", UNKNOWN)]


def test_only_whoever_has_an_account_gets_a_way_in_which_opens(bob: User, post: Post, settings: Any) -> None:
    reset(KNOWN.upper())
    reset(UNKNOWN)
    assert deliver(settings) == 1
    (mail,) = post.mails
    assert (mail["To"], mail["Auto-Submitted"]) == (KNOWN, "auto-generated")
    body = mail.get_content()
    assert body.index("登录名：bob") < body.index("Sign-in name: bob")
    found = re.search(r"https://credit\.example\.cn(/account/password/reset/key/\S+)", body)
    assert found
    client = Client()
    form = client.get(found[1], follow=True)
    new = "an entirely different password"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert User.objects.get(pk=bob.pk).check_password(new)
    assert not AccountMail.objects.exclude(address="", code="").exists()


def test_signing_up_with_an_address_that_is_known_takes_as_long_and_says_the_same(bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    encode = ScryptPasswordHasher.encode

    def counted(self: ScryptPasswordHasher, password: str, salt: str, *args: Any, **more: Any) -> str:
        hashed.append(salt)
        return encode(self, password, salt, *args, **more)

    monkeypatch.setattr(ScryptPasswordHasher, "encode", counted)
    known = sign_up(KNOWN)
    times = len(hashed)
    unknown = sign_up(UNKNOWN)
    assert "验证电子邮箱" in known.content.decode()
    assert same(known) == same(unknown)
    assert known.redirect_chain == unknown.redirect_chain
    assert (times, len(hashed)) == (1, 2)
    assert list(AccountMail.objects.order_by("id").values_list("kind", flat=True)) == ["exists", "prove"]
    assert not User.objects.filter(email=KNOWN).exclude(pk=bob.pk).exists()


def test_the_code_and_the_hint_come_by_mail_and_are_forgotten(bob: User, post: Post, settings: Any) -> None:
    sign_up(KNOWN)
    sign_up(UNKNOWN)
    code = AccountMail.objects.get(kind="prove").code
    assert code
    assert deliver(settings) == 2
    said = {mail["To"]: mail.get_content() for mail in post.mails}
    assert code in said[UNKNOWN]
    assert "已有账号" in said[KNOWN]
    assert "/account/password/reset/" in said[KNOWN]
    assert set(AccountMail.objects.values_list("address", "code")) == {("", "")}


def test_a_request_wakes_the_worker_and_once_will_do(bob: User) -> None:
    reset(KNOWN)
    reset(UNKNOWN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notices.send' AND status = 'todo'")
        assert cursor.fetchone() == (1,)


def test_a_flood_of_forms_holds_up_nothing_else(bob: User, post: Post, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 4)
    for number in range(6):
        accounts.queue("reset", f"nobody{number}@example.cn")
    tell([bob.pk], "desk.escalated.one", number="YY-1", what="核实", due="2026年12月1日")
    assert deliver(settings) == 1
    assert AccountMail.objects.filter(sent_at__isnull=True).count() == 4


def test_a_code_that_is_over_is_not_sent_and_a_dead_server_keeps_no_address(post: Post, settings: Any) -> None:
    sign_up(UNKNOWN)
    AccountMail.objects.update(until=timezone.now())
    assert deliver(settings) == 0
    assert post.mails == []
    kept = AccountMail.objects.get()
    assert (kept.failure, kept.address, kept.code, kept.given_up_at is not None) == (sending.TOO_LATE, "", "", True)


def test_a_server_that_is_back_gets_what_waited(post: Post, settings: Any) -> None:
    sign_up(UNKNOWN)
    post.answers = ["451 later"]
    assert deliver(settings) == 0
    waiting = AccountMail.objects.get()
    assert (waiting.address, "451" in waiting.failure, UNKNOWN in waiting.failure) == (UNKNOWN, True, False)
    assert sending.send(waiting.next_at) == 1


def test_a_mailbox_that_is_not_there_shows_in_the_outbox_without_the_address(
    bob: User, administrator: User, post: Post, settings: Any, signed_in: Callable[[User], Client]
) -> None:
    reset(KNOWN)
    post.answers = [f"550 no such user {KNOWN}"]
    deliver(settings)
    page = signed_in(administrator).get("/desk/notices/mails/").content.decode()
    assert "550" in page
    assert "重新设置密码" in page
    assert KNOWN not in page


@pytest.mark.parametrize(
    "change", [{"kind": "advertisement"}, {"address": ""}, {"sent_at": timezone.now()}, {"given_up_at": timezone.now()}]
)
def test_the_database_keeps_no_address_beyond_its_use(change: dict[str, Any]) -> None:
    sign_up(UNKNOWN)
    with pytest.raises(DatabaseError), transaction.atomic():
        AccountMail.objects.update(**change)
