"""The code service answers as its own description says, whatever is sent: schemathesis makes up the requests."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from tests.portal.town import build

pytestmark = pytest.mark.django_db(transaction=True)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 40


def test_both_operations_answer_as_described_and_in_both_languages(live_server: Any) -> None:
    town = build()
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")
    ours = [operation for found in schema.get_all_operations() if isinstance(found, Ok) and "/codes" in (operation := found.ok()).path]
    assert sorted((operation.method, operation.path) for operation in ours) == [
        ("get", "/api/v1/public/codes/{code}"), ("post", "/api/v1/public/codes"),
    ]  # fmt: skip
    for operation in ours:
        raw = operation.definition.raw
        assert " / " in raw["summary"]
        assert "/ " in raw["description"]

        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], derandomize=True)
        @given(case=operation.as_strategy())
        def answers(case: Any) -> None:
            case.call_and_validate(checks=CHECKS)

        answers()
    for code in (town.company.uscc, "330100000041239", "914043001922038216", "133010000123"):
        (one,) = [operation for operation in ours if operation.method == "get"]
        one.Case(path_parameters={"code": code}).call_and_validate(checks=CHECKS)
