"""Every operation of the API, asked by nobody, by a program and with made-up values: it answers as its own description says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ninja import Schema
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from goodstanding.departments.models import SCOPES, Department
from tests.checks.making import client, covered, granted
from tests.repairs.making import record

pytestmark = pytest.mark.django_db(transaction=True)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BARE = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None)


@pytest.mark.parametrize("tries", [pytest.param(6, id="a few"), pytest.param(500, marks=pytest.mark.nightly, id="hundreds")])
def test_every_operation_answers_as_described(live_server: Any, market: Department, tmp_path: Path, tries: int) -> None:
    record(tmp_path, market)
    granted(market)
    covered(market)
    token = {"Authorization": f"Bearer {client(market, *SCOPES)}", "Idempotency-Key": "k"}
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")
    found = [one.ok() for one in schema.get_all_operations()]
    assert len(found) == sum(isinstance(one, Ok) for one in schema.get_all_operations()) >= 32
    asked = dict.fromkeys(((one.method, one.path) for one in found), 0)
    for operation in found:

        @settings(BARE, max_examples=tries, derandomize=tries < 100)
        @given(case=operation.as_strategy(), known=st.booleans())
        def answers(case: Any, known: bool) -> None:
            case.call_and_validate(checks=CHECKS, headers=token if known else {})
            asked[case.operation.method, case.operation.path] += 1

        answers()
    assert all(asked.values()), [one for one, times in asked.items() if not times]


def test_no_two_shapes_share_a_name() -> None:
    """The description keeps one of two that are called the same, and the other's answers are then described wrongly."""
    shapes = [one for one in _all(Schema) if one.__module__.startswith("goodstanding.")]
    assert len(shapes) > 40
    twice = [name for name, times in Counter(one.__name__ for one in shapes).items() if times > 1]
    assert not twice, twice


def _all(shape: type) -> set[type]:
    return {one for below in shape.__subclasses__() for one in (below, *_all(below))}
