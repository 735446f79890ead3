"""The invented town, and a browser."""

from __future__ import annotations

import pytest

from tests.browser import browser, page
from tests.portal.town import Town, build

__all__ = ["browser", "page", "town"]


@pytest.fixture
def town(db: None) -> Town:
    """Two departments, some bodies and their records; see tests.portal.town."""
    return build()
