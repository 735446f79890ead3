"""A record's decision is under reconsideration or before a court, and that is over: as its department says.

复议、诉讼期间不停止公示: the record goes on showing, marked. Where the decision falls it stops showing in that moment, and the department
takes it down for good with its reason (行政处罚法 art. 48).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.ledger.standing import Standing
from goodstanding.papers.keeping import destroy_unsent
from goodstanding.papers.models import Paper
from goodstanding.records import marking, suspending
from goodstanding.records.models import FALLS, PROCEEDINGS, STANDS, Proceeding, Record
from goodstanding.rules import persons
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text

ACTION = "state_proceeding"
PURPOSE = "record.proceeding"
FALLEN = "fallen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """That there is a case. ``request``: where a clerk says so for the department, who asked, when and how."""

    kind: str
    number: str
    body: str
    since: date
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it ended, of what day, by which document."""

    outcome: str
    over_on: date
    document: str
    words: str


def stated(said: Stated, record: Record, *, by: Standing) -> Stated:
    """As it will be kept. Raises ``Refused`` with what to do."""
    request = _clean(said.request) if by.role == "clerk" else ""
    kept = replace(said, number=_clean(said.number), body=_clean(said.body), request=request)
    _whole({
        "KIND_MISSING": kept.kind not in PROCEEDINGS, "NUMBER_MISSING": not kept.number, "BODY_MISSING": not kept.body,
        "SINCE_OUTSIDE": not record.decided_on <= kept.since <= timezone.localdate(),
        "REQUEST_MISSING": by.role == "clerk" and not kept.request,
    })  # fmt: skip
    return kept


def begin(record: Record, said: Stated, *, by: Standing, paper: Paper | None = None) -> Proceeding:
    """Marked from this moment. Raises ``Conflict`` where the record has ended or the case is known."""
    require(by, ACTION, record)
    kept = stated(said, record, by=by)
    with transaction.atomic():
        now = Record.everything.select_for_update(of=("self",)).get(pk=record.pk)
        if now.ended_on is not None:
            raise Conflict("RECORD_ENDED", text("records.refused.not_marked_ended"))
        if Proceeding.objects.filter(record=now, kind=kept.kind, number=kept.number).exists():
            raise Conflict("PROCEEDING_KNOWN", text("records.refused.proceeding_known"))
        if paper is not None:  # held, so that it is not destroyed as unsent in this moment
            paper = Paper.objects.select_for_update().filter(destroyed_at__isnull=True).defer("content").filter(pk=paper.pk).first()
        made = Proceeding.objects.create(
            record=now, kind=kept.kind, number=kept.number, body=kept.body, since=kept.since, request=kept.request, paper=paper, by=by.label
        )
        marking.mark({now.pk: []}, kind=made.kind, case=made.pk, number=made.number, words="", by=by)
    return made


def ended(said: Outcome, found: Proceeding) -> Outcome:
    """As it will be kept. Raises ``Refused`` with what to do."""
    kept = replace(said, document=_clean(said.document), words=_clean(said.words, 1000))
    _whole({
        "OUTCOME_MISSING": kept.outcome not in STANDS + FALLS, "OVER_OUTSIDE": not found.since <= kept.over_on <= timezone.localdate(),
        "DOCUMENT_MISSING": not kept.document, "OUTCOME_WORDS_MISSING": not kept.words,
    })  # fmt: skip
    return kept


def may_end(found: Proceeding, record: Record) -> bool:
    """Not over yet; or said to have brought the decision down, which can be put right as long as it has not been taken down."""
    return not found.outcome or (found.fell and record.ended_on is None)


def end(found: Proceeding, said: Outcome, *, by: Standing) -> Proceeding:
    """The mark goes. Where the decision fell the record stops showing at once. Raises ``Conflict`` where it was over already."""
    require(by, ACTION, found.record)
    kept = ended(said, found)
    with transaction.atomic():
        record = Record.everything.select_for_update(of=("self",)).get(pk=found.record_id)
        now = Proceeding.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if not may_end(now, record):
            raise Conflict("PROCEEDING_OVER", text("records.refused.proceeding_over"))
        Proceeding.objects.filter(pk=now.pk).update(
            outcome=kept.outcome, over_on=kept.over_on, document=kept.document, words=kept.words, over_by=by.label, over_at=timezone.now()
        )
        marking.unmark(case=now.pk, by=by, because=kept.words)
        if kept.outcome in STANDS:
            suspending.resume(case=now.pk, by=by, because=kept.words)
        elif record.ended_on is None:
            suspending.suspend([record.pk], because=FALLEN, case=now.pk, number=now.number, since=timezone.localdate(), by=by)
        now.refresh_from_db()
    return now


def forget_unsent() -> int:
    """Documents of forms that nobody sent in the end serve nothing. Returns how many were destroyed."""
    return destroy_unsent(PURPOSE, Proceeding.objects.filter(paper__isnull=False).values("paper"))


def _whole(wrong: dict[str, bool]) -> None:
    if found := next((code for code, is_so in wrong.items() if is_so), ""):
        raise Refused(found, text("records.refused", found.lower()))


def _clean(words: str, longest: int = 200) -> str:
    return persons.mask(words.strip()[:longest])[0]
