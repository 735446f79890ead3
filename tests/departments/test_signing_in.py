"""Signing in, the second factor, and what the pages say; through HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from goodstanding.departments.models import User
from goodstanding.ledger.models import Entry
from goodstanding.rules.events import Event
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
PAGES = ("/account/login/", "/account/password/reset/", "/account/signup/")
OWN_PAGES = ("/account/2fa/", "/account/password/change/", "/account/roles/", "/account/logout/")


@pytest.fixture(autouse=True)
def _nobody_has_tried_before() -> None:
    cache.clear()


def sign_in(client: Client, username: str, password: str = PASSWORD, prefix: str = "") -> int:
    """The status of the answer to the form."""
    return client.post(f"{prefix}/account/login/", {"login": username, "password": password}).status_code


def events(user: User) -> list[str]:
    return list(Entry.objects.filter(subject="departments.user", subject_id=str(user.pk)).order_by("id").values_list("event", flat=True))


def test_a_steward_signs_in_and_out_and_both_are_in_the_ledger(client: Client, steward: User) -> None:
    assert sign_in(client, "alice") == 302
    assert client.session["_auth_user_id"] == str(steward.pk)
    assert client.get("/account/logout/").status_code == 200  # asked first: a link alone signs nobody out
    assert client.post("/account/logout/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert events(steward) == [Event.ACCESS_SIGNED_IN, Event.ACCESS_SIGNED_OUT]


@pytest.mark.parametrize(
    ("username", "password"), [("alice", "wrong"), ("nobody", PASSWORD), ("ALICE", "wrong"), ("", ""), ("' or 1=1 --", "x")]
)
def test_a_wrong_name_and_a_wrong_password_look_the_same(client: Client, steward: User, username: str, password: str) -> None:
    assert sign_in(client, username, password) == 200
    assert "_auth_user_id" not in client.session
    assert not Entry.objects.filter(data__icontains=username or "alice").exists()


def test_guessing_is_stopped(client: Client, steward: User) -> None:
    answers = [sign_in(client, "alice", f"guess {n}") for n in range(12)]
    assert answers[0] == 200
    page = client.post("/account/login/", {"login": "alice", "password": PASSWORD})
    assert "_auth_user_id" not in client.session, "even the right password has to wait now"
    assert page.status_code in {200, 429}


def test_who_signs_in_in_english_goes_on_in_english(client: Client, steward: User) -> None:
    answer = client.post("/en/account/login/", {"login": "alice", "password": PASSWORD})
    assert answer.headers["Location"] == "/en/desk/"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client: Client, steward: User, elsewhere: str) -> None:
    answer = client.post("/account/login/", {"login": "alice", "password": PASSWORD, "next": elsewhere})
    assert answer.headers["Location"] == "/desk/"


def test_a_closed_account_does_not_get_in(client: Client, steward: User) -> None:
    User.objects.filter(pk=steward.pk).update(is_active=False)
    sign_in(client, "alice")
    assert "_auth_user_id" not in client.session


def test_whoever_signs_up_holds_no_role_and_is_not_in_until_his_address_is_proved(client: Client) -> None:
    form = {"display_name": "Mallory", "username": "mallory", "email": "mallory@example.com", "password1": PASSWORD}
    page = client.post("/account/signup/", form, follow=True)
    assert "验证电子邮箱" in page.content.decode()
    assert "_auth_user_id" not in client.session
    mallory = User.objects.get(username="mallory")
    assert not mallory.appointments.exists()
    assert events(mallory) == [Event.ACCOUNT_SIGNED_UP]


def test_nobody_changes_the_address_the_administrator_gave(signed_in: SignedIn, steward: User) -> None:
    for path in ("/account/email/", "/account/password/set/"):
        assert signed_in(steward).get(path).status_code == 404
    assert signed_in(steward).get("/account/confirm-email/").status_code == 302


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_speak_both_languages_and_hold_nothing_inline(client: Client, path: str) -> None:
    for url, lang in ((path, "zh"), (f"/en{path}", "en")):
        check_page(client.get(url).content.decode(), lang)


@pytest.mark.parametrize("path", OWN_PAGES)
def test_the_own_pages_speak_both_languages_and_hold_nothing_inline(signed_in: SignedIn, steward: User, path: str) -> None:
    client = signed_in(steward)
    for url, lang in ((path, "zh"), (f"/en{path}", "en")):
        answer = client.get(url)
        assert answer.status_code == 200
        check_page(answer.content.decode(), lang)
        assert "no-store" in answer.headers["Cache-Control"]


def check_page(page: str, lang: str) -> None:
    """One heading in the page's language, no inline script or style, and our frame around it."""
    heading = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert len(heading) == 1
    assert bool(re.search(r"[\u4e00-\u9fff]", unescape(heading[0]))) is (lang == "zh")
    assert "govuk-template" in page
    assert not re.search(r"\son\w+=|\sstyle=|<style", page)
    for attributes in re.findall(r"<script([^>]*)>", page):
        assert "src=" in attributes or 'type="application/json"' in attributes


