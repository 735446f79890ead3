"""Deadlines as RFC 5545 says a calendar is written: all-day events with an alarm the day before, nothing but numbers and days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, timedelta
from unicodedata import category
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings

from goodstanding.clocks.tasks import Task
from goodstanding.departments.models import User
from goodstanding.departments.standing import appointments, from_appointment
from goodstanding.desk import listing
from goodstanding.notices.addressing import in_language
from goodstanding.ui.texts import text

MOST = 2000
"""Events in one feed; the nearest come first."""
CONTROL = frozenset({"Cc", "Zl", "Zp"})
"""Unicode categories: control characters, separators of lines and paragraphs."""
WIDTH = 75
"""Octets of a line: RFC 5545 3.1."""


def deadlines(user: User, today: date) -> list[Task]:
    """Everything with a known day, under every appointment held today; whose appointments have ended sees nothing."""
    found: dict[tuple[str, str, str], Task] = {}
    for appointment in appointments(user, today):
        for task in listing.tasks(from_appointment(appointment), "mine"):
            if task.due_on is not None:
                found[listing.identity(task)] = task
    return sorted(found.values(), key=lambda task: (task.due_on, task.subject, task.subject_id))[:MOST]


def written(tasks: Iterable[Task], language: str) -> str:
    """The feed: folded lines that end in CRLF."""
    name = _escaped(text("desk.deadlines.name").in_language(language))
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//goodstanding//deadlines//ZH", "CALSCALE:GREGORIAN",
        # RFC 7986: what a calendar program calls it, and how often it need ask.
        f"NAME:{name}", f"X-WR-CALNAME:{name}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        *(line for task in tasks for line in _event(task, language)), "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{folded}\r\n" for folded in map(_folded, lines))


def _event(task: Task, language: str) -> Iterator[str]:
    if task.due_on is None:
        return
    what, number = task.what.in_language(language), task.title.in_language(language)
    summary = _escaped(text("desk.deadlines.summary", what=what, number=number).in_language(language))
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    # The same case keeps its identity when its day moves: the program moves the event instead of adding another.
    yield from ("BEGIN:VEVENT", f"UID:{uuid5(NAMESPACE_URL, '|'.join(listing.identity(task)))}@{host}")
    yield from (f"DTSTAMP:{task.since.astimezone(UTC):%Y%m%dT%H%M%SZ}", f"DTSTART;VALUE=DATE:{task.due_on:%Y%m%d}")
    yield from (f"DTEND;VALUE=DATE:{task.due_on + timedelta(days=1):%Y%m%d}", f"SUMMARY:{summary}", "TRANSP:TRANSPARENT")
    yield f"URL:{settings.PUBLIC_URL}{in_language(task.url, language)}"
    # Nine in the morning of the day before.
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{summary}", "TRIGGER:-PT15H", "END:VALARM", "END:VEVENT")


def _escaped(words: str) -> str:
    """RFC 5545 3.3.11; a title is one line, and control characters have no place in it."""
    plain = "".join(" " if category(letter) in CONTROL else letter for letter in words)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """No line over 75 octets, none cut within a character."""
    pieces: list[str] = []
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > WIDTH - bool(pieces):
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])
