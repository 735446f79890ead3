"""What the public data cover and how fresh they are: said beside every answer, so that "nothing found" is never read as "clear"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from goodstanding.departments.feeds import Freshness, freshness


@dataclass(frozen=True, slots=True)
class Coverage:
    """All feeds in force today."""

    feeds: tuple[Freshness, ...]

    @property
    def departments(self) -> int:
        """How many departments hand in."""
        return len({feed.department_id for feed in self.feeds})

    @property
    def late(self) -> tuple[Freshness, ...]:
        """Feeds that should have come by now, or never came."""
        return tuple(feed for feed in self.feeds if feed.late or feed.last is None)

    @property
    def last(self) -> datetime | None:
        """When anything came last."""
        return max((feed.last for feed in self.feeds if feed.last), default=None)


def covered() -> Coverage:
    """As of now."""
    return Coverage(tuple(freshness()))


def age(feed: Freshness) -> tuple[int, int]:
    """Days since the last hand-in, and per cent of twice the time allowed: what a picture of freshness needs."""
    if feed.last is None:
        return 0, 100
    days = (timezone.localdate() - timezone.localtime(feed.last).date()).days
    return days, min(round(50 * days / feed.every_days), 100)
