"""采用: a department proposes to take up a measure of the catalogue; its head, another person, adopts or declines it. In public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.moving import move
from goodstanding.ledger.writing import write
from goodstanding.measures import conditions, telling, trying
from goodstanding.measures.catalogue import laws, said_of
from goodstanding.measures.locking import locked_adoption, not_own
from goodstanding.measures.models import Adoption, Kind
from goodstanding.measures.numbering import next_number
from goodstanding.rules import persons
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.rules.terms import months_after
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

LONGEST = 3000
REVIEW = "measure_review"
"""The term after which an adoption is looked at again where the catalogue's measure says nothing itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the department says: which measure, who of it acts, in which matters, until when it is looked at again, and why."""

    kind: str
    acts: str
    matters: str
    review_on: date
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """``number``: of the department's document that adopts it."""

    number: str
    reasons: str


def last_review(kind: Kind, today: date) -> date:
    """The latest day an adoption of today can be looked at again."""
    term = laws().terms.get(REVIEW)
    months = kind.review_months or kind.months or (term.count if term else 0)
    return months_after(today, months)


def propose(said: Proposal, department: Department, *, by: Standing) -> Adoption:
    """Begin; what the try-out says today is kept beside it. Raises ``Refused``, ``Conflict`` where one is in hand already."""
    require(by, "propose_measure", department)
    said_of(said.kind)
    kind = Kind.objects.get(pk=said.kind)
    kept = {name: persons.mask(getattr(said, name).strip()[:LONGEST])[0] for name in ("acts", "matters", "because")}
    if missing := next((name for name, words in kept.items() if not words), ""):
        raise Refused(f"{missing.upper()}_MISSING", text("measures.refused.missing", missing))
    figures = trying.try_out(kind).as_json()
    with transaction.atomic():
        conditions.hold(kind)
        Department.objects.select_for_update(no_key=True).get(pk=department.pk)
        _reviewed_in_time(kind, said.review_on)
        if there := Adoption.everything.filter(kind=kind, department=department, state="proposed").first():
            raise Conflict("MEASURE_IN_HAND", text("measures.refused.in_hand", number=there.number))
        adoption = Adoption.everything.create(
            number=next_number("CS"), kind=kind, department=department, review_on=said.review_on, figures=figures,
            proposed_by=by.label, proposed_user=by.user_id, **kept,
        )  # fmt: skip
        step = PROCEDURES["measure"]["", "propose"]
        write(step.event, adoption, by=by, because=kept["because"], data={"to": step.to, "kind": kind.pk, "review_on": said.review_on})
        telling.tell_head(adoption, "measure_proposed")
    return adoption


def adopt(adoption: Adoption, said: Decision, *, by: Standing) -> None:
    """From now on the department may apply it, case by case. What it had adopted before under the same measure is renewed by this."""
    require(by, "adopt_measure", adoption)
    not_own(adoption, by)
    number, reasons = persons.mask(said.number.strip()[:200])[0], persons.mask(said.reasons.strip()[:LONGEST])[0]
    today = timezone.localdate()
    with transaction.atomic():
        conditions.hold(adoption.kind)
        now = locked_adoption(adoption, "adopt")
        _reviewed_in_time(now.kind, now.review_on)
        if not number or not reasons:
            raise Refused("DECISION_INCOMPLETE", text("measures.refused.decision_incomplete"))
        _renew(now, by)
        Adoption.everything.filter(pk=now.pk).update(
            decision_no=number, adopted_on=today, reasons=reasons, basis=now.kind.basis, decided_by=by.label, decided_user=by.user_id
        )
        move(now, "adopt", by=by, because=reasons, decision_no=number, basis=now.kind.basis, review_on=now.review_on)
        telling.tell_department(now, "measure_adopted")
    adoption.refresh_from_db()


def decline(adoption: Adoption, because: str, *, by: Standing) -> None:
    """It is not adopted, or its proposal is taken back."""
    require(by, "propose_measure", adoption)
    words = persons.mask(because.strip()[:LONGEST])[0]
    with transaction.atomic():
        now = locked_adoption(adoption, "decline")
        Adoption.everything.filter(pk=now.pk).update(ended_on=timezone.localdate(), ended_words=words)
        move(now, "decline", by=by, because=words)
        telling.tell_department(now, "measure_declined")
    adoption.refresh_from_db()


def _renew(adoption: Adoption, by: Standing) -> None:
    """The earlier adoption is over; what was applied under it runs to its own end."""
    held = Adoption.everything.select_for_update().filter(kind=adoption.kind, department_id=adoption.department_id, state="adopted")
    for one in held:
        words = text("measures.ended_words.renewed", number=adoption.number).zh
        Adoption.everything.filter(pk=one.pk).update(ended_on=timezone.localdate(), ended_because="renewed", ended_words=words)
        move(one, "end", by=by if by.role == "head" else SYSTEM, because=words, ground="renewed")


def _reviewed_in_time(kind: Kind, review_on: date) -> None:
    today = timezone.localdate()
    last = last_review(kind, today)
    if not today < review_on <= last:
        raise Refused("REVIEW_ON", text("measures.refused.review_on", last=written(last)))
