"""The department takes down what it handed in, or reports that the decision was varied, annulled, held unlawful or void: at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.papers.models import Paper
from goodstanding.records import ending, reaching
from goodstanding.records.ending import Reason
from goodstanding.records.models import Record
from goodstanding.records.reaching import Place
from goodstanding.rules import persons
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text
from goodstanding.withdrawals import telling
from goodstanding.withdrawals.bases import basis
from goodstanding.withdrawals.models import KINDS, Withdrawal
from goodstanding.withdrawals.numbering import next_number

TERM = "withdraw"
MOST = 5000
"""Records of one taking down; what is more is a regime's end, or a second one."""
LONGEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the department says; ``words`` are published."""

    because: str
    document: str
    effective_on: date
    words: str
    successor_no: str = ""


def checked(said: Said, records: Iterable[Record], *, by: Standing, paper: bool) -> Said:
    """As it will be kept and published. Raises ``Refused`` with what to do."""
    kept = Said(
        because=said.because, document=_clean(said.document), effective_on=said.effective_on,
        words=persons.mask(said.words.strip()[:LONGEST])[0], successor_no=_clean(said.successor_no) if said.because == "varied" else "",
    )  # fmt: skip
    wrong = {
        "KIND_UNKNOWN": kept.because not in KINDS, "DOCUMENT_MISSING": not kept.document, "WORDS_MISSING": not kept.words,
        "EFFECTIVE_IN_FUTURE": kept.effective_on > timezone.localdate(),
        "EFFECTIVE_TOO_EARLY": any(kept.effective_on < one.decided_on for one in records),
        "SUCCESSOR_MISSING": kept.because == "varied" and not kept.successor_no,
        # On a department's behalf the clerk acts on a document, which is kept.
        "PAPER_MISSING": by.role == "clerk" and not paper,
    }  # fmt: skip
    if found := next((code for code, is_so in wrong.items() if is_so), ""):
        raise Refused(found, text("withdrawals.refused", found.lower()))
    return kept


def belonging(records: list[Record], *, by: Standing) -> None:
    """May this standing end them, and are they one department's? A refusal is written down."""
    for record in {one.department_id: one for one in records}.values():
        require(by, "end_record", record)
    if not records or len(records) > MOST:
        raise Refused("RECORDS_MISSING", text("withdrawals.refused.records_missing", most=MOST))
    if len({one.department_id for one in records}) > 1:
        raise Refused("SEVERAL_DEPARTMENTS", text("withdrawals.refused.several_departments"))


def withdraw(record_ids: Iterable[UUID], said: Said, *, by: Standing, paper: Paper | None = None) -> Withdrawal:
    """End them now, in one set; the reason is public from this moment, the content no more. Raises ``Conflict`` where all had ended."""
    with transaction.atomic():
        found = Record.everything.filter(pk__in=set(record_ids), taken_back=False).select_for_update(of=("self",)).order_by("pk")
        records = list(found.select_related("organisation"))
        belonging(records, by=by)
        kept = checked(said, records, by=by, paper=_there(paper))
        case = uuid4()
        ended = _end(records, kept, case, by)
        if not ended:
            raise Conflict("ENDED_ALREADY", text("withdrawals.refused.ended_already"))
        made = Withdrawal.objects.create(
            id=case, number=next_number("CX"), department_id=records[0].department_id, because=kept.because, document=kept.document,
            effective_on=kept.effective_on, words=kept.words, successor_no=kept.successor_no, paper=paper, records=len(ended),
            due_on=due(TERM, kept.effective_on), by=by.label, by_user=by.user_id,
        )  # fmt: skip
        places = reaching.keep_with(case, reach(one for one in records if one.pk in ended))
        data = {
            "records": len(ended), "because": kept.because, "effective_on": kept.effective_on, "due_on": made.due_on, "places": places,
        }  # fmt: skip
        write(Event.WITHDRAWAL_MADE, made, by=by, because=kept.words, data=data)
        telling.tell_withdrawn(made, [one for one in records if one.pk in ended])
    return made


def reach(records: Iterable[Record]) -> list[Place]:
    """Where these could be seen until now, as they were read: before they end, or in the transaction that ends them."""
    return reaching.places(reaching.seen_until_now(records))


def _end(records: list[Record], said: Said, case: UUID, by: Standing) -> set[UUID]:
    by_kind: defaultdict[str, list[UUID]] = defaultdict(list)
    for one in records:
        by_kind[one.kind].append(one.pk)
    ended: set[UUID] = set()
    for kind, ids in by_kind.items():
        why = Reason(
            because=said.because, basis=basis(kind, said.because), words=said.words, document=said.document, effective_on=said.effective_on,
            case=case,
        )  # fmt: skip
        ended |= set(ending.end(ids, reason=why, by=by))
    return ended


def _there(paper: Paper | None) -> bool:
    """And it stays: nobody tidies away what is just being sent."""
    if paper is None:
        return False
    held = Paper.objects.select_for_update().filter(pk=paper.pk, destroyed_at__isnull=True)
    return held.values_list("pk", flat=True).first() is not None


def _clean(words: str) -> str:
    return persons.mask(words.strip()[:200])[0]
