"""The intake API answers as its own description says, whatever is sent: schemathesis makes up the requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import Standing
from goodstanding.departments.tokens import give
from goodstanding.intake import checking
from goodstanding.intake.receiving import About, receive
from tests.intake.rows import as_csv, penalty

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLES = 15


@pytest.fixture
def token(
    tmp_path: Path, settings: Any, market: Department, administrator: User, steward: User, standing_of: Callable[[User], Standing]
) -> str:
    settings.DATA_DIR = tmp_path
    by = standing_of(steward)
    some = receive(
        [as_csv([penalty(1, CF_WSH="")])], About(department=market, kind="penalty", channel="web", name="a.csv"), by=by
    ).submission
    checking.check(some.id)
    ends_on, by = timezone.localdate() + timedelta(days=9), standing_of(administrator)
    return give(name="系统", department=market, scopes=("intake:read", "intake:write"), ends_on=ends_on, by=by)[1]


def test_every_operation_answers_as_described(live_server: Any, token: str) -> None:
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")
    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
    every = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    ours = [operation for operation in every if "/submissions" in operation.path or "/nothing" in operation.path]
    assert len(ours) == 8
    for operation in ours:

        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], derandomize=True)
        @given(case=operation.as_strategy())
        def answers(case: Any) -> None:
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
            case.call_and_validate(checks=checks)

        answers()
