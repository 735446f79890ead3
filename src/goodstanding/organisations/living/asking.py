"""What did the register say? One query for one organisation or many: what was so on a day, as it was known at a moment.

Both halves are open at their end: a row counts from its first day until the day before ``valid_until``, and from the moment it was
written until the moment it was no longer believed. Without a day the whole history is told; without a moment, what is known now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from goodstanding.organisations.models import Organisation

LATEST = "infinity"
_COUNTS = """
    organisation_id = ANY(%(ids)s) AND known_from <= %(known)s::timestamptz
    AND (known_until IS NULL OR known_until > %(known)s::timestamptz)
    AND (%(on)s::date IS NULL OR (valid_from IS NULL OR valid_from <= %(on)s::date) AND (valid_until IS NULL OR valid_until > %(on)s::date))
"""
_TIMES = "valid_from, valid_until, known_from, known_until, source"
_NO_LONGER = "organisation_id = ANY(%(ids)s) AND known_until IS NOT NULL"


def _read(counts: str) -> str:
    """One query over the four tables; a relation is read from both its ends."""
    return f"""
        SELECT organisation_id, 'name' AS what, 'name' AS kind, name AS value, '' AS district, '' AS address, NULL::bigint AS other_id,
               '' AS other_name, '' AS other_code, {_TIMES}
        FROM organisations_name WHERE {counts}
        UNION ALL
        SELECT organisation_id, 'code', kind, value, issue, '', NULL, '', '', {_TIMES} FROM organisations_identifier WHERE {counts}
        UNION ALL
        SELECT organisation_id, 'registration', 'status', status, district, address, NULL, '', '', {_TIMES}
        FROM organisations_registration WHERE {counts}
        UNION ALL
        SELECT tie.organisation_id, 'relation', tie.kind, '', '', '', tie.other_id, other.name, coalesce(other.uscc, ''), {_TIMES}
        FROM (
            SELECT organisation_id, kind, other_id, {_TIMES} FROM organisations_relation WHERE {counts}
            UNION ALL
            SELECT other_id, '<' || kind, organisation_id, {_TIMES} FROM organisations_relation
            WHERE {counts.replace("organisation_id", "other_id", 1)}
        ) tie JOIN (SELECT id, name, uscc FROM organisations_organisation) other ON other.id = tie.other_id
    """


class Fact(NamedTuple):
    """Something that was so from ``since`` until the day before ``until``, and known from ``known_from`` until ``known_until``.

    ``kind``: ``name``; a kind of code; ``status``; a kind of relation, with ``<`` before it where the other body is the subject.
    """

    what: str
    kind: str
    value: str
    district: str
    address: str
    other_id: int | None
    other_name: str
    other_code: str
    since: date | None
    until: date | None
    known_from: datetime
    known_until: datetime | None
    source: str


@dataclass(slots=True)
class State:
    """Of one organisation: in order of time, the earliest first. A code that is not trusted to name one body is left out."""

    names: list[Fact] = field(default_factory=list)
    codes: list[Fact] = field(default_factory=list)
    registrations: list[Fact] = field(default_factory=list)
    relations: list[Fact] = field(default_factory=list)

    @property
    def known(self) -> bool:
        """Whether the register said anything at all."""
        return bool(self.names or self.codes or self.registrations or self.relations)

    @property
    def facts(self) -> list[Fact]:
        """All of them."""
        return [*self.names, *self.codes, *self.registrations, *self.relations]


def states(organisations: Iterable[int], *, on: date | None = None, known: datetime | None = None) -> dict[int, State]:
    """Of many organisations, in one query. ``on`` None: every day; ``known`` None: what is known now."""
    return _asked(_read(_COUNTS), organisations, {"on": on, "known": known or LATEST})


def no_longer(organisation: Organisation) -> State:
    """What was believed of one organisation once and is not any more: ended since, or corrected."""
    return _asked(_read(_NO_LONGER), [organisation.pk], {})[organisation.pk]


def _asked(query: str, organisations: Iterable[int], values: dict[str, date | datetime | str | None]) -> dict[int, State]:
    found = {number: State() for number in organisations}
    with connection.cursor() as cursor:
        cursor.execute(query, {"ids": list(found), **values})
        rows = cursor.fetchall()
    for organisation, *cells in sorted(rows, key=lambda row: (row[9] or date.min, row[10] or date.max, row[2], row[3])):
        fact, state = Fact(*cells), found[organisation]
        kept = {"name": state.names, "code": state.codes, "registration": state.registrations, "relation": state.relations}[fact.what]
        if fact.what != "code" or not fact.district:
            kept.append(fact._replace(district="") if fact.what == "code" else fact)
    return found


def state(organisation: Organisation, *, on: date | None = None, known: datetime | None = None) -> State:
    """Of one organisation."""
    return states([organisation.pk], on=on, known=known)[organisation.pk]


def end_of(day: date) -> datetime | None:
    """The moment a day of knowledge means: its end, in the centre's time zone; None for today and later, which is now."""
    if day >= timezone.localdate():
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
