"""The API of checks answers as its own description says, whatever is asked: schemathesis makes up the requests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from goodstanding.checks import asking, sealing
from goodstanding.checks.api_examples import examples
from goodstanding.checks.api_schemas import CheckAnswer
from goodstanding.departments.models import ApiClient, Department
from tests.checks.making import PURPOSE, asks, client, covered, granted
from tests.organisations.making import code, organisation
from tests.repairs.making import record

pytestmark = pytest.mark.django_db(transaction=True)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_checks_answer_as_described_and_in_both_languages(live_server: Any, market: Department, tmp_path: Path) -> None:
    record(tmp_path, market)
    organisation(2, "临澜市乙有限公司")
    granted(market)
    covered(market)
    secret = client(market)
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "k"}
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    ours = [one for one in found if one.path.startswith(("/api/v1/checks", "/api/v1/oauth")) or one.path.endswith("/check")]
    assert len(ours) == 6
    for operation in ours:
        raw = operation.definition.raw
        assert " / " in raw["summary"]
        assert "。" in raw["description"]
        if "oauth" not in operation.path:
            assert raw["security"]

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], derandomize=True)
    @given(case=st.one_of([one.as_strategy() for one in ours]))
    def answers(case: Any) -> None:
        case.call_and_validate(headers={} if "oauth" in case.operation.path else headers, checks=CHECKS)

    answers()
    one = {operation.path.removeprefix("/api/v1"): operation for operation in ours}
    for asked in (code(1), code(2), code(3), "11010519491231002X", "%"):
        query = {"purpose": PURPOSE, "matter": "ZB-1"}
        one["/organisations/{code}/check"].Case(path_parameters={"code": asked}, query=query).call_and_validate(
            headers=headers, checks=CHECKS
        )
    (made,) = asking.ask([code(1)], purpose=PURPOSE, matter="", by=asks(market))
    sealing.seal_all()
    for path in ("/checks/{receipt}", "/checks/{receipt}/proof"):
        one[path].Case(path_parameters={"receipt": str(made.pk)}).call_and_validate(headers=headers, checks=CHECKS)
    said = {"codes": [code(1), code(2)], "purpose": PURPOSE, "matter": ""}
    one["/checks"].Case(body=said, media_type="application/json").call_and_validate(
        headers=headers | {"Idempotency-Key": "z"}, checks=CHECKS
    )
    form = {"grant_type": "client_credentials", "client_id": str(ApiClient.objects.get().pk), "client_secret": secret}
    one["/oauth/token"].Case(body=form, media_type="application/x-www-form-urlencoded").call_and_validate(checks=CHECKS)


def test_there_is_an_example_of_each_kind_of_answer_in_both_languages() -> None:
    schema = Draft202012Validator(CheckAnswer.model_json_schema())
    said = examples()
    assert set(said) == {"found", "nothing", "unknown"}
    for kind, example in said.items():
        schema.validate(example["value"])
        assert example["value"]["kind"] == kind
        assert example["value"]["said"]["zh"] != example["value"]["said"]["en"]
