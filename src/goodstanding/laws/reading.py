"""What pages and programs read of the register: each law with how it stands today, its halts, and what rests on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from goodstanding.laws import depending, resting, targets
from goodstanding.laws.bases import touches
from goodstanding.laws.depending import Counts, Part
from goodstanding.laws.loaded import catalogue
from goodstanding.laws.models import LEVELS, OWN, Affected, Halt, Law
from goodstanding.laws.targets import Target
from goodstanding.rules.reading_listing import load_listing
from goodstanding.rules.terms import months_after
from goodstanding.rules.texts import NOTHING, Text
from goodstanding.ui import paging
from goodstanding.ui.texts import text

TONES = {"in_force": "good", "in_part": "wait", "suspended": "wait", "repealed": "bad", "over": "plain", "not_yet": "plain"}
RANKS = {level: rank for rank, level in enumerate(LEVELS)}
_NAMED = Q(public=True, organisation__isnull=False)
COUNTED = 10_000
"""A part that only lists is counted so far, on a page anybody may open."""


@dataclass(slots=True)
class Stand:
    """A law or measure as it stands on a day. ``state``: a key of TONES."""

    it: Target
    state: str
    law: Law | None = None
    halts: list[Halt] = field(default_factory=list)

    @property
    def said(self) -> Text:
        """How it stands, in words."""
        return text("laws.state", self.state)

    @property
    def tone(self) -> str:
        """Of its tag."""
        return TONES[self.state]

    @property
    def level(self) -> Text:
        """法律, 行政法规 …; nothing where the catalogue does not say."""
        return text("laws.level", self.law.level) if self.law and self.law.level else NOTHING


@dataclass(frozen=True, slots=True)
class Group:
    """What of the catalogue rests on a law: one sort, by its titles."""

    name: str
    titles: list[Text]

    @property
    def title(self) -> Text:
        """The sort."""
        return text("laws.group", self.name)


@dataclass(frozen=True, slots=True)
class Line:
    """How much of one part a halt's list has."""

    title: Text
    became: str
    lines: int
    things: int
    public: int

    @property
    def said(self) -> Text:
        """What became of it."""
        return text("laws.became", self.became)


def stands(day: date | None = None) -> list[Stand]:
    """Every law of the register, the highest level first; two queries."""
    today, by_code = day or timezone.localdate(), defaultdict[str, list[Halt]](list)
    for halt in Halt.objects.filter(target="law"):
        by_code[halt.code].append(halt)
    laws = sorted(Law.objects.exclude(pk=OWN), key=lambda law: (RANKS.get(law.level, len(RANKS)), law.pk))
    return [_stand(law, by_code[law.pk], today) for law in laws]


def measures(day: date | None = None) -> list[Stand]:
    """Every kind of measure of the catalogue; one query."""
    today, by_code = day or timezone.localdate(), defaultdict[str, list[Halt]](list)
    for halt in Halt.objects.filter(target="measure"):
        by_code[halt.code].append(halt)
    return [Stand(it, _halted(by_code[code], today) or "in_force", None, by_code[code]) for code, it in targets.measures().items()]


def stand(it: Target, day: date | None = None) -> Stand:
    """One law, or one kind of measure."""
    today, found = day or timezone.localdate(), list(Halt.objects.filter(target=it.target, code=it.code))
    if it.target == "law":
        return _stand(Law.objects.get(pk=it.code), found, today)
    return Stand(it, _halted(found, today) or "in_force", None, found)


def _stand(law: Law, halts: list[Halt], day: date) -> Stand:
    by_date = "not_yet" if day < law.since else "over" if law.until and day > law.until else ""
    return Stand(targets.of_law(law), _halted(halts, day) or by_date or "in_force", law, halts)


def _halted(halts: Iterable[Halt], day: date) -> str:
    """The gravest of the halts in force that day: of the whole before articles, for good before for the time being."""
    now = [one for one in halts if one.since <= day and (one.lifted_on is None or day < one.lifted_on)]
    whole = {one.kind for one in now if not one.articles}
    return next((kind for kind in ("repealed", "suspended") if kind in whole), "in_part" if now else "")


def groups(it: Target) -> list[Group]:
    """What of the catalogue rests on a law, by sort; nothing rests on a measure but what is applied."""
    if it.target != "law":
        return []
    rules = load_listing(settings.CITY_CATALOGUE)
    found = {
        "regimes": [one.title for one in resting.regimes(it.code)],
        "lists": _resting(rules.kinds.values(), it.code),
        "criteria": [
            text("laws.page.criterion", list=kind.title, criterion=one.text)
            for kind in rules.kinds.values()
            for one in kind.criteria
            if touches(one.basis, it.code)
        ],
        "measures": _resting(rules.measures.values(), it.code),
        "purposes": _resting(rules.purposes.values(), it.code),
        **resting.clauses(it.code),
    }
    return [Group(name, list(dict.fromkeys(titles))) for name, titles in found.items() if titles]


def _resting(found: Iterable[Any], law: str) -> list[Text]:
    return [one.title for one in found if touches(one.basis, law)]


def entries(it: Target) -> list[tuple[Text, int, bool]]:
    """How many entries of each part rest on it now; whether there are more than were counted."""
    counted = [(depending.named(part.name), _count(part, it)) for part in depending.parts() if not isinstance(part, resting.NAMED)]
    return [(title, min(n, COUNTED), n > COUNTED) for title, n in counted if n]


def _count(part: Part, it: Target) -> int:
    if isinstance(part, Counts):
        return part.count(it.target, it.code, "")
    return sum(1 for _ in islice(part.dependants(it.target, it.code, ""), COUNTED + 1))


def lines(halt: Halt) -> list[Line]:
    """A halt's list, counted by part."""
    rows = halt.lines.order_by("part", "became").values("part", "became").annotate(
        lines=Count("pk"), things=Sum("n"), public=Count("pk", filter=_NAMED)
    )  # fmt: skip
    return [Line(depending.named(one["part"]), one["became"], one["lines"], one["things"], one["public"]) for one in rows]


def named(halt: Halt) -> QuerySet[Affected]:
    """The lines anybody may read: what was public when it stopped. Organisations are named for a term, then only counted."""
    found = halt.lines.filter(public=True).select_related("organisation").order_by("pk")
    until = names_until(halt)
    return found if timezone.localdate() <= until else found.filter(organisation__isnull=True)


def names_until(halt: Halt) -> date:
    """The last day the public list names organisations; never shifted for a holiday, which would lengthen it."""
    return months_after(timezone.localdate(halt.at), catalogue().terms["halt_names"].count)


def page_of_halts(cursor: str, most: int) -> tuple[list[Halt], str]:
    """The latest first, and the cursor of the next page; '' at the end."""
    found = Halt.objects.order_by("-number")
    if cursor:
        (number,) = paging.decode(cursor, 1)
        if "\0" in number:
            raise paging.BadCursor
        found = found.filter(number__lt=number)
    page = list(found[: most + 1])
    return page[:most], paging.encode(page[most - 1].number) if len(page) > most else ""


def page_of_lines(found: QuerySet[Affected], cursor: str, most: int) -> tuple[list[Affected], str]:
    """In the order they were written, and the cursor of the next page."""
    if cursor:
        (last,) = paging.decode(cursor, 1)
        if not (last.isascii() and last.isdigit()):
            raise paging.BadCursor
        found = found.filter(pk__gt=min(int(last), 2**62))
    page = list(found[: most + 1])
    return page[:most], paging.encode(page[most - 1].pk) if len(page) > most else ""
