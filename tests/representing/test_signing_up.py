"""An account of one's own: an address proved by a code, no numbers of persons, and nothing but the right to ask."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from goodstanding.departments import standing
from goodstanding.departments.models import User
from goodstanding.ledger.models import Entry
from goodstanding.notices import sending
from goodstanding.notices.models import AccountMail
from goodstanding.representing import tidying
from goodstanding.rules.loading import load
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
FORM = {"display_name": "王小明", "username": "wangxm", "email": "wang@example.com", "password1": PASSWORD}


@pytest.fixture(autouse=True)
def _nobody_has_tried_before() -> None:
    cache.clear()


def sign_up(client: Client, prefix: str = "", **changed: str) -> str:
    """Fill the form in; the page that follows."""
    return client.post(f"{prefix}/account/signup/", FORM | changed, follow=True).content.decode()


def code() -> str:
    """Out of the newest mail."""
    sending.send()
    found = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


BOTH = [("", "验证电子邮箱", "我的主体"), ("/en", "Prove your e-mail address", "My organisation")]


@pytest.mark.parametrize(("prefix", "heading", "mine"), BOTH)
def test_somebody_signs_up_proves_his_address_and_lands_on_his_own_page(client: Client, prefix: str, heading: str, mine: str) -> None:
    assert heading in sign_up(client, prefix)
    assert "_auth_user_id" not in client.session
    confirmed = client.post(f"{prefix}/account/confirm-email/", {"code": code()}, follow=True)
    assert FORM["username"] not in mail.outbox[-1].body
    assert confirmed.redirect_chain[-1][0] == f"{prefix}/ours/"
    assert f'<h1 class="govuk-heading-l">{mine}</h1>' in confirmed.content.decode()
    user = User.objects.get()
    assert (user.display_name, str(standing.of_user(user).role)) == ("王小明", "")
    mine_alone = Entry.objects.filter(subject="departments.user", subject_id=str(user.pk)).order_by("id")
    assert [one.event for one in mine_alone] == ["account:signed_up", "access:signed_in"]


def test_without_the_code_nobody_gets_in_then_or_later(client: Client) -> None:
    sign_up(client)
    assert client.post("/account/confirm-email/", {"code": "WRONG1"}).status_code == 200
    assert "_auth_user_id" not in client.session
    later = Client()
    later.post("/account/login/", {"login": FORM["username"], "password": PASSWORD})
    assert "_auth_user_id" not in later.session
    assert "/account/login/" in later.get("/powers/ask").headers["Location"]


def test_guessing_the_code_ends(client: Client) -> None:
    sign_up(client)
    right = code()
    for _ in range(4):
        client.post("/account/confirm-email/", {"code": "AAAAAA"})
    client.post("/account/confirm-email/", {"code": right})
    assert "_auth_user_id" not in client.session


def test_accounts_the_administrator_gave_need_no_code(client: Client, steward: User) -> None:
    User.objects.update(email="alice@example.com")
    answer = client.post("/account/login/", {"login": "alice", "password": PASSWORD})
    assert (answer.headers["Location"], AccountMail.objects.count()) == ("/desk/", 0)


def test_an_account_without_a_role_lands_on_its_own_page_in_its_language(client: Client, stranger: User) -> None:
    answer = client.post("/en/account/login/", {"login": "charlie", "password": PASSWORD})
    assert answer.headers["Location"] == "/en/ours/"
    assert client.get("/en/ours/").status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"username": "13800138000"}, {"username": "110101199003071233"}, {"display_name": "王110101199003071233"}, {"password1": "short"},
        {"username": "wangxiaoming1", "password1": "wangxiaoming1"}, {"email": "nowhere"}, {"display_name": ""},
    ],
)  # fmt: skip
def test_numbers_of_persons_and_weak_passwords_are_refused_and_what_was_typed_stays(client: Client, changed: dict[str, str]) -> None:
    page = sign_up(client, **changed)
    assert "govuk-error-summary" in page
    assert (FORM | changed)["username"] in page
    assert not User.objects.exists()
    assert not AccountMail.objects.exists()


def test_an_address_that_has_an_account_is_not_told_to_strangers(client: Client) -> None:
    sign_up(client)
    cache.clear()  # a second code for the same address has to wait
    known = sign_up(Client(), username="other")
    assert "验证电子邮箱" in known
    assert User.objects.count() == 1
    assert list(AccountMail.objects.values_list("kind", flat=True)) == ["prove", "exists"]


def test_a_flood_of_accounts_is_stopped(client: Client) -> None:
    answers = [
        Client().post("/account/signup/", FORM | {"username": f"user{n}", "email": f"user{n}@example.com"}).status_code for n in range(7)
    ]
    assert answers[0] == 302
    assert answers[-1] == 429
    assert User.objects.count() <= 5


def test_the_forms_speak_both_languages(client: Client) -> None:
    for prefix, words in (("", "不收集身份证件号码"), ("/en", "No identity or telephone number")):
        assert words in client.get(f"{prefix}/account/signup/").content.decode()


def test_a_second_factor_is_offered_and_not_required(stranger: User, signed_in: Callable[[User], Client]) -> None:
    charlie = signed_in(stranger)
    assert "/account/2fa/" in charlie.get("/ours/").content.decode()
    assert charlie.get("/account/2fa/").status_code == 200


def test_an_account_nobody_proved_is_forgotten_after_a_week_and_no_other(client: Client, steward: User) -> None:
    User.objects.filter(pk=steward.pk).update(email="alice@example.com")
    sign_up(client)
    proved = Client()
    sign_up(proved, username="li", email="li@example.com")
    proved.post("/account/confirm-email/", {"code": code()})
    week = load().terms["account_unproved"].count
    User.objects.update(created_at=timezone.now() - timedelta(days=week - 1))
    assert tidying.forget_unproved() == 0
    User.objects.update(created_at=timezone.now() - timedelta(days=week + 1))
    assert tidying.forget_unproved() == 1
    assert set(User.objects.values_list("username", flat=True)) == {"alice", "li"}
