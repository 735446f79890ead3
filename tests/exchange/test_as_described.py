"""The API of deliveries answers as its own description says, whatever is asked: schemathesis makes up the requests."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from goodstanding.exchange import filter_making
from goodstanding.exchange.models import Delivery
from tests.exchange.making import LIST, MEASURE, gathered, published, subscribed
from tests.exchange.test_http import program, taken_off
from tests.measures import making

pytestmark = pytest.mark.django_db(transaction=True)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_it_answers_as_described_and_in_both_languages(live_server: Any, market: Any) -> None:
    case_ = making.applied(market)
    subscribed(case_.office, LIST, MEASURE)
    entries = [published(making.body(n), market) for n in (2, 3)]
    gathered()
    taken_off(entries[0])
    gathered()
    filter_making.make_all()
    token = program(market)
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    ours = [one for one in found if one.path.startswith(("/api/v1/deliveries", "/api/v1/filters"))]
    assert len(ours) == 5
    for operation in ours:
        raw = operation.definition.raw
        assert " / " in raw["summary"]
        assert any("一" <= sign <= "鿿" for sign in raw["description"])

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], derandomize=True)
    @given(case=st.one_of([one.as_strategy() for one in ours]), known=st.booleans())
    def answers(case: Any, known: bool) -> None:
        case.call_and_validate(checks=CHECKS, headers=token if known else {})

    answers()
    by_path = {(one.path.removeprefix("/api/v1/"), one.method): one for one in ours}
    assert {one.holding.subject for one in Delivery.objects.select_related("holding")} == {"lists.listing", "measures.application"}
    for one in Delivery.objects.all():
        for (path, _), operation in by_path.items():
            if "{delivery}" in path:
                operation.Case(path_parameters={"delivery": str(one.key)}).call_and_validate(checks=CHECKS, headers=token)
    (download,) = [one for (path, _), one in by_path.items() if "{code}" in path]
    for code in ("list-market_serious", "nothing"):
        download.Case(path_parameters={"code": code}).call_and_validate(checks=CHECKS, headers=token)
