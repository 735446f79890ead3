"""A source answers what it was asked, with a document. In time or late: what was hidden for its silence shows again at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.objections import comparing, entries, hiding, locking
from goodstanding.objections.models import ANSWERS, Evidence, Inquiry
from goodstanding.objections.telling import tell_centre
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import File, take
from goodstanding.records import correcting
from goodstanding.records.models import Record
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

PURPOSE = "inquiry.answer"
WITH_DOCUMENT = frozenset({"confirms", "corrects", "withdraws"})
"""What a source says about its own decision, the decision itself has to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``values``: record -> field code -> what it should say; for ``corrects`` alone."""

    answer: str
    words: str
    document: File | None = None
    values: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)


def answer(inquiry: Inquiry, said: Answer, *, by: Standing) -> None:
    """Keep the source's word; when every source has spoken, the case waits for its decision."""
    require(by, "answer_inquiry", inquiry)
    with transaction.atomic():
        # Two sources of one case that answer at once: the second sees that the first has spoken.
        case = locking.held(inquiry.objection_id)
        words, values = _checked(inquiry, said)
        paper = take(said.document, purpose=PURPOSE, by=by) if said.document else None
        Inquiry.objects.filter(pk=inquiry.pk, state="asked").update(
            answer=said.answer, words=words, values=values, answered_at=timezone.now(), answered_user=by.user_id, answered_by=by.label
        )
        move(inquiry, "answer", by=by, answer=said.answer)
        inquiry.refresh_from_db()
        _keep(inquiry, paper)
        hiding.answered(inquiry, by=by)
        if case.state == "forwarded" and not case.inquiries.filter(state="asked").exists():
            move(case, "answer", by=by)
            tell_centre(case, "objections.told.answered")


def _checked(inquiry: Inquiry, said: Answer) -> tuple[str, dict[str, dict[str, str]]]:
    # An entry is ended or stays: there is nothing in it to be corrected.
    if said.answer not in ANSWERS or (said.answer == "corrects" and entries.only(inquiry)):
        raise Refused("ANSWER_MISSING", text("objections.refused.answer_missing"))
    words = locking.words(said.words)
    if said.document is None and said.answer in WITH_DOCUMENT and not inquiry.evidence.exists():
        raise Refused("DOCUMENT_MISSING", text("objections.refused.document_missing"))
    return words, _values(inquiry, said) if said.answer == "corrects" else {}


def _values(inquiry: Inquiry, said: Answer) -> dict[str, dict[str, str]]:
    """Each corrected record as it would be, asked of the checks now: the source reads what is wrong, not the clerk later."""
    theirs = {one.pk: one for one in Record.everything.filter(pk__in=hiding.records_of(inquiry))}
    kept: dict[str, dict[str, str]] = {}
    for record, changes in said.values.items():
        if record not in theirs or not changes:
            continue
        kind = load(settings.CITY_CATALOGUE).kinds[theirs[record].kind]
        correcting.checked(kind, comparing.published(theirs[record]), changes, today=timezone.localdate())
        kept[str(record)] = locking.masked(changes)
    if not kept:
        raise Refused("VALUES_MISSING", text("objections.refused.values_missing"))
    return kept


def _keep(inquiry: Inquiry, paper: Paper | None) -> None:
    if paper is not None:
        Evidence.objects.create(objection_id=inquiry.objection_id, inquiry=inquiry, paper=paper, side="source")
