"""The way of a case as a picture: what was done and when, what comes next and until when, what is still to come."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from goodstanding.lists import saying
from goodstanding.lists.models import Listing
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

_BLACK = ("propose", "serve", "answer", "weigh", "decide", "publish")
_WAYS = {"black": _BLACK, "red": ("propose", "publicise", "decide", "publish"), "scrutiny": ("propose", "remind")}
_NEXT = {
    "serve": "serve", "publicise": "publicise", "remind": "remind", "wait": "answer", "unknown": "answer", "hear": "hear",
    "weigh": "weigh", "wait_public": "publicity", "settle": "publicity", "decide": "decide", "publish": "publish",
}  # fmt: skip
"""What comes next -> the step of the picture it is."""


def steps(listing: Listing) -> list[dict[str, Any]]:
    """For the component ``steps``."""
    done = _done(listing)
    name = saying.doing(listing)
    if listing.state in {"dropped", "ended"} or name in {"stands", "over"}:
        return done
    late = saying.time_is_over(listing)
    current = [{"text": _current(listing, name), "state": "failed" if late else "current"}]
    return [*done, *current, *({"text": text("lists.desk.step_then", one), "state": "todo"} for one in _left(listing, _NEXT[name]))]


def _current(listing: Listing, name: str) -> Any:
    if name in {"wait", "wait_public", "unknown"}:
        return text("lists.desk.step_until", _NEXT[name], until=saying.until(listing))
    return text("lists.desk.step_now", _NEXT[name])


def _done(listing: Listing) -> list[dict[str, Any]]:
    """In the order it happened."""
    moments: list[tuple[str, date | datetime | None]] = [
        ("propose", listing.proposed_at), ("serve", listing.served_on), ("publicise", listing.publicised_on),
        ("answer", listing.answered_at), ("hear", listing.heard_on),
    ]  # fmt: skip
    if listing.load_id is not None:  # decided by a body above before it came here
        moments = []
    found = [_said(name, moment) for name, moment in moments if moment]
    if listing.weighed:
        found.append({"text": text("lists.desk.step_then.weigh"), "state": "done"})
    decided = "remind" if listing.colour == "scrutiny" else "decide"
    after = [(decided, listing.decided_on), ("load", listing.proposed_at if listing.load_id else None)]
    after += [("publish", listing.published_at), ("drop" if listing.state == "dropped" else "end", listing.ended_on)]
    return [*found, *(_said(name, moment) for name, moment in after if moment)]


def _said(name: str, moment: date | datetime) -> dict[str, Any]:
    return {"text": text("lists.desk.step", name, day=written(moment)), "state": "done"}


def _left(listing: Listing, name: str) -> list[str]:
    """The steps behind the one that comes next."""
    way = list(_WAYS[listing.colour])
    if listing.colour == "black" and listing.hearing_asked:
        way.insert(way.index("weigh"), "hear")
    if not listing.kind.public and "publish" in way:
        way.remove("publish")
    here = "publicise" if name == "publicity" else name
    return way[way.index(here) + 1 :] if here in way else []
