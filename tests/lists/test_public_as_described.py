"""The lists' API answers as its own description says, whatever is asked: schemathesis makes up the requests."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from tests.lists.making import BLACK, RED, SCRUTINY, Office, body

pytestmark = pytest.mark.django_db(transaction=True)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_the_lists_answer_as_described_and_in_both_languages(live_server: Any, office: Office) -> None:
    office.published(body(1, "甲公司"))
    office.published(body(2, "乙公司"), RED)
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    ours = [one for one in found if one.path.startswith("/api/v1/lists")]
    assert len(ours) == 2
    for operation in ours:
        raw = operation.definition.raw
        assert " / " in raw["summary"]
        assert "。" in raw["description"]

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], derandomize=True)
    @given(case=st.one_of([one.as_strategy() for one in ours]))
    def answers(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    answers()
    (one,) = [operation for operation in ours if "{kind}" in operation.path]
    for kind in (BLACK, RED, SCRUTINY):
        for q in ("", "甲公司", "9134", "\0", "%", "_" * 3):
            one.Case(path_parameters={"kind": kind}, query={"limit": 1, "q": q}).call_and_validate(checks=CHECKS)
