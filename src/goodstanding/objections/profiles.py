"""Whose clocks an objection runs by: the jurisdictions of ``terms.toml``, and what their articles leave out or add.

The terms themselves are the catalogue's (``objection_<profile>_<step>``); here stands only what a term cannot say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from goodstanding.clocks.calendar import calendar
from goodstanding.clocks.deadlines import due
from goodstanding.rules.catalogue import Term
from goodstanding.rules.loading import load
from goodstanding.rules.workdays import Calendar

FORWARDED = "objection.forwarded"
PROFILES = ("strict", "shanghai", "shenzhen", "zhejiang", "shandong", "henan", "credit_industry")
PAUSES = {
    "henan": "henan:41",  # the time of tests and of experts is not counted
    "strict": "own",  # the city's own rule follows Henan's
}
"""Profiles whose law leaves the time of tests and experts out of account, and where it says so."""
SOURCE_BY = {
    "zhejiang": "total",  # zhejiang:30: five working days, whoever is at fault
    "shandong": "total",  # shandong:39: seven working days where the source has to verify
    "credit_industry": "total",  # credit-reporting-regulation:25: twenty days
}
"""Where a profile gives its source no term of its own: the step whose day the source is bound by."""
STOPS_UNVERIFIED = "own"
"""What cannot be verified stops showing until it is decided: the city's own rule, after 泰州 (2020) art. 13."""


@dataclass(frozen=True, slots=True)
class Happened:
    """The days of a case that its clocks start from. ``pauses``: first day that does not count, first day that counts again."""

    filed: date
    accepted: date | None = None
    asked: date | None = None
    extended: bool = False
    pauses: tuple[tuple[date, date], ...] = ()

    def start(self, term: Term) -> date | None:
        """The day that starts a term: the law counts some from receipt, others from acceptance."""
        if term.starts == FORWARDED:
            return self.asked
        return self.accepted if term.starts == "objection.accepted" else self.filed


def term(profile: str, step: str) -> Term | None:
    """``mark``, ``own``, ``forward``, ``source``, ``total``, ``longest``, ``extension`` - where the profile knows it."""
    return load(settings.CITY_CATALOGUE).terms.get(f"objection_{profile}_{step}")


def extends(profile: str) -> Term | None:
    """The term of its one extension; None where the profile knows none."""
    return term(profile, "extension") or term(profile, "longest")


def accept_by(profile: str, happened: Happened, *, known: Calendar | None = None) -> date | None:
    """By when the centre accepts or refuses. Where the law's terms begin only with acceptance, the first of them is
    counted from receipt too: a case must not lie unopened for ever.
    """
    mark = term(profile, "mark")
    first = mark if mark and mark.starts == "objection.received" else term(profile, "own") or term(profile, "total")
    return due(first.code, happened.filed, known=known) if first else None


def forward_by(profile: str, happened: Happened, *, known: Calendar | None = None) -> date | None:
    """By when the centre has compared with the source's file and forwarded, or decided on its own fault."""
    step = term(profile, "forward") or term(profile, "own") or term(profile, "total")
    return _due(step, happened, known=known) if step else None


def source_by(profile: str, happened: Happened, *, known: Calendar | None = None) -> date | None:
    """By when the source answers."""
    own = term(profile, "source")
    if own is None:
        return whole_by(profile, happened, known=known)
    day = _due(own, happened, known=known)
    return day if term(profile, "total") else _extended(profile, happened, day, known=known)


def whole_by(profile: str, happened: Happened, *, known: Calendar | None = None) -> date | None:
    """By when the case is decided. Without a term for the whole (上海, 深圳): the centre's own term, and once forwarded the source's."""
    total = term(profile, "total")
    if total is not None:
        return _extended(profile, happened, _due(total, happened, known=known), known=known)
    if happened.asked is not None:
        return source_by(profile, happened, known=known)
    own = term(profile, "own")
    return _extended(profile, happened, _due(own, happened, known=known), known=known) if own else None


def _extended(profile: str, happened: Happened, day: date | None, *, known: Calendar | None) -> date | None:
    """With the one extension: counted from the day it was due, or where the law says how long at most, from the beginning."""
    more = extends(profile)
    if not happened.extended or more is None or day is None:
        return day
    if more.code.endswith("_longest"):
        return _due(more, happened, known=known)
    return due(more.code, day, known=without(known or calendar(), happened.pauses))


def _due(one: Term, happened: Happened, *, known: Calendar | None) -> date | None:
    start = happened.start(one)
    return due(one.code, start, known=without(known or calendar(), happened.pauses)) if start else None


def without(known: Calendar, pauses: tuple[tuple[date, date], ...]) -> Calendar:
    """The calendar in which paused days are not worked."""
    if not pauses:
        return known
    still = {since + timedelta(days=n) for since, until in pauses for n in range((until - since).days)}
    return Calendar(known.off | still, known.worked - still, known.years)
