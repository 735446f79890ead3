"""Each hour: a filter for every public list, and for every purpose of a check that may look at lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from goodstanding.departments.feeds import freshness
from goodstanding.departments.standing import SYSTEM
from goodstanding.exchange import filter_writing, keys
from goodstanding.exchange.models import Filter, Key
from goodstanding.ledger.writing import write
from goodstanding.lists.catalogue import rules
from goodstanding.lists.models import Listing
from goodstanding.organisations import families
from goodstanding.organisations.models import Identifier, Organisation
from goodstanding.rules.events import Event
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

VALID = timedelta(hours=26)
"""A line that is down for longer than a day is no reason to go on with what was so yesterday."""
LOCK = 0x676F6F64666C74


class Wanted(NamedTuple):
    """One filter: its code, what it is called, the lists in it."""

    code: str
    title: Text
    kinds: tuple[str, ...]


def wanted() -> list[Wanted]:
    """By list, then by purpose."""
    known = rules()
    public = {code: kind for code, kind in known.kinds.items() if kind.public and kind.colour != "scrutiny"}
    lists = [Wanted(f"list-{code}", kind.title, (code,)) for code, kind in public.items()]
    purposes = []
    for code, purpose in known.purposes.items():
        kinds = tuple(kind for kind in public if public[kind].colour in purpose.what)
        purposes += [Wanted(f"purpose-{code}", text("exchange.filters.of_purpose", title=purpose.title), kinds)] if kinds else []
    return lists + purposes


def make_all() -> int:
    """All of them, of one moment. Nothing is done where another makes them. Returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if cursor.fetchone() != (True,):
            return 0
        key, now = keys.of_filters(), timezone.now()
        codes = {kind: members(kind) for one in wanted() for kind in one.kinds if one.code.startswith("list-")}
        coverage = _coverage()
        made = [_made(one, codes, coverage, key, now) for one in wanted()]
        Filter.objects.bulk_create(made, ignore_conflicts=True)
        data = {"as_of": now, "files": {one.code: one.sha256 for one in made}, "key": keys.shown(key)}
        write(Event.FILTER_MADE, ("exchange.filter", now.isoformat()), by=SYSTEM, data=data)
    return len(made)


def members(kind: str) -> set[str]:
    """Every code under which somebody may ask for a body that is on the list: of all its entries, today's and earlier ones."""
    listed = set(Listing.public.filter(kind_id=kind).values_list("organisation_id", flat=True))
    return set(_codes(_family(set(families.roots(listed).values()) | listed)))


def latest() -> list[Filter]:
    """The newest of each, without its content."""
    return list(Filter.objects.defer("content").order_by("code", "-as_of").distinct("code"))


def _codes(bodies: Iterable[int]) -> Iterator[str]:
    keys_of = list(bodies)
    for start in range(0, len(keys_of), 10_000):
        some = keys_of[start : start + 10_000]
        yield from (code for code in Organisation.objects.filter(pk__in=some).values_list("uscc", flat=True) if code)
        yield from Identifier.objects.filter(organisation_id__in=some).values_list("value", flat=True)


def _family(bodies: set[int]) -> set[int]:
    """With whatever is shown as one of these, however far down: merges are few."""
    found, level = set(bodies), set(bodies)
    while level:
        level = set(Organisation.objects.filter(merged_into_id__in=level).values_list("pk", flat=True)) - found
        found |= level
    return found


def _made(one: Wanted, codes: dict[str, set[str]], coverage: dict[str, Any], key: Key, now: datetime) -> Filter:
    inside: set[str] = set().union(*(codes[kind] for kind in one.kinds))
    titles = {kind: rules().kinds[kind].title for kind in one.kinds}
    header = {
        "code": one.code, "title": _both(one.title), "as_of": now.isoformat(), "valid_until": (now + VALID).isoformat(),
        "kinds": [{"code": kind, "title": _both(title), "entries": len(codes[kind])} for kind, title in titles.items()],
        "coverage": coverage, "key": keys.shown(key),
    }  # fmt: skip
    content = filter_writing.write(inside, header, lambda body: keys.sign(key, body))
    return Filter(
        code=one.code, as_of=now, valid_until=now + VALID, entries=len(inside), sha256=hashlib.sha256(content).hexdigest(), content=content
    )


def _coverage() -> dict[str, Any]:
    """Which sources stand behind it, and how many of them are late."""
    feeds = freshness()
    return {"feeds": len(feeds), "late": sum(one.late for one in feeds), "never": sum(one.last is None for one in feeds)}


def _both(said: Text) -> dict[str, str]:
    return {"zh": said.zh, "en": said.en}
