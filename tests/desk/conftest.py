"""These tests know what was announced by November 2026, whatever the catalogue has learnt since."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _as_of_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.clocks.years import cut  # noqa: PLC0415 - models are imported when Django has been set up

    cut(monkeypatch)
