"""What the public log says of entries: publicised, published, kept back again, over. Of what was never public, nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from goodstanding.ledger.reading import Line
from goodstanding.lists.catalogue import rules
from goodstanding.lists.models import Dispute, Listing
from goodstanding.publiclog import acts
from goodstanding.publiclog.acts import Act
from goodstanding.rules.events import Event

SUBJECT = "lists.listing"
OUT = frozenset({Event.LISTING_PUBLICISED, Event.LISTING_PUBLISHED})
"""From one of these on anybody can see it."""
BESIDE = frozenset({Event.LISTING_DISPUTED, Event.LISTING_UNDISPUTED, Event.LISTING_SUSPENDED, Event.LISTING_RESUMED})
"""What befalls it meanwhile."""
BACK = frozenset({Event.LISTING_WITHHELD, Event.LISTING_DROPPED, Event.LISTING_ENDED})


def gather(lines: Sequence[Line]) -> Mapping[int, Act]:
    """Of a batch of entries; one query."""
    found = Listing.everything.select_related("organisation", "department", "load").in_bulk([UUID(one.subject_id) for one in lines])
    out = acts.logged({one.subject_id for one in lines})
    made: dict[int, Act] = {}
    for place, line in enumerate(lines):
        listing = found[UUID(line.subject_id)]
        if line.event in OUT:
            out.add(line.subject_id)
        if line.subject_id in out:
            content = {"v": 1, "event": line.event, "at": acts.moment(line.at), "listing": line.subject_id, **_said(listing, line)}
            made[place] = Act(line.event, line.at, listing.pk, listing.organisation_id, listing.department_id, content)
    return made


def shown(key: UUID) -> bool:
    """Published and in force today."""
    return bool(Listing.public.filter(pk=key).exists())


def _said(listing: Listing, line: Line) -> dict[str, Any]:
    """All of it where it comes out; the mark or the day beside it; the ground alone where it goes."""
    if line.event in BESIDE:
        return _beside(line)
    if line.event in BACK:
        return {"because": listing.ended_because, "words": listing.ended_words} if line.event != Event.LISTING_WITHHELD else {}
    known = rules().kinds.get(listing.kind_id)
    said: dict[str, Any] = {
        "number": listing.number,
        "list": {"code": listing.kind_id, "title": known.title.zh if known else ""},
        "organisation": {"name": listing.organisation.name, "code": listing.organisation.uscc or ""},
        "organ": {"name": listing.load.organ if listing.load else listing.department.name},
        "source": {"name": listing.department.name, "code": listing.department.code},
        "criterion": listing.criterion,
        "facts": listing.facts,
    }
    if line.event == Event.LISTING_PUBLICISED:
        return said | {"until": listing.answer_until.isoformat() if listing.answer_until else ""}
    return said | {
        "decision_no": listing.decision_no, "decided_on": _day(listing.decided_on), "reasons": listing.reasons, "basis": listing.basis,
        "shown_from": timezone.localdate(line.at).isoformat(), "shown_until": _day(listing.ends_on),
    }  # fmt: skip


def _beside(line: Line) -> dict[str, Any]:
    if line.event in {Event.LISTING_SUSPENDED, Event.LISTING_RESUMED}:
        return {"suspension": line.data["suspension"], **({"since": line.data["since"]} if line.data.get("since") else {})}
    if line.event == Event.LISTING_UNDISPUTED:
        return {"mark": line.data["mark"]}
    words = Dispute.objects.filter(pk=line.data["mark"]).values_list("words", flat=True).first()
    return {"mark": line.data["mark"], "case": line.data["case"], "words": words or ""}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


acts.follow(acts.Following(subject=SUBJECT, events=OUT | BESIDE | BACK, gather=gather, shown=shown))
