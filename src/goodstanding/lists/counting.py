"""Figures of each public list: what was proposed and what became of it. Key scrutiny is not counted in public."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, F, Q
from django.utils import timezone

from goodstanding.lists import saying
from goodstanding.lists.models import ENDINGS, IN_FORCE, OPEN, Listing
from goodstanding.lists.shown import COLOURS
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

NAMES = ("proposed", "loaded", "dropped", "decided", "published", "expired", "ended")


@dataclass(slots=True)
class Figures:
    """One list. ``ended``: by reason, only what occurred."""

    kind: str
    colour: str
    counts: dict[str, int] = field(default_factory=dict)
    ended: list[tuple[Text, int]] = field(default_factory=list)

    @property
    def title(self) -> Text:
        """The list's name."""
        return saying.title_of(self.kind)


def figures() -> list[Figures]:
    """Of every list that ever had a case."""
    today = timezone.localdate()
    what = {
        "proposed": Q(load__isnull=True), "loaded": Q(load__isnull=False), "dropped": Q(state="dropped"),
        "decided": Q(decided_on__isnull=False), "published": Q(published_at__isnull=False),
        "expired": Q(state__in=IN_FORCE, ends_on__lt=today), "ended": Q(state="ended"), "open": Q(state__in=OPEN),
    }  # fmt: skip
    counted = {name: Count("pk", filter=chosen) for name, chosen in what.items()}
    cases = Listing.everything.filter(colour__in=COLOURS).order_by()
    found = {
        row["kind"]: Figures(row["kind"], row["colour"], {name: n for name, n in row.items() if isinstance(n, int)})
        for row in cases.values("kind", "colour").annotate(**counted).order_by(F("colour").desc(), "kind")
    }
    reasons = cases.filter(state="ended").values_list("kind", "ended_because").annotate(n=Count("pk"))
    for kind, because, n in sorted(reasons, key=lambda row: ENDINGS.index(row[1])):
        found[kind].ended.append((text("lists.ended_because", because), n))
    return list(found.values())
