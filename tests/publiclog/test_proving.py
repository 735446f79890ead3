"""What proves a record's acts is on its page and in the API while it shows, verifies, and is gone with it."""

from __future__ import annotations

from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.publiclog import keys, merkle, notes, proving, sequencing
from goodstanding.records import ending, suspending
from goodstanding.records.ending import Reason
from goodstanding.records.models import Record
from tests.publiclog.making import founded, one, published

pytestmark = pytest.mark.django_db(transaction=True)
API = "/api/v1/public"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    founded()


@pytest.fixture
def record(tmp_path: Path, market: Department) -> Record:
    """With two acts, among others."""
    found = published(tmp_path, market, range(1, 9))[3]
    one(tmp_path, market, 4, CF_NR="罚款3000元")
    sequencing.sequence()
    return found


def hashes(texts: list[str]) -> list[bytes]:
    return [b64decode(text) for text in texts]


def test_every_act_of_a_record_is_proved(record: Record) -> None:
    for address in (f"/log/records/{record.pk}.json", f"{API}/records/{record.pk}/proofs"):
        given = Client().get(address).json()
        assert given["format"] == proving.FORMAT
        checkpoint = notes.checkpoint(notes.opened(given["checkpoint"], keys.verifier()))
        assert [orjson.loads(act["content"])["event"] for act in given["acts"]] == ["record:entered", "record:revised"]
        for act in given["acts"]:
            leaf = merkle.leaf_hash(act["entry"].encode())
            assert merkle.includes(leaf, act["index"], checkpoint.size, hashes(act["proof"]), checkpoint.root)
            committed = sha256(b64decode(act["salt"]) + act["content"].encode()).digest()
            assert b64decode(orjson.loads(act["entry"])["commitment"]) == committed
            assert orjson.loads(act["content"])["record"] == str(record.pk)


@pytest.mark.parametrize("how", ["ended", "suspended", "unknown"])
def test_what_does_not_show_is_not_opened(record: Record, how: str) -> None:
    public_id = record.pk
    if how == "ended":
        ending.end([record.pk], reason=Reason(because="annulled", basis="penalty-law:48"), by=SYSTEM)
    elif how == "suspended":
        suspending.suspend([record.pk], because="stay", case=uuid4(), number="1号", since=timezone.localdate(), by=SYSTEM)
    else:
        public_id = uuid4()
    sequencing.sequence()
    answer = Client().get(f"{API}/records/{public_id}/proofs")
    assert answer.status_code == 404
    assert answer.json()["code"] == "RECORD_NOT_SHOWN"
    assert Client().get(f"/log/records/{public_id}.json", headers={"Accept": "application/json"}).status_code == 404
    assert proving.acts(public_id) == []


def test_the_api_says_where_the_log_stands_and_proves_anything_of_it(record: Record) -> None:
    now = Client().get(f"{API}/log").json()
    assert now["size"] == 9
    assert now["checkpoint"] == Client().get("/log/checkpoint").content.decode()
    assert now["key"] == Client().get("/log/key").content.decode().strip() == str(keys.verifier())
    for index in range(9):
        told = Client().get(f"{API}/log/inclusion", {"index": index, "size": 9}).json()
        leaf = merkle.leaf_hash(told["entry"].encode())
        assert merkle.includes(leaf, index, 9, hashes(told["proof"]), b64decode(now["root"]))
    for old in range(10):
        told = Client().get(f"{API}/log/consistency", {"old": old, "new": 9}).json()
        assert merkle.continues(old, 9, hashes(told["proof"]), b64decode(told["old_root"]), b64decode(now["root"]))
    for wrong in ("inclusion?index=9&size=9", "inclusion?index=0&size=10", "consistency?old=3&new=10", "consistency?old=-1&new=3"):
        assert Client().get(f"{API}/log/{wrong}").status_code == 422
    assert record.is_shown()


def test_a_records_page_can_say_prove_it(record: Record, tmp_path: Path, market: Department) -> None:
    shown = render_to_string("publiclog/prove.html", proving.context(record.pk))
    assert f"/log/records/{record.pk}.json" in shown
    assert shown.count("<li>") == 2
    fresh = one(tmp_path, market, 30)
    waiting = render_to_string("publiclog/prove.html", proving.context(fresh.pk))
    assert "一分钟内" in waiting
    assert ".json" not in waiting


def test_the_api_answers_as_described(live_server: Any, record: Record) -> None:
    import schemathesis  # noqa: PLC0415
    from hypothesis import HealthCheck, Phase, given  # noqa: PLC0415
    from hypothesis import settings as how  # noqa: PLC0415
    from schemathesis.checks import not_a_server_error  # noqa: PLC0415
    from schemathesis.core.result import Ok  # noqa: PLC0415
    from schemathesis.specs.openapi.checks import (  # noqa: PLC0415
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")
    every = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    ours = [operation for operation in every if "/log" in operation.path or operation.path.endswith("/proofs")]
    assert len(ours) == 4
    for operation in ours:

        @how(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], derandomize=True)
        @given(case=operation.as_strategy())
        def answers(case: Any) -> None:
            case.call_and_validate(checks=checks)

        answers()
    proofs = next(one for one in ours if one.path.endswith("/proofs"))
    proofs.Case(path_parameters={"record_id": str(record.pk)}).call_and_validate(checks=checks)
    inclusion = next(one for one in ours if one.path.endswith("/inclusion"))
    inclusion.Case(query={"index": 3, "size": 9}).call_and_validate(checks=checks)
