"""What is never so, whoever did whatever on whatever day. Said in plain Python over the tables, apart from the code it judges."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from goodstanding.ledger.models import Entry
from goodstanding.objections.models import Inquiry, Item, Objection, Pause
from goodstanding.records.models import Correction, Ending, Mark, Proceeding, Record, Revision, Suspension
from goodstanding.repairs.models import Masking, Repair
from goodstanding.rules.loading import load
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.publication import rows as windows
from goodstanding.rules.terms import months_after

CONTESTED = {"accepted", "forwarded", "answered"}
_MOVES = {str(move.event): move.by for table in PROCEDURES.values() for move in table.values()}
_BY: dict[str, set[str]] = {}
for _table in PROCEDURES.values():
    for _move in _table.values():
        _BY.setdefault(str(_move.event), set()).update(str(role) for role in _move.by)
_LONGEST = {(kind, regime, klass): most for kind, regime, _, klass, _, _, _, most, _, _ in windows(load())}


def shown_by_hand(record: Record, day: date, ended: set[UUID], suspended: set[UUID]) -> bool:
    """Would anybody see it that day? Read from the papers beside the record, not from the record's own columns."""
    if record.pk in ended | suspended or record.taken_back or record.held or not (record.basis and record.regime):
        return False
    most = _LONGEST[record.kind, record.regime, record.klass]
    assert record.shown_from is not None
    return record.shown_from <= day <= months_after(record.decided_on, most)


class Memory:
    """What was so before: nothing of it may change."""

    def __init__(self) -> None:
        self.ended: set[UUID] = set()
        self.said: dict[tuple[UUID, int], Any] = {}
        self.entries = 0
        self.decided: dict[UUID, Any] = {}
        self.records: list[Record] = []
        self.judged: tuple[Any, date] | None = None

    def check(self, day: date) -> None:
        """Raises ``AssertionError`` with what has become illegal. Where no row and no day has changed since, it was judged already."""
        now = picture(), day
        if now == self.judged:
            return
        self.judged = now
        self._publication(day)
        self._papers()
        self._proceedings(day)
        self._objections(day)
        self._repairs()
        self._ledger()

    def _publication(self, day: date) -> None:
        public = set(Record.public.values_list("pk", flat=True))
        ended = set(Ending.objects.values_list("record_id", flat=True))
        suspended = set(Suspension.objects.filter(lifted_at__isnull=True, since__lte=day).values_list("record_id", flat=True))
        self.records = list(Record.everything.all())
        for record in self.records:
            expected = shown_by_hand(record, day, ended, suspended)
            assert (record.pk in public) == record.is_shown(day) == expected, (record.pk, record.suspended_from, record.ended_on)
        assert ended >= self.ended, "an ending was taken back"
        assert not ended & public
        self.ended = ended

    def _papers(self) -> None:
        said = {(one.record_id, one.number): (one.data, bytes(one.sealed or b"")) for one in Revision.objects.all()}
        assert all(said.get(key) == before for key, before in self.said.items()), "a revision was edited or removed"
        self.said = said
        assert all((record.pk, record.revision) in said for record in self.records)
        assert all((one.record_id, one.number) in said for one in Correction.objects.all())

    def _proceedings(self, day: date) -> None:
        marked = set(Mark.objects.filter(lifted_at__isnull=True).values_list("case", flat=True))
        suspending = set(Suspension.objects.filter(lifted_at__isnull=True).values_list("case", flat=True))
        for one in Proceeding.objects.filter(record__ended_on__isnull=True).select_related("record"):
            assert (one.pk in marked) == (not one.outcome), "a review or lawsuit is marked until it is over, and no longer"
            assert (one.pk in suspending) == one.fell, "suspended by a case although the decision stands, or not although it fell"
            assert not (one.fell and one.record.is_shown(day)), "a decision that fell still shows"

    def _objections(self, day: date) -> None:
        held = set(Suspension.objects.filter(lifted_at__isnull=True).values_list("case", "record_id"))
        marked = {(one.case, one.record_id) for one in Mark.objects.filter(lifted_at__isnull=True)}
        for case in Objection.objects.prefetch_related("items"):
            items = [one for one in case.items.all() if one.record_id]
            open_ones = {(case.pk, one.record_id) for one in items if not one.outcome and one.record_id not in self.ended}
            here = {pair for pair in marked if pair[0] == case.pk}
            if case.state in CONTESTED:
                assert open_ones <= here, f"{case.number} is {case.state} and not marked"
            else:
                assert not here, f"{case.number} is {case.state} and still marked"
                assert not [pair for pair in held if pair[0] == case.pk and pair[1] not in self.ended], f"{case.number} still suspends"
            if case.state == "decided":
                assert case.reasons
                assert case.basis
                assert case.outcome
        self._silence(day)
        for case in Objection.objects.filter(state__in=("decided", "refused", "withdrawn")):
            now = (case.state, case.outcome, case.reasons, case.decided_at)
            assert self.decided.setdefault(case.pk, now) == now, "a case that is over has changed"

    def _silence(self, day: date) -> None:
        for asked in (
            Inquiry.objects.filter(state="asked", due_on__lt=day).select_related("objection").prefetch_related("objection__items__record")
        ):
            paused = asked.objection.pauses.filter(until__isnull=True).exists()
            asked_about = [one for one in asked.objection.items.all() if one.department_id == asked.department_id and not one.outcome]
            for item in asked_about:
                gone = item.record is None or item.record_id in self.ended or not item.record.is_shown(day)
                assert paused or gone, "a silent source's record still shows"

    def _repairs(self) -> None:
        states = {one.pk: one for one in Repair.objects.all()}
        endings = Ending.objects.in_bulk()
        for one in states.values():
            if one.state == "granted":
                why = endings[one.record_id]
                assert (why.case, why.because) == (one.pk, "repaired"), "granted and not ended by it"
        masked = {one.pk: one for one in Masking.objects.all()}
        for why in endings.values():
            granted, carried_out = (states.get(why.case), masked.get(why.case)) if why.case else (None, None)
            lawful = (granted and granted.state in {"granted", "barred"}) or (carried_out and carried_out.state == "completed")
            assert why.because != "repaired" or lawful, "repaired without a grant"
        # What has ended, or was taken back, keeps the suspension it had then; only what may show again is asked about.
        live = [one.pk for one in self.records if one.ended_on is None]
        standing = Suspension.objects.filter(because="court_masking", lifted_at__isnull=True, record_id__in=live)
        assert all(masked[one.case].state == "masked" for one in standing), "masked without a ruling in force"
        open_ones = [one.record_id for one in states.values() if one.state in {"filed", "accepted"}]
        assert len(open_ones) == len(set(open_ones)), "two open applications for one record"

    def _ledger(self) -> None:
        count = Entry.objects.count()
        assert count >= self.entries, "an entry is gone"
        for entry in Entry.objects.filter(event__in=_BY).order_by("-id")[: count - self.entries]:
            assert entry.role in _BY[entry.event], f"{entry.event} by {entry.role}"
        self.entries = count


_TABLES = (Record, Revision, Ending, Correction, Mark, Suspension, Proceeding, Objection, Item, Inquiry, Pause, Repair, Masking, Entry)
_PICTURE = "SELECT " + ", ".join(
    f"(SELECT (count(*), sum(hashtextextended(one::text, 0)))::text FROM {model._meta.db_table} one)" for model in _TABLES
)


def picture() -> Any:
    """Every row of records, cases and the ledger in one number a table; equal before and after what must change nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_PICTURE)
        return cursor.fetchone()
