"""Checks through HTTP: tokens, quota, the same bytes again, batches, feedback; what a program is told when it may not or cannot."""

from __future__ import annotations

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

import orjson
import pytest
from django.db import connections
from django.test import Client

from goodstanding.checks import coverage, sealing
from goodstanding.checks.models import Batch, Check, Feedback, Quota
from goodstanding.departments.models import ApiClient, Department
from goodstanding.ledger.models import Entry
from tests.checks.making import PURPOSE, client, covered, granted
from tests.organisations.making import code, organisation
from tests.repairs.making import record

pytestmark = pytest.mark.django_db


def url(number: int, **query: str) -> str:
    said = "&".join(f"{name}={value}" for name, value in ({"purpose": PURPOSE} | query).items())
    return f"/api/v1/organisations/{code(number)}/check?{said}"


def with_token(token: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def ready(market: Department, tmp_path: Path) -> Client:
    """A program that may ask; number 1 has a penalty, 2 nothing."""
    record(tmp_path, market)
    organisation(2, "临澜市乙有限公司")
    granted(market)
    covered(market)
    return with_token(client(market))


def batch(ready: Client, *codes: str, key: str = "k1", **said: Any) -> Any:
    body = {"codes": list(codes), "purpose": PURPOSE, "matter": "ZB-1", **said}
    return ready.post("/api/v1/checks", data=orjson.dumps(body), content_type="application/json", headers={"Idempotency-Key": key})


def test_one_check_and_the_same_bytes_again(ready: Client) -> None:
    first = ready.get(url(1, matter="ZB-1"))
    assert (first.status_code, first["Content-Type"], first["Cache-Control"]) == (200, "application/json", "no-store")
    assert first.json()["kind"] == "found"
    kept = Check.objects.get()
    assert first["Content-Location"] == f"/api/v1/checks/{kept.pk}"
    again = ready.get(first["Content-Location"])
    assert again.content == first.content
    digest = sha256(first.content).digest()
    assert again["Repr-Digest"] == first["Repr-Digest"] == f"sha-256=:{b64encode(digest).decode()}:"
    assert again["ETag"] == f'"{digest.hex()}"'
    unchanged = ready.get(first["Content-Location"], headers={"If-None-Match": again["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert Check.objects.count() == 1
    assert (kept.role, kept.client_id, kept.matter) == ("steward", ApiClient.objects.get().pk, "ZB-1")


@pytest.mark.django_db(transaction=True)
def test_who_is_not_answered(ready: Client, market: Department, environment: Department) -> None:
    before = Entry.objects.filter(event="access:refused").count()
    assert Client().get(url(1)).json()["code"] == "TOKEN_REFUSED"
    assert with_token("gs_nonsense").get(url(1)).status_code == 401
    other = with_token(client(market, "intake:read")).get(url(1))
    assert (other.status_code, other.json()["code"]) == (403, "SCOPE_MISSING")
    stranger = with_token(client(environment)).get(url(1))
    assert (stranger.status_code, stranger.json()["code"]) == (403, "PURPOSE_NOT_GRANTED")
    assert stranger["Content-Type"] == "application/problem+json"
    assert ready.get(url(1, purpose="nonsense")).status_code == 422
    assert ready.get(url(1, matter="x" * 201)).status_code == 422
    assert Entry.objects.filter(event="access:refused").count() - before == 2
    assert not Check.objects.exists()


def test_anothers_receipt_is_not_given(ready: Client, environment: Department) -> None:
    address = ready.get(url(1))["Content-Location"]
    other = with_token(client(environment))
    for path in (address, f"{address}/proof"):
        assert other.get(path).status_code == 403
    assert ready.get("/api/v1/checks/00000000-0000-7000-8000-000000000000").status_code == 404


def test_a_batch_is_answered_once_for_its_key(ready: Client) -> None:
    first = batch(ready, code(2), code(1), code(3))
    assert first.status_code == 200
    assert [one["kind"] for one in first.json()["items"]] == ["nothing", "found", "unknown"]
    assert batch(ready, code(2), code(1), code(3)).content == first.content
    assert (Check.objects.count(), Batch.objects.get().counts) == (3, {"nothing": 1, "found": 1, "unknown": 1})
    assert batch(ready, code(2)).json()["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert batch(ready, code(2), key="").json()["code"] == "IDEMPOTENCY_KEY_NEEDED"
    assert batch(ready, *[code(1)] * 1001, key="k2").status_code == 422
    assert batch(ready, key="k3").status_code == 422
    assert batch(ready, code(1), key="k4", purpose="permit").status_code == 403
    assert Batch.objects.count() == 1


def test_a_thousand_in_one_request(ready: Client) -> None:
    codes = [code(number) for number in range(1, 1001)]
    answer = batch(ready, *codes).json()
    assert [one["asked"]["code"] for one in answer["items"]] == codes
    assert Check.objects.count() == 1000


def test_the_quota_is_said_and_kept(ready: Client, settings: Any) -> None:
    settings.CHECKS_PER_MINUTE = 5
    with patch("goodstanding.checks.limiting.time.time", return_value=1_800_000_015.0):
        first = ready.get(url(2))
        assert (first["RateLimit-Policy"], first["RateLimit"]) == ('"codes";q=5;w=60', '"codes";r=4;t=45')
        assert batch(ready, code(1), code(2), code(1), key="a")["RateLimit"] == '"codes";r=1;t=45'
        assert batch(ready, code(1), code(2), code(1), key="b").status_code == 429
        refused = ready.get(url(2))
        assert (refused.status_code, refused["Retry-After"], refused["RateLimit"]) == (429, "45", '"codes";r=0;t=45')
        assert refused.json()["code"] == "TOO_FAST"
    with patch("goodstanding.checks.limiting.time.time", return_value=1_800_000_060.0):
        assert ready.get(url(2))["RateLimit"] == '"codes";r=4;t=60'
    assert Quota.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_quota_holds_over_many_at_once(ready: Client, market: Department, settings: Any) -> None:
    settings.CHECKS_PER_MINUTE = 10
    token = client(market)

    def once(_: int) -> int:
        try:
            return with_token(token).get(url(2)).status_code
        finally:
            connections.close_all()

    with patch("goodstanding.checks.limiting._minute", return_value=7), ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(once, range(24)))
    assert answers == [200] * 10 + [429] * 14
    assert Check.objects.count() == 10


def test_a_fault_of_ours_is_unknown_and_without_a_receipt_503(ready: Client) -> None:
    coverage._kept.clear()
    with patch("goodstanding.checks.coverage.read", side_effect=RuntimeError("x")):
        answer = ready.get(url(2))
    assert (answer.status_code, answer.json()["kind"], answer.json()["because"][0]["code"]) == (200, "unknown", "fault")
    with patch("goodstanding.checks.asking._Request._kept", side_effect=RuntimeError("x")):
        answer = ready.get(url(2))
    assert (answer.status_code, answer.json()["code"], answer["Content-Type"]) == (503, "UNAVAILABLE", "application/problem+json")


def test_the_proof_comes_with_the_seal(ready: Client) -> None:
    address = ready.get(url(1))["Content-Location"]
    assert ready.get(f"{address}/proof").json()["code"] == "NOT_SEALED_YET"
    sealing.seal_all()
    proof = ready.get(f"{address}/proof").json()
    assert (proof["index"], proof["size"], proof["path"]) == (0, 1, [])
    assert proof["sha256"] == sha256(ready.get(address).content).hexdigest()


def test_what_was_done_is_written_down(ready: Client) -> None:
    address = ready.get(url(1))["Content-Location"]

    def say(**said: Any) -> Any:
        return ready.post(f"{address}/feedback", data=orjson.dumps(said), content_type="application/json")

    assert say(outcome="seen").status_code == 201
    assert say(outcome="not_applied").json()["code"] == "REASONS_MISSING"
    assert say(outcome="applied", measure="green_lane").json()["code"] == "MEASURE_NOT_NAMED"
    assert say(outcome="refused").status_code == 422
    assert say(outcome="not_applicable", reasons="与招标项目无关").json()["outcome"] == "not_applicable"
    assert list(Feedback.objects.values_list("outcome", flat=True)) == ["seen", "not_applicable"]
    assert Entry.objects.filter(event="check:fed_back").count() == 2


def test_a_revoked_program_is_nobody_at_once(ready: Client) -> None:
    assert ready.get(url(2)).status_code == 200
    ApiClient.objects.update(revoked_at="2026-01-01T00:00Z")
    assert ready.get(url(2)).status_code == 401
