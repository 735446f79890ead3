"""Every record about an organisation, the ones nobody else sees too: what each is, where it came from, until when it shows and why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils import timezone

from goodstanding.intake.models import Submission
from goodstanding.portal.loaded import catalogue
from goodstanding.portal.marked import Shown, marks
from goodstanding.records.models import Ending, Record, Records, Revision, Suspension
from goodstanding.repairs import looking
from goodstanding.rules.repairing import Barred
from goodstanding.rules.texts import NOTHING, Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

STATES = ("showing", "hidden", "ended")
"""Shows today; does not show for now or never did; is over."""
TONES = {"showing": "note", "held": "plain", "not_yet": "plain", "suspended": "wait", "expired": "plain", "ended": "plain"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list's filters."""

    state: str = ""
    kind: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Wanted:
        """Out of an address; what is not known is left out."""
        state, kind = query.get("state", ""), query.get("kind", "")
        return cls(state if state in STATES else "", kind if kind in catalogue().kinds else "")


@dataclass(frozen=True, slots=True)
class Line:
    """One record as its organisation reads it. ``why``: why it does not show, nothing where it does."""

    record: Record
    title: Text
    how: str
    why: Text
    words: str
    marks: tuple[Shown, ...]
    handed_in: datetime
    earliest: date | None
    class_stated: bool

    @property
    def state(self) -> Text:
        """In words."""
        return text("ours.state", self.how)

    @property
    def tone(self) -> str:
        """For the tag."""
        return TONES[self.how]

    @property
    def has_window(self) -> bool:
        """Whether there is a picture to draw."""
        return self.record.shown_from is not None and self.record.shown_until is not None


def about(members: Sequence[int]) -> Records:
    """Everything about one body that is still retained; what was taken back was never about it."""
    found: Records = Record.everything.retained().of_body(members).select_related("department").order_by("-decided_on", "-public_id")
    return found


def narrowed(found: Records, wanted: Wanted) -> Records:
    """As the filters say."""
    narrow = found.filter(kind=wanted.kind) if wanted.kind else found
    return narrow.filter(_in_state(wanted.state)) if wanted.state else narrow


def counts(members: Sequence[int]) -> dict[str, int]:
    """How many there are in each state."""
    counted: dict[str, int] = about(members).aggregate(**{state: Count("pk", filter=_in_state(state)) for state in STATES})
    return counted


def lines(records: Iterable[Record]) -> list[Line]:
    """A page of them, with a handful of queries for all together."""
    page = list(records)
    ids = [one.pk for one in page]
    latest = {(one.record_id, one.number): one for one in Revision.objects.filter(record_id__in=ids)}
    came = _handed_in(latest.values())
    standing = marks(ids, {one.pk: one.kind for one in page})
    ended = Ending.objects.in_bulk(ids)
    open_ones = Suspension.objects.filter(record_id__in=ids, lifted_at__isnull=True).order_by("-since")
    suspended = {one.record_id: one for one in open_ones}
    barred = looking.bars(page[0].organisation_id) if page else []
    return [
        _line(one, latest[one.pk, one.revision], standing.get(one.pk, ()), came.get(one.pk, one.entered_at),
              ended.get(one.pk), suspended.get(one.pk), barred)
        for one in page
    ]  # fmt: skip


def how(record: Record, today: date) -> str:
    """The state of :data:`TONES`: the comparisons of :func:`_in_state`, one record at a time."""
    if record.ended_on is not None:
        return "ended"
    if record.held:
        return "held"
    if record.shown_until is not None and record.shown_until < today:
        return "expired"
    if record.is_suspended(today):
        return "suspended"
    return "not_yet" if record.shown_from is not None and record.shown_from > today else "showing"


def _in_state(state: str) -> Q:
    today = timezone.localdate()
    over = Q(ended_on__isnull=False) | Q(shown_until__lt=today)
    hidden = ~Q(held="") | Q(shown_from__gt=today) | Q(suspended_from__lte=today)
    if state == "ended":
        return over
    live = Q(ended_on__isnull=True) & (Q(shown_until__isnull=True) | Q(shown_until__gte=today))
    if state == "hidden":
        return live & hidden
    return live & Q(held="", shown_from__lte=today) & (Q(suspended_from__isnull=True) | Q(suspended_from__gt=today))


def _line(
    record: Record, said: Revision, marked: tuple[Shown, ...], came: datetime, ending: Ending | None, suspension: Suspension | None,
    barred: Sequence[Barred],
) -> Line:  # fmt: skip
    kind = catalogue().kinds[record.kind]
    state = how(record, timezone.localdate())
    stated = bool(said.data.get(kind.field("publication.class")))
    earliest = looking.look(record, barred=barred).earliest if not record.held else None
    words = ending.words if ending and state == "ended" else ""
    return Line(record, kind.title, state, _why(record, state, ending, suspension), words, marked, came, earliest, stated)


def _why(record: Record, state: str, ending: Ending | None, suspension: Suspension | None) -> Text:
    """Why nobody else sees it."""
    if state == "held":
        known = catalogue().details.get(record.held)
        return known or text("ours.held", record.held)
    if state == "suspended" and suspension is not None and record.suspended_from is not None:
        because, day = text("records.suspended", suspension.because), written(record.suspended_from)
        return text("ours.why.suspended", why=because, day=day, case=suspension.number)
    if state == "ended" and record.ended_on is not None:
        why = text("records.ended", ending.because) if ending else Text(record.ended_because, record.ended_because)
        return text("ours.why.ended", why=why, day=written(record.ended_on))
    if state == "expired" and record.shown_until is not None:
        return text("ours.why.expired", day=written(record.shown_until))
    if state == "not_yet" and record.shown_from is not None:
        return text("ours.why.not_yet", day=written(record.shown_from))
    return NOTHING


def _handed_in(revisions: Iterable[Revision]) -> dict[UUID, datetime]:
    """When the file came that each record was first read from."""
    first = {one.record_id: one.submission for one in revisions if one.number == 1 and one.submission}
    came = dict(Submission.everything.filter(id__in=set(first.values())).values_list("id", "received_at"))
    return {record: came[submission] for record, submission in first.items() if submission in came}
