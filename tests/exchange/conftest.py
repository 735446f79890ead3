"""An office that is competent and has adopted a measure; receivers on this machine are allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from goodstanding.departments.models import Department
    from tests.measures.making import Office


@pytest.fixture(autouse=True)
def _this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DELIVERY_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("DELIVERY_HTTP_HOSTS", "127.0.0.1")


@pytest.fixture
def office(market: Department) -> Office:
    """Steward and head; competent for the market's black list."""
    from tests.lists.making import competent  # noqa: PLC0415 - models are there only now
    from tests.measures import making  # noqa: PLC0415

    made = making.office(market)
    competent(market, making.BLACK)
    return made


@pytest.fixture
def other(environment: Department) -> Office:
    """Another department, which has adopted a measure on that list."""
    from tests.measures import making  # noqa: PLC0415 - models are there only now

    made = making.office(environment)
    making.adopted(made)
    return made
