"""The ledger's entries as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from goodstanding.departments.standing import SYSTEM
from goodstanding.intake import naming
from goodstanding.intake.models import Submission
from goodstanding.ledger.models import Entry
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import TextError, text

ABOUT = "intake.submission"
REFUSED = "access:refused"
ACTION = "departments.action"
PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One entry on a page."""

    at: datetime
    what: Text
    who: Text
    because: Text
    subject: Text
    url: str


def of(submission: Submission) -> list[Line]:
    """What happened to a submission, first to last."""
    entries = list(Entry.objects.filter(subject=ABOUT, subject_id=str(submission.id)).order_by("id"))
    return [line(entry, {}) for entry in entries]


def newest(*, refused_only: bool, before: int | None) -> tuple[list[Line], int | None]:
    """A page of the whole ledger, newest first, and the id to go on from."""
    entries = Entry.objects.order_by("-id")
    if refused_only:
        entries = entries.filter(event=REFUSED)
    if before is not None:
        entries = entries.filter(id__lt=before)
    page = list(entries[: PAGE + 1])
    known = naming.names(page[:PAGE])
    return [line(entry, known) for entry in page[:PAGE]], page[PAGE - 1].id if len(page) > PAGE else None


def line(entry: Entry, known: naming.Names) -> Line:
    """An entry in words; an event nobody wrote a sentence for shows its own name rather than nothing."""
    url = reverse("intake:submission", args=[entry.subject_id]) if entry.subject == ABOUT else ""
    who = text("intake.history.system") if entry.role == SYSTEM.role and entry.label == SYSTEM.label else Text(entry.label, entry.label)
    return Line(entry.at, event(entry), who, explained(entry), subject(entry, known), url)


def subject(entry: Entry, known: naming.Names) -> Text:
    """The thing it happened to, as people call it; where it has no name, what sort of thing it is. An action is no thing."""
    if entry.subject == ACTION:
        return Text("", "")
    try:
        thing = text("intake.subject", entry.subject.replace(".", "_"))
    except TextError:
        thing = Text(entry.subject, entry.subject)
    called = known.get((entry.subject, entry.subject_id), "")
    return Text(f"{thing.zh} {called}".strip(), f"{thing.en} {called}".strip())


def explained(entry: Entry) -> Text:
    """The reason given, else the counts of a check."""
    if not entry.because and {"rows", "good", "faulty"} <= set(entry.data):
        return text("intake.history.counts", **{name: f"{entry.data[name]:,}" for name in ("rows", "good", "faulty")})
    return Text(entry.because, entry.because)


def event(entry: Entry) -> Text:
    """The event's sentence."""
    try:
        known = text("intake.event", entry.event.replace(":", "_"))
    except TextError:
        known = Text(entry.event, entry.event)
    name = entry.data.get("action", "") if entry.event == REFUSED else ""
    if not name:
        return known
    try:
        action = text("intake.action", name)
    except TextError:
        action = Text(name, name)
    return Text(f"{known.zh}：{action.zh}", f"{known.en}: {action.en}")
