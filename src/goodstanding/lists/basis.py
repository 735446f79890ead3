"""What rests on a law here: the lists themselves, the cases in hand, and every entry in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from goodstanding.departments.standing import SYSTEM
from goodstanding.laws import bases, depending
from goodstanding.laws.depending import Dependant
from goodstanding.lists import dropping, ending
from goodstanding.lists.catalogue import rules
from goodstanding.lists.models import IN_FORCE, OPEN, Criterion, Kind, Listing, Listings
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

if TYPE_CHECKING:
    from goodstanding.laws.models import Halt
    from goodstanding.ledger.standing import Standing


@depending.register
class ListsRest:
    """A list whose basis falls: nothing new, open cases end, entries end (repealed) or do not count (suspended)."""

    name = "lists"
    title = "lists.depending"

    def dependants(self, target: str, code: str, articles: str) -> Iterator[Dependant]:
        """Each list, then each case and entry."""
        for kind in _kinds(target, code, articles):
            yield Dependant("lists", "lists.kind", kind, None, _title(kind))
        concerned = _concerned(target, code, articles)
        shown = set(concerned.shown().values_list("pk", flat=True))
        for one in concerned.order_by("pk").iterator():
            title = _title(one.kind_id)
            named = Text(f"{one.number} {title.zh}", f"{one.number} {title.en}")
            yield Dependant("lists", "lists.listing", str(one.pk), one.organisation_id, named, public=one.pk in shown)

    def count(self, target: str, code: str, articles: str) -> int:
        """For the public page: lists, and entries anybody can see; what is in hand is nobody's business yet."""
        return len(_kinds(target, code, articles)) + _concerned(target, code, articles).shown().count()

    def stop(self, halt: Halt, *, by: Standing) -> None:  # noqa: ARG002 - the product ends them on the halt's ground
        """A suspension needs nothing: what is in force is asked of the basis each time."""
        if halt.kind != "repealed":
            return
        concerned = _concerned(halt.target, halt.code, halt.articles)
        ending.end_many(concerned, because="basis", words=halt.words, by=SYSTEM)
        dropping.drop_many(concerned, words=halt.words, by=SYSTEM)


def _kinds(target: str, code: str, articles: str) -> list[str]:
    """Lists that rest on it as such."""
    if target != "law":
        return []
    return sorted(kind for kind, basis in Kind.objects.values_list("code", "basis") if bases.touches(basis, code, articles))


def _concerned(target: str, code: str, articles: str) -> Listings:
    """Cases in hand and entries in their term, by the list's basis or by that of the condition they were listed under."""
    pairs: defaultdict[str, set[str]] = defaultdict(set)
    for kind, own, criterion, basis in Criterion.objects.values_list("kind_id", "kind__basis", "code", "basis"):
        if target == "law" and (bases.touches(own, code, articles) or bases.touches(basis, code, articles)):
            pairs[kind].add(criterion)
    under = Q(pk__in=[])
    for kind, criteria in pairs.items():
        under |= Q(kind=kind, criterion__in=criteria)
    alive = Q(state__in=OPEN) | Q(state__in=(*IN_FORCE, "reminded"), ends_on__gte=timezone.localdate())
    found: Listings = Listing.everything.filter(under, alive)
    return found


def _title(kind: str) -> Text:
    known = rules().kinds.get(kind)
    return known.title if known else text("lists.former_list")
