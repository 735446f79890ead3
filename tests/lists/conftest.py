"""A market regulator that may list: Alice, its steward, and Hugh, its head."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from goodstanding.departments.models import Department, User
    from goodstanding.departments.standing import Standing
    from tests.lists.making import Office


@pytest.fixture
def head(appoint: Callable[..., User], market: Department) -> User:
    """Hugh decides for market regulation."""
    return appoint("head", market, "hugh")


@pytest.fixture
def office(market: Department, steward: User, head: User, standing_of: Callable[[User], Standing]) -> Office:
    """Who proposes and who decides, competent for a list of each colour."""
    from tests.lists.making import Office, competent  # noqa: PLC0415 - models are there only now

    competent(market)
    return Office(market, standing_of(steward), standing_of(head))
