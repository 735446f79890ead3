"""What anybody may see of lists today: which there are, who is on them, who is a candidate. Key scrutiny is never among it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import Count, Q
from django.utils import timezone
from psycopg.errors import QueryCanceled

from goodstanding.laws import force
from goodstanding.lists import catalogue, saying
from goodstanding.lists.models import Dispute, Kind, Listing, Listings
from goodstanding.organisations import families
from goodstanding.organisations.finding import by_code, codes_of
from goodstanding.organisations.models import Organisation
from goodstanding.organisations.searching.asking import Asked
from goodstanding.rules import names, uscc
from goodstanding.rules.listing import ListKind
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.rules.texts import Text
from goodstanding.ui.paging import BadCursor, decode, encode
from goodstanding.ui.texts import text

COLOURS = ("red", "black")
PATIENCE = "3s"
WHOLE = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicList:
    """One list as everybody reads it. ``why_not``: why nothing is on it today, where that is so."""

    kind: ListKind
    basis: Text
    why_not: Text | None
    n: int

    @property
    def colour(self) -> Text:
        """红名单, 严重失信主体名单."""
        return text("lists.colour", self.kind.colour)


class Line(NamedTuple):
    """An entry as a list shows it, under the organisation it is shown as today and the code its pages stand under."""

    listing: Listing
    organisation: Organisation
    code: str
    disputed: bool


def lists(today: date | None = None) -> list[PublicList]:
    """Red and black, in the catalogue's order; a list out of use is left out."""
    day = today or timezone.localdate()
    counted = dict(Listing.public.order_by().values_list("kind_id").annotate(n=Count("pk")))
    known = set(Kind.objects.filter(colour__in=COLOURS).values_list("pk", flat=True))
    found = [one for code, one in catalogue.rules().kinds.items() if code in known and one.stands(day)]
    return [_public(one, counted.get(one.code, 0), day) for one in found]


def one_list(code: str, today: date | None = None) -> PublicList:
    """Raises ``Missing`` for what is no list of anybody's, key scrutiny included."""
    day = today or timezone.localdate()
    known = catalogue.rules().kinds.get(code)
    if known is None or known.colour not in COLOURS or not known.stands(day):
        raise Missing("NO_SUCH_LIST", text("lists.refused.no_such_list"))
    return _public(known, Listing.public.filter(kind_id=code).count(), day)


def _public(kind: ListKind, n: int, day: date) -> PublicList:
    return PublicList(kind=kind, basis=saying.cited(kind.basis), why_not=force.why_not(kind.basis, day), n=n)


def entries(kind: str, asked: Asked | None = None) -> Listings:
    """Shown entries of a list; only those of the organisation that was asked for."""
    found: Listings = Listing.public.filter(kind_id=kind)
    if asked is None or not asked.searchable:
        return found
    if asked.kind == "name":
        return found.filter(organisation__normal_name__contains=names.normal(asked.text))
    code = uscc.clean(asked.text)
    body = by_code(code)
    if body is not None:
        return found.filter(organisation_id__in=families.members(body.pk))
    # A piece of a code; a whole one that nobody has is nobody's.
    return found.none() if len(code) >= WHOLE else found.filter(organisation__uscc__contains=code)


def page(found: Listings, *, cursor: str = "", limit: int = 20, by: str = "decided_on") -> tuple[list[Line], str]:
    """The newest decisions (or days of ``by``) first, and the cursor of the next page ('' at the end)."""
    if cursor:
        found = found.filter(_after(cursor, by))
    rows = _read(found.select_related("organisation", "department", "load", "kind").order_by(f"-{by}", "pk")[: limit + 1])
    chosen = rows[:limit]
    last = chosen[-1] if len(rows) > limit else None
    return lines(chosen), encode(str(getattr(last, by)), str(last.pk)) if last else ""


def lines(found: Sequence[Listing]) -> list[Line]:
    """With the organisation each is shown as, and whether it is disputed."""
    disputed = set(
        Dispute.objects.filter(listing__in=[one.pk for one in found], lifted_at__isnull=True).values_list("listing_id", flat=True)
    )
    bodies = roots(one.organisation for one in found)
    codes = codes_of(bodies.values())
    return [Line(one, body, codes[body.pk], one.pk in disputed) for one in found for body in [bodies[one.organisation_id]]]


def roots(bodies: Iterable[Organisation]) -> dict[int, Organisation]:
    """Each under the entry of the register it is shown as."""
    given = {one.pk: one for one in bodies}
    merged = [one.pk for one in given.values() if one.merged_into_id is not None]
    if merged:
        to = families.roots(merged)
        shown = Organisation.objects.in_bulk(list(to.values()))
        given |= {entry: shown[root] for entry, root in to.items()}
    return given


def candidates(today: date | None = None) -> Listings:
    """公示中: red candidates whose publicity is not over, of lists whose basis is in force."""
    day = today or timezone.localdate()
    open_still = Q(answer_until__isnull=True) | Q(answer_until__gte=day)
    found: Listings = Listing.everything.filter(open_still, state="publicised", colour="red", kind__public=True)
    return found.basis_in_force(day).select_related("organisation", "department", "kind", "load")


class Gone(NamedTuple):
    """What was public and is over: why, since when, and the reason as it was published. Nothing of what it said."""

    why: Text
    since: date
    words: str


def gone(pk: UUID, today: date | None = None) -> Gone | None:
    """An entry that everybody could see once and that has ended, or None."""
    day = today or timezone.localdate()
    one = Listing.everything.filter(pk=pk, published_at__isnull=False, colour__in=COLOURS).first()
    if one is None:
        return None
    if one.state == "ended" and one.ended_on is not None:
        return Gone(text("lists.ended_because", one.ended_because), one.ended_on, one.ended_words)
    if one.state == "published" and one.ends_on is not None and one.ends_on < day:
        return Gone(text("lists.public.entry.expired"), one.ends_on, "")
    return None


class TooBroad(Refused):
    """A piece of a name that would keep the database busy for too long."""

    def __init__(self) -> None:
        super().__init__("SEARCH_TOO_BROAD", text("lists.public.refused.too_broad"))


def _read(query: Listings) -> list[Listing]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [PATIENCE])
            found = list(query)
            cursor.execute("SET LOCAL statement_timeout = 0")
            return found
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooBroad from error
        raise


def _after(cursor: str, by: str) -> Q:
    """What comes after the row a page ended with; the first half lets the index be used."""
    day, last = decode(cursor, 2)
    try:
        reached, pk = date.fromisoformat(day), UUID(last)
    except ValueError as error:
        raise BadCursor from error
    return Q(**{f"{by}__lte": reached}) & (Q(**{f"{by}__lt": reached}) | Q(pk__gt=pk))
