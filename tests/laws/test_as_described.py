"""The API answers as its own description says, whatever is asked: schemathesis makes up the requests."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from goodstanding.departments.standing import SYSTEM
from goodstanding.laws import halting
from tests.laws.making import LAW, entries, resting, said

pytestmark = pytest.mark.django_db(transaction=True)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_the_register_answers_as_described_and_in_both_languages(live_server: Any) -> None:
    with entries():
        resting(LAW, 1)
        made = halting.halt(said(), by=SYSTEM)
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")
    ours = [
        one for one in (found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)) if one.path.startswith("/api/v1/laws")
    ]
    assert len(ours) == 3
    for operation in ours:
        raw = operation.definition.raw
        assert " / " in raw["summary"]
        assert " / " in raw["description"]

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], derandomize=True)
    @given(case=st.one_of([one.as_strategy() for one in ours]))
    def answers(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    answers()
    (one,) = [operation for operation in ours if "{number}" in operation.path]
    one.Case(path_parameters={"number": made.number}, query={"limit": 1}).call_and_validate(checks=CHECKS)
