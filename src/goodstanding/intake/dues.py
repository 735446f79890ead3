"""What is due, and how far a job is, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from goodstanding.departments.feeds import Freshness, freshness
from goodstanding.departments.standing import Standing
from goodstanding.intake.models import Submission
from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.loading import load
from goodstanding.rules.terms import UnknownYear, due_on
from goodstanding.rules.texts import Text
from goodstanding.ui.templatetags.texts import day
from goodstanding.ui.texts import TextError, text

DISCLOSE = "disclose"
"""The term within which a decision is handed in and shown."""
LOOK_BACK = 40
"""Calendar days: longer than seven working days with any holiday between."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a job is doing, and how much of it is done in per cent (None: unknown)."""

    text: Text
    done: int | None


def due(catalogue: Catalogue, today: date | None = None) -> list[Text]:
    """Which decisions have to come today, and when today's have to."""
    today = today or timezone.localdate()
    term, calendar = catalogue.terms[DISCLOSE], catalogue.calendar
    try:
        ending = [start for back in range(LOOK_BACK) if due_on(start := today - timedelta(days=back), term, calendar) == today]
        following = due_on(today, term, calendar)
    except UnknownYear as unknown:
        return [text("intake.home.due_unknown", year=unknown.args[0])]
    sentences = [text("intake.home.due_next", until=day(following))]
    if len(ending) == 1:
        sentences.insert(0, text("intake.home.due_today_one", today=day(today), first=day(ending[0])))
    elif ending:
        sentences.insert(0, text("intake.home.due_today", today=day(today), first=day(ending[-1]), last=day(ending[0])))
    return sentences


def last(standing: Standing) -> list[Text]:
    """When each kind was last handed in, and by when the next has to come."""
    return [_feed(feed) for feed in freshness(department_id=standing.department_id)]


def _feed(feed: Freshness) -> Text:
    kind = load(settings.CITY_CATALOGUE).kinds[feed.kind].title
    key = "late" if feed.late else "last" if feed.last else "never"
    sentence = text("intake.home", key)
    when = day(feed.last) if feed.last else ""
    return Text(*(one.format(kind=name, when=when, due=day(feed.due_on)) for one, name in zip(sentence, kind, strict=True)))


def stage(found: Submission) -> Stage:
    """What a job is doing, in words; a stage without words of its own is simply work."""
    name = found.stage or ("waiting" if found.state in {"received", "entering"} else "other")
    try:
        known = text("intake.stage", name)
    except TextError:
        known = text("intake.stage", "other")
    return Stage(known, round(found.progress * 100) if found.stage and found.progress else None)