def confirm_password(client: Client) -> None:
    """What is asked before something sensitive."""
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("role", ["clerk", "administrator"])
def test_who_can_change_the_record_sets_up_a_second_factor_first(
    signed_in: SignedIn, appoint: Callable[..., User], settings: Settings, role: str
) -> None:
    settings.MFA_REQUIRED = True
    client = signed_in(appoint(role))
    answer = client.get("/account/roles/")
    assert answer.status_code == 200, "pages of the account itself stay open"
    answer = client.get("/desk/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/2fa/")
    assert "双因素认证" in client.get("/account/2fa/").content.decode()


def test_a_steward_needs_none(signed_in: SignedIn, steward: User, settings: Settings) -> None:
    settings.MFA_REQUIRED = True
    assert signed_in(steward).get("/desk/").status_code == 200


def test_with_a_second_factor_the_password_alone_is_not_enough(client: Client, clerk: User, settings: Settings) -> None:
    settings.MFA_REQUIRED = True
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(clerk, secret)
    answer = client.post("/account/login/", {"login": "bob", "password": PASSWORD})
    assert answer.headers["Location"].endswith("/account/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    check_page(client.get("/account/2fa/authenticate/").content.decode(), "zh")
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in client.session
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    client.post("/account/2fa/authenticate/", {"code": code})
    assert client.session["_auth_user_id"] == str(clerk.pk)
    assert client.get("/desk/").status_code == 200


def test_an_authenticator_app_is_set_up_through_the_pages(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    asked = client.get("/account/2fa/totp/activate/", follow=True)
    assert asked.redirect_chain[0][0].startswith("/account/reauthenticate/"), "a sensitive step asks for the password again"
    check_page(asked.content.decode(), "zh")
    confirm_password(client)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    check_page(page, "zh")
    assert "data:image/svg+xml" in page
    secret = client.session["mfa.totp.secret"]
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    answer = client.post("/account/2fa/totp/activate/", {"code": code}, follow=True)
    assert answer.status_code == 200
    assert Authenticator.objects.filter(user=clerk, type="totp").exists()
    assert Authenticator.objects.filter(user=clerk, type="recovery_codes").exists()


@pytest.mark.parametrize("path", ["/account/2fa/webauthn/", "/account/2fa/webauthn/add/", "/account/2fa/recovery-codes/generate/"])
def test_security_keys_and_recovery_codes_have_their_pages(client: Client, clerk: User, path: str) -> None:
    totp.TOTP.activate(clerk, totp.generate_totp_secret())
    client.force_login(clerk)
    confirm_password(client)
    answer = client.get(path)
    assert answer.status_code == 200
    check_page(answer.content.decode(), "zh")


def test_somebody_with_two_roles_chooses_one(signed_in: SignedIn, steward: User, appoint: Callable[..., User]) -> None:
    second = steward.appointments.create(role="auditor", starts_on="2021-01-01")
    client = signed_in(steward)
    page = client.get("/account/roles/").content.decode()
    assert "数据报送员" in page
    assert "审计员" in page
    client.post("/account/roles/", {"appointment": second.pk})
    assert client.session["appointment"] == second.pk
    others = appoint("clerk")
    client.post("/account/roles/", {"appointment": others.appointments.get().pk})
    assert client.session["appointment"] == second.pk
