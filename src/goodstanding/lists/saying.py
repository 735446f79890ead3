"""A case in words: what it is, whose turn it is, until when; the same for both sides."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone

from goodstanding.clocks.deadlines import working_days_left
from goodstanding.departments.models import Department
from goodstanding.lists import catalogue
from goodstanding.lists.models import IN_FORCE, OPEN, Listing
from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.laws import cite
from goodstanding.rules.listing import ListKind
from goodstanding.rules.loading import load
from goodstanding.rules.terms import months_after
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

STANDS = (*IN_FORCE, "reminded")
_FORCE = {"red": "good", "black": "bad", "scrutiny": "note"}
DOING = (
    "serve", "publicise", "remind", "wait", "wait_public", "unknown", "hear", "weigh", "settle", "decide", "publish", "stands", "over",
)  # fmt: skip
"""What comes next, as :func:`doing` says it."""


def all_rules() -> Catalogue:
    """Terms and laws, as this city has them."""
    return load(settings.CITY_CATALOGUE)


def kind_of(listing: Listing) -> ListKind | None:
    """What the catalogue says of its list; None where the catalogue no longer names it."""
    return catalogue.rules().kinds.get(listing.kind_id)


def title_of(kind: str) -> Text:
    """The list's name."""
    known = catalogue.rules().kinds.get(kind)
    return known.title if known else text("lists.former_list")


def criterion_of(listing: Listing) -> Text:
    """Which condition of the list is said to be met."""
    known = kind_of(listing)
    found = next((one for one in known.criteria if one.code == listing.criterion), None) if known else None
    return found.text if found else Text(listing.criterion, listing.criterion)


def cited(basis: str) -> Text:
    """A basis as people quote it; a law that is gone from the catalogue by its code."""
    return cite(basis, all_rules())


def span(term: str) -> Text:
    """How long a term of the catalogue is: 五个工作日, not a date."""
    found = all_rules().terms[term]
    return text("lists.desk.span", found.unit, n=found.count)


def named(department: Department) -> Text:
    """A department's name; its Chinese one where it has no other."""
    return Text(department.name, department.name_en or department.name)


def is_over(listing: Listing, today: date | None = None) -> bool:
    """Its term has run out. Computed, never stored."""
    day = today or timezone.localdate()
    return listing.state in STANDS and listing.ends_on is not None and listing.ends_on < day


def state_of(listing: Listing) -> Text:
    """已告知 …; what has run out says so."""
    return text("lists.desk.term_over") if is_over(listing) else text("lists.state", listing.state)


def tone_of(listing: Listing) -> str:
    """The colour only helps; the words carry it."""
    if listing.state in STANDS and not is_over(listing):
        return _FORCE[listing.colour] if listing.state in {"published", "reminded"} else "note"
    return "wait" if listing.state in OPEN else "plain"


def time_is_over(listing: Listing, today: date | None = None) -> bool:
    """The time to answer, or of the publicity, is over and nothing has been decided."""
    day = today or timezone.localdate()
    return listing.state in {"served", "publicised"} and listing.answer_until is not None and listing.answer_until < day


def doing(listing: Listing, today: date | None = None) -> str:
    """What comes next: one of :data:`DOING`."""
    if listing.state == "proposed":
        return {"black": "serve", "red": "publicise", "scrutiny": "remind"}[listing.colour]
    if listing.state == "answered":
        return "hear" if listing.hearing_asked else "weigh"
    if listing.state in {"served", "publicised"}:
        return _waiting(listing, today)
    if is_over(listing, today):
        return "over"
    if listing.state == "weighed":
        return "decide" if listing.may_be_decided(today) else "wait"
    fixed = {"heard": "weigh", "decided": "publish" if listing.kind.public else "stands"}
    return fixed.get(listing.state, "stands" if listing.state in STANDS else "over")


def _waiting(listing: Listing, today: date | None) -> str:
    if listing.state == "publicised" and any(not one.outcome for one in listing.remarks.all()):
        return "settle"
    if listing.answer_until is None:
        return "unknown"
    if time_is_over(listing, today):
        return "decide"
    return "wait" if listing.state == "served" else "wait_public"


def left(listing: Listing, today: date | None = None) -> Text | None:
    """Working days left to answer, or gone by since; None where no such clock runs or nobody can say."""
    if listing.state not in {"served", "publicised"} or listing.answer_until is None:
        return None
    days = working_days_left(listing.answer_until, today or timezone.localdate())
    if days is None:
        return None
    return text("lists.desk.left", n=days) if days >= 0 else text("lists.desk.gone_by", n=-days)


def until(listing: Listing) -> Text:
    """The last day to answer; unknown is said, never guessed."""
    return written(listing.answer_until) if listing.answer_until else text("lists.desk.day_unknown")


def earliest(listing: Listing) -> date | None:
    """From when an early end may be asked for; None where its list knows none, or nothing is decided."""
    known = kind_of(listing)
    if known is None or known.early_months is None or listing.decided_on is None:
        return None
    return months_after(listing.decided_on, known.early_months)


def latest_end(listing: Listing, today: date | None = None) -> date:
    """The last day a decision of today may set."""
    return months_after(today or timezone.localdate(), listing.kind.months)
