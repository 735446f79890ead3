"""Refusals are written on a connection of their own; in a test that is rolled back they would stay behind for the next."""

from __future__ import annotations

from typing import Any

import pytest

MODULES = ("goodstanding.departments.allowing", "goodstanding.checks.asking", "goodstanding.checks.admitting")


@pytest.fixture(autouse=True)
def _refusals_stay_in_the_test(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the test's own transaction, unless it commits."""
    from goodstanding.ledger import writing  # noqa: PLC0415 - models are there only now
    from goodstanding.rules.events import Event  # noqa: PLC0415

    mark = request.node.get_closest_marker("django_db")
    if mark is None or mark.kwargs.get("transaction"):
        return

    def within(subject: Any, action: str, by: Any) -> None:
        writing.write(Event.ACCESS_REFUSED, subject, by=by, data={"action": action})

    for module in MODULES:
        monkeypatch.setattr(f"{module}.write_apart", within)
