"""Client credentials for a short-lived access token, as RFC 6749 says it, errors too."""

from __future__ import annotations

from base64 import b64encode
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from goodstanding.departments import access
from goodstanding.departments.models import ApiClient, Department
from tests.checks.making import PURPOSE, client, covered, granted
from tests.organisations.making import code, organisation

pytestmark = pytest.mark.django_db
URL = "/api/v1/oauth/token"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def secret(market: Department) -> str:
    """Of a program that may ask and hand in."""
    organisation(1, "临澜市甲有限公司")
    granted(market)
    covered(market)
    return client(market, "check:ask", "intake:read")


def post(body: str = "grant_type=client_credentials", **headers: str) -> Any:
    return Client().post(URL, data=body, content_type=FORM, headers=headers)


def basic(secret: str, number: object = "") -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{number or ApiClient.objects.get().pk}:{secret}".encode()).decode()}


def asked(token: str) -> int:
    address = f"/api/v1/organisations/{code(1)}/check?purpose={PURPOSE}"
    return Client(headers={"Authorization": f"Bearer {token}"}).get(address).status_code


def test_in_the_form_and_by_basic(secret: str) -> None:
    answers = [
        post(f"grant_type=client_credentials&client_id={ApiClient.objects.get().pk}&client_secret={secret}"), post(**basic(secret)),
    ]  # fmt: skip
    for answer in answers:
        assert (answer.status_code, answer["Cache-Control"], answer["Pragma"]) == (200, "no-store", "no-cache")
        said = answer.json()
        assert (said["token_type"], said["expires_in"], said["scope"]) == ("Bearer", 600, "check:ask intake:read")
        assert asked(said["access_token"]) == 200
        assert Client(headers={"Authorization": f"Bearer {said['access_token']}"}).get("/api/v1/submissions").status_code == 200


def test_a_narrower_scope_is_kept_to(secret: str) -> None:
    token = post("grant_type=client_credentials&scope=intake:read", **basic(secret)).json()["access_token"]
    assert asked(token) == 403
    assert Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/submissions").status_code == 200


@pytest.mark.parametrize(
    ("body", "error", "status"),
    [
        ("", "invalid_request", 400),
        ("grant_type=client_credentials&grant_type=client_credentials", "invalid_request", 400),
        ("grant_type=client_credentials&client_secret=x", "invalid_request", 400),
        ("grant_type=password", "unsupported_grant_type", 400),
        ("grant_type=client_credentials&scope=public:read", "invalid_scope", 400),
    ],
)
def test_errors_of_the_request(secret: str, body: str, error: str, status: int) -> None:
    answer = post(body, **basic(secret))
    assert (answer.status_code, answer.json()["error"], answer["Cache-Control"]) == (status, error, "no-store")
    assert answer.json()["error_description"].isascii()


def test_errors_of_the_client(secret: str) -> None:
    held = post(**basic(secret)).json()["access_token"]
    wrong = [basic("gs_x"), basic(secret, 999), basic(held), {"Authorization": "Basic ***"}, {"Authorization": f"Bearer {secret}"}, {}]
    for headers in wrong:
        answer = post(**headers)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert answer["WWW-Authenticate"].startswith("Basic")
    assert Client().post(URL, data="{}", content_type="application/json").json()["error"] == "invalid_request"


@pytest.mark.parametrize(
    "changed",
    [
        {"revoked_at": timezone.now()}, {"ends_on": timezone.localdate() - timedelta(days=1), "starts_on": date(2020, 1, 1)},
        {"token_hash": "0" * 64}, {"scopes": ["intake:read"]},
    ],
)  # fmt: skip
def test_it_dies_with_its_client(secret: str, changed: dict[str, Any]) -> None:
    token = post(**basic(secret)).json()["access_token"]
    assert asked(token) == 200
    ApiClient.objects.update(**changed)
    assert asked(token) in ({403} if "scopes" in changed else {401})


def test_it_lives_ten_minutes_and_cannot_be_changed(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    token = post(**basic(secret)).json()["access_token"]
    assert asked(token[:-2] + ("aa" if token[-2:] != "aa" else "bb")) == 401
    assert asked(access.PREFIX + signing.dumps([1, ["check:ask"], "x"], salt="another")) == 401
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + access.SECONDS + 1)
    assert asked(token) == 401
