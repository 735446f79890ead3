"""One city for all tests of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goodstanding.city import founding

TODAY = date(2026, 11, 20)
SEED = 20261120


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """3,000 organisations and 9,000 rows, one in sixteen spoilt."""
    directory = tmp_path_factory.mktemp("city")
    founding.found(directory, organisations=3_000, records=9_000, seed=SEED, today=TODAY, faults=0.06)
    return directory
