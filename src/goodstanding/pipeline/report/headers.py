"""The header rows the examination found, from ``headers.json``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import orjson


@dataclass(frozen=True, slots=True)
class SheetHeader:
    """``lines``: the header's lines, the last one directly above the data; ``names``: one for each column."""

    lines: tuple[int, ...]
    names: tuple[str, ...]

    @property
    def first_line(self) -> int:
        """1, or 0 where the header is made of JSON keys."""
        return 0 if 0 in self.lines else 1

    def columns(self, heading: str) -> list[int]:
        """The columns under a finding's heading; where several were joined into one field, all of them."""
        wanted = {heading} if heading in self.names else set(heading.split("+"))
        return [column for column, name in enumerate(self.names) if name and name in wanted]


NO_HEADER = SheetHeader((), ())


def read_headers(folder: Path) -> dict[str, SheetHeader]:
    """Sheet -> its header."""
    table = orjson.loads((folder / "headers.json").read_bytes())
    return {sheet["sheet"]: SheetHeader(tuple(sheet["lines"]), tuple(sheet["names"])) for sheet in table["sheets"]}
