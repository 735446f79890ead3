"""What is never so of lists, whoever did whatever on whatever day. Said in plain Python over the tables, apart from the code it judges."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from goodstanding.laws.models import Halt, Law
from goodstanding.ledger.models import Entry
from goodstanding.lists.models import Kind, Listing, Remark, Rest
from goodstanding.records.models import Record
from goodstanding.rules.procedure import LISTING

_BY: dict[str, set[str]] = {}
for _move in LISTING.values():
    _BY.setdefault(str(_move.event), set()).update(str(role) for role in _move.by)
_FINAL = ("decision_no", "decided_on", "reasons", "basis", "ends_on", "decided_user")
_PICTURE = "SELECT " + ", ".join(
    f"(SELECT (count(*), sum(hashtextextended(one::text, 0)))::text FROM {table} one)"
    for table in (
        "lists_listing",
        "lists_rest",
        "lists_remark",
        "lists_competence",
        "laws_halt",
        "laws_law",
        "ledger_entry",
        "records_record",
    )
)


def picture() -> Any:
    """Every row in one number a table; equal before and after what must change nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_PICTURE)
        return cursor.fetchone()


def carries(basis: str, day: date) -> bool:
    """Is the basis in force that day? Read from the halts by hand."""
    code, _, cited = basis.partition(":")
    law, articles = Law.objects.get(pk=code), set(cited.split(",")) - {""}
    if day < law.since or (law.until is not None and day > law.until):
        return False
    for halt in Halt.objects.filter(target="law", code=code):
        concerned = not halt.articles or bool(articles & set(halt.articles.split(",")))
        if concerned and halt.since <= day and (halt.lifted_on is None or halt.lifted_on > day):
            return False
    return True


class Memory:
    """What was so before: nothing of it may change."""

    def __init__(self) -> None:
        self.decided: dict[UUID, tuple[Any, ...]] = {}
        self.over: dict[UUID, str] = {}
        self.entries = Entry.objects.count()
        self.judged: Any = None

    def check(self, day: date) -> None:
        """Raises ``AssertionError`` with what has become illegal."""
        now = picture(), day
        if now == self.judged:
            return
        self.judged = now
        listings = list(Listing.everything.all())
        shown, in_force = set(Listing.public.values_list("pk", flat=True)), set(Listing.everything.in_force().values_list("pk", flat=True))
        kinds = Kind.objects.in_bulk()
        for one in listings:
            counts = (
                one.state in {"decided", "published", "withheld"}
                and one.decided_on <= day <= one.ends_on
                and carries(kinds[one.kind_id].basis, day)
            )
            assert (one.pk in in_force) == counts, f"{one.number} {one.state}"
            assert (one.pk in shown) == (counts and one.state == "published"), f"{one.number} {one.state}"
            assert one.pk not in shown or kinds[one.kind_id].public
            if one.decided_on is not None:
                _decided_lawfully(one)
            _same(self.decided, one)
            if one.pk in self.over:
                assert one.state == self.over[one.pk], f"{one.number} came back"
            if one.state in {"dropped", "ended"}:
                self.over[one.pk] = one.state
        _both_colours([one for one in listings if one.pk in in_force])
        self._ledger()

    def _ledger(self) -> None:
        count = Entry.objects.count()
        assert count >= self.entries, "an entry is gone"
        for entry in Entry.objects.filter(event__in=_BY).order_by("-id")[: count - self.entries]:
            assert entry.role in _BY[entry.event], f"{entry.event} by {entry.role}"
        self.entries = count


def _decided_lawfully(one: Listing) -> None:
    if one.load_id is not None:
        return  # a body above has decided it; who hands it in publishes nothing (lists.publishing)
    assert one.decided_user != one.proposed_user, "one person alone"
    assert one.reasons
    assert one.decision_no
    assert one.ends_on > one.decided_on
    over = one.answer_until is not None and one.answer_until < one.decided_on
    if one.colour == "black":
        assert one.served_on is not None
        assert one.served_on <= one.decided_on
        heard = one.answered_at is not None or one.heard_on is not None
        assert over or (heard and one.weighed), "decided before it was heard"
        assert not one.hearing_asked or one.heard_on is not None, "a hearing was refused"
        if one.state in {"decided", "published", "withheld"}:
            left = Rest.objects.filter(listing=one, gone_on__isnull=True)
            assert left.exists(), "it rests on nothing"
            gone = ("withdrawn", "annulled", "unlawful", "void", "varied", "objection", "repaired")
            assert not Record.everything.filter(pk__in=left.values("record_id"), ended_because__in=gone).exists(), (
                "it rests on what has ended"
            )
    if one.colour == "red":
        assert one.publicised_on is not None
        assert over
        assert not Remark.objects.filter(listing=one).exclude(outcome="unfounded").exists(), "something is said against it"


def _same(decided: dict[UUID, tuple[Any, ...]], one: Listing) -> None:
    said = tuple(getattr(one, name) for name in _FINAL)
    if one.decided_on is not None:
        assert decided.setdefault(one.pk, said) == said, f"{one.number}: a decision was edited"


def _both_colours(in_force: list[Listing]) -> None:
    red = {one.organisation_id for one in in_force if one.colour == "red"}
    black = {one.organisation_id for one in in_force if one.colour == "black"}
    assert not red & black, "on a red and on a black list"
