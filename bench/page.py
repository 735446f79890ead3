"""``docs/names.md`` out of ``bench/names.md`` and the results: a page whose figures nobody types."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
PAGE = _HERE.parent / "docs" / "names.md"
RESULTS = _HERE / "results.json"
NONE = "—"
_PLACE = re.compile(r"\{([a-z]+\.[A-Za-z0-9_-]+)(?::(against|target))?\}")


def page(results: dict[str, dict[str, Any]]) -> str:
    """The page; a figure that was not measured is a dash."""
    template = (_HERE / "names.md").read_text(encoding="utf-8")
    return _PLACE.sub(lambda place: _cell(results.get(place[1], {}).get(place[2] or "value", NONE)), template)


def write() -> None:
    """Write it."""
    PAGE.write_text(page(json.loads(RESULTS.read_text(encoding="utf-8"))), encoding="utf-8")


def _cell(value: object) -> str:
    return f"{value:,g}" if isinstance(value, int | float) else str(value).replace("|", "/")
