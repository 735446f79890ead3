"""How a city's records are spread over its departments' files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from goodstanding.city.departments import Department, Feed, departments
from goodstanding.city.layouts import WAYS, Way

WORKBOOK_ROWS = 2_000
"""No department keeps more than this in a workbook; what would be over goes into the largest CSV."""
PERMITS = 0.55
"""The share of permits among all records."""
LATER = ("market penalty", "urban penalty", "transport permit")
"""Feeds that hand in a second file: some rows of the first again, some of them changed by then, some new."""
LATER_ROWS = 60


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file to be written: rows ``start`` to ``stop`` of a department's feed. Rows below ``again`` were handed in before."""

    path: Path
    department: Department
    feed: Feed
    start: int
    stop: int
    again: int = 0

    @property
    def way(self) -> Way:
        """Its layout."""
        return WAYS[self.feed.way]

    @property
    def mapping(self) -> str:
        """The name of its mapping file, '' where the template is known anyway."""
        return f"{self.feed.kind}_own.toml" if self.way.template == "own" else ""


def plan(directory: Path, records: int) -> list[Delivery]:
    """The first files of all departments, then the later ones. Rows of the first add up to ``records``."""
    permits = round(records * PERMITS)
    first = [one for kind, total in (("permit", permits), ("penalty", records - permits)) for one in _spread(directory, kind, total)]
    return first + [
        Delivery(
            directory / "later" / one.path.name,
            one.department,
            one.feed,
            max(0, one.stop - LATER_ROWS // 2),
            one.stop + LATER_ROWS // 2,
            one.stop,
        )
        for one in first
        if f"{one.department.slug} {one.feed.kind}" in LATER
    ]


def _spread(directory: Path, kind: str, total: int) -> list[Delivery]:
    feeds = [(department, feed) for department in departments() for feed in department.feeds if feed.kind == kind]
    whole = sum(feed.share for _, feed in feeds)
    counts = [int(total * feed.share / whole) for _, feed in feeds]
    counts = [
        min(count, WORKBOOK_ROWS) if WAYS[feed.way].suffix == "xlsx" else count for count, (_, feed) in zip(counts, feeds, strict=True)
    ]
    counts[0] += total - sum(counts)  # the first is the market regulator's CSV
    return [
        Delivery(directory / "files" / f"{department.slug}_{kind}.{WAYS[feed.way].suffix}", department, feed, 0, count)
        for count, (department, feed) in zip(counts, feeds, strict=True)
        if count
    ]
