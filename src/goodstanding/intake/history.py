"""The ledger's entries as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from goodstanding.departments.standing import SYSTEM
from goodstanding.intake.models import Submission
from goodstanding.ledger.models import Entry
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import TextError, text

ABOUT = "intake.submission"
REFUSED = "access:refused"
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
    return [line(entry) for entry in Entry.objects.filter(subject=ABOUT, subject_id=str(submission.id)).order_by("id")]


def newest(*, refused_only: bool, before: int | None) -> tuple[list[Line], int | None]:
    """A page of the whole ledger, newest first, and the id to go on from."""
    entries = Entry.objects.order_by("-id")
    if refused_only:
        entries = entries.filter(event=REFUSED)
    if before is not None:
        entries = entries.filter(id__lt=before)
    page = list(entries[: PAGE + 1])
    return [line(entry) for entry in page[:PAGE]], page[PAGE - 1].id if len(page) > PAGE else None


def line(entry: Entry) -> Line:
    """An entry in words; an event nobody wrote a sentence for shows its own name rather than nothing."""
    url = reverse("intake:submission", args=[entry.subject_id]) if entry.subject == ABOUT else ""
    who = text("intake.history.system") if entry.role == SYSTEM.role and entry.label == SYSTEM.label else Text(entry.label, entry.label)
    return Line(entry.at, event(entry), who, explained(entry), subject(entry), url)


def subject(entry: Entry) -> Text:
    """The thing it happened to, and the beginning of its key."""
    try:
        thing = text("intake.subject", entry.subject.replace(".", "_"))
    except TextError:
        thing = Text(entry.subject, entry.subject)
    return Text(f"{thing.zh} {entry.subject_id[:8]}", f"{thing.en} {entry.subject_id[:8]}")


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
    action = entry.data.get("action", "") if entry.event == REFUSED else ""
    return Text(f"{known.zh}（{action}）", f"{known.en} ({action})") if action else known
