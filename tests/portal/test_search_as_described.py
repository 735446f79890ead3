"""The search by HTTP answers as its own description says, whatever is asked: schemathesis makes up the requests."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from goodstanding.organisations.searching import keying
from tests.portal.town import build

pytestmark = pytest.mark.django_db(transaction=True)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_the_search_answers_as_described_and_in_both_languages(live_server: Any) -> None:
    build()
    keying.key()
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    (search,) = [one for one in operations if (one.method, one.path) == ("get", "/api/v1/public/organisations")]
    raw = search.definition.raw
    assert {one["name"] for one in raw["parameters"]} == {"q", "limit", "cursor", "district", "category", "status", "trade"}
    assert all(" / " in one["schema"].get("description", one.get("description", "")) for one in raw["parameters"])

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], derandomize=True)
    @given(case=search.as_strategy())
    def answers(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    answers()
    for typed in ("溪山", "清湖食品", "qxsp", "MA7X", "330100000041239"):
        search.Case(query={"q": typed}).call_and_validate(checks=CHECKS)
        search.Case(query={"q": typed, "category": "91", "limit": 1}).call_and_validate(checks=CHECKS)
