"""The invented town, and a browser. Models are imported when pytest-django has set up Django, not with this file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.portal.town import Town


@pytest.fixture
def town(db: None) -> Town:
    """Two departments, some bodies and their records; see tests.portal.town."""
    from tests.portal.town import build  # noqa: PLC0415

    return build()
