"""The log takes in what is settled, and a server's other databases hold that up: whoever tests beside us may keep a transaction open."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _settled_first(monkeypatch: pytest.MonkeyPatch) -> None:
    from goodstanding.publiclog import sequencing  # noqa: PLC0415 - Django is set up by now
    from tests.publiclog.making import settle  # noqa: PLC0415

    sequence = sequencing.sequence

    def patiently(*args: Any, **kwargs: Any) -> int:
        settle()
        return sequence(*args, **kwargs)

    monkeypatch.setattr(sequencing, "sequence", patiently)
