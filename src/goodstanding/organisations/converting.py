"""Any code, new or old, to the organisation it is or was of: by what stands inside it exactly, and by the register's dated codes.

``on`` is the day that is asked about: a code may have been somebody's then and nobody's, or another's, today. A person's number is
never looked up. Nothing is chosen where the register contradicts itself: the contradictions are named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from django.db.models import Q
from django.utils import timezone

from goodstanding.organisations.models import CodeException, Identifier, Name, Organisation
from goodstanding.rules import names
from goodstanding.rules.codes import deriving
from goodstanding.rules.codes.explaining import Explanation, explain
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

State = Literal["live", "retired", "later"]
How = Literal["code", "identity"]
MOST = 20
"""Organisations told for one code; more than one is a fault of the register already."""


class Dated(NamedTuple):
    """A code and the time it was the organisation's; ``until`` is the first day it no longer was."""

    kind: str
    value: str
    since: date | None
    until: date | None

    def state(self, on: date) -> State:
        """Whether it held on that day."""
        if self.until and self.until <= on:
            return "retired"
        return "later" if self.since and self.since > on else "live"


@dataclass(frozen=True, slots=True)
class Match:
    """An organisation, and why. ``how``: the very ``code`` stands on the register, or only its ``identity`` (主体标识码) does."""

    organisation: Organisation
    how: How
    by: Dated
    state: State
    uscc: str
    codes: tuple[Dated, ...]
    former: tuple[Dated, ...]
    name: str

    @property
    def address(self) -> str:
        """The code its public page stands under, '' without one."""
        live = [one.value for one in self.codes if one.until is None]
        return self.organisation.uscc or (live[0] if live else "")


class Conflict(NamedTuple):
    """A contradiction: a stable code and a sentence."""

    code: str
    says: Text


@dataclass(frozen=True, slots=True)
class Converted:
    """``uscc`` is filled where exactly one organisation answers and nothing contradicts it.

    ``excepted``: the code fails its check and is lawful all the same, by evidence that was recorded.
    """

    explanation: Explanation
    on: date
    matches: tuple[Match, ...]
    conflicts: tuple[Conflict, ...]
    excepted: bool = False

    @property
    def uscc(self) -> str:
        """The Unified Social Credit Code it had on the day, else has now."""
        return self.matches[0].uscc if len(self.matches) == 1 and not self.conflicts else ""


def convert(typed: str, *, on: date | None = None, name: str = "") -> Converted:
    """Explain a code and look it up. ``name``: what the sender calls the organisation, held against its names on that day."""
    day = on or timezone.localdate()
    it = explain(typed)
    if it.personal or it.verdict in ("empty", "placeholder"):
        return Converted(it, day, (), ())
    found = _found(it)
    trusted = [one for one in found if not one.issue]
    exact = [one for one in trusted if one.value == it.code]
    matches = _matches(exact or trusted, it.code, day)
    excepted = it.verdict == "wrong" and CodeException.objects.filter(code=it.code, ended_at__isnull=True).exists()
    return Converted(it, day, matches, tuple(_conflicts(it, found, matches, name)), excepted)


def _found(it: Explanation) -> list[Identifier]:
    """Every believed code that is this one, or holds the same identity."""
    cores = {core for reading in it.readings if (core := deriving.core(reading.kind, it.code))}
    wanted = Q(value=it.code) | Q(core__in=cores) if cores else Q(value=it.code)
    believed = Identifier.objects.filter(wanted, known_until__isnull=True).select_related("organisation")
    return list(believed.order_by("organisation_id", "-valid_from", "id")[: MOST * 2])


def _matches(found: list[Identifier], code: str, day: date) -> tuple[Match, ...]:
    """One for each organisation as it is shown today; whose code it was on the day comes first, and hides those whose it was not."""
    best: dict[int, tuple[Organisation, Identifier, State]] = {}
    for one in found:
        shown, state = _shown(one.organisation), dated(one).state(day)
        if shown.pk not in best or (best[shown.pk][2] != "live" and state == "live"):
            best[shown.pk] = (shown, one, state)
    live = {key: value for key, value in best.items() if value[2] == "live"}
    chosen = list((live or best).values())[:MOST]
    codes, called = _codes_of([one[0] for one in chosen]), _names_on([one[0] for one in chosen], day)
    return tuple(_match(body, by, state, code, codes.get(body.pk, ()), called.get(body.pk, body.name), day) for body, by, state in chosen)


def _match(body: Organisation, by: Identifier, state: State, code: str, codes: tuple[Dated, ...], called: str, day: date) -> Match:
    on_day = next((one.value for one in codes if one.kind == "uscc" and one.state(day) == "live"), body.uscc or "")
    former = tuple(one for one in codes if one.until)
    return Match(body, "code" if by.value == code else "identity", dated(by), state, on_day, codes, former, called)


def dated(one: Identifier) -> Dated:
    """A row of the register as it is told."""
    return Dated(one.kind, one.value, one.valid_from, one.valid_until)


def _shown(body: Organisation) -> Organisation:
    """The entry a merged one is shown as."""
    while body.merged_into is not None:
        body = body.merged_into
    return body


def _codes_of(bodies: list[Organisation]) -> dict[int, tuple[Dated, ...]]:
    rows = Identifier.objects.filter(organisation__in=bodies, known_until__isnull=True, issue="").order_by("kind", "-valid_from")
    found: dict[int, tuple[Dated, ...]] = {}
    for row in rows:
        found[row.organisation_id] = (*found.get(row.organisation_id, ()), dated(row))
    return found


def _names_on(bodies: list[Organisation], day: date) -> dict[int, str]:
    then = Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_until__isnull=True) | Q(valid_until__gt=day)
    return dict(Name.objects.filter(*then, organisation__in=bodies, known_until__isnull=True).values_list("organisation_id", "name"))


def _conflicts(it: Explanation, found: list[Identifier], matches: tuple[Match, ...], name: str) -> list[Conflict]:
    asked = bool(name.strip() and matches)
    called = asked and any(names.normal(match.name) == names.normal(name) for match in matches)
    known = asked and not called and any(_known_as(match, name) for match in matches)
    bodies = {_shown(one.organisation).pk for one in found}
    told = {
        "SEVERAL_ORGANISATIONS": len(matches) > 1,
        "CODE_DOUBTED": any(one.issue for one in found),
        "IDENTITY_SHARED": len(matches) == 1 and len(bodies) > 1,
        "OTHER_PREFIX": it.kind == "uscc" and any(match.how == "identity" for match in matches),
        "NAME_DIFFERS": asked and not called and not known,
        "NAME_OF_ANOTHER_TIME": asked and not called and known,
    }
    return [Conflict(code, text("organisations.converting.conflict", code)) for code, there in told.items() if there]


def _known_as(match: Match, name: str) -> bool:
    """Whether it has, or ever had, that name."""
    known = Name.objects.filter(organisation=match.organisation, normal_name=names.normal(name), known_until__isnull=True)
    return known.exists()
