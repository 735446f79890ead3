"""决定: the head of the department, who did not propose it, applies the measure: reasons, weight, from when until when. Never a program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.measures import conditions, telling
from goodstanding.measures.locking import locked, not_own
from goodstanding.measures.models import Application
from goodstanding.rules import persons
from goodstanding.rules.refusals import Refused
from goodstanding.rules.terms import months_after
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

LONGEST = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """``minor``: was it slight and put right in time? None: nobody has asked himself. ``weighed``: what became of what was said."""

    number: str
    starts_on: date
    ends_on: date
    weight: str
    proportion: str
    reasons: str
    minor: bool | None = None
    minor_words: str = ""
    weighed: str = ""


def decide(application: Application, said: Decision, *, by: Standing) -> None:
    """In force from its first day. Raises ``Refused`` with the condition that does not hold."""
    require(by, "decide_application", application)
    not_own(application, by)
    action = "apply" if application.side == "restriction" else "grant"
    words = {name: persons.mask(getattr(said, name).strip()[:LONGEST])[0] for name in ("proportion", "reasons", "minor_words", "weighed")}
    number = persons.mask(said.number.strip()[:200])[0]
    with transaction.atomic():
        conditions.hold(application.kind)
        now = locked(application, action)
        conditions.adopted(now.kind, now.department_id)
        _ripe(now)
        last = latest(now, said.starts_on)
        _whole(now, said, number, words)
        conditions.not_heavier(now.kind, said.weight)
        if not timezone.localdate() <= said.starts_on <= said.ends_on <= last:
            raise Refused("TERM_TOO_LONG", text("measures.refused.term_too_long", last=written(last)))
        minor = said.minor if now.side == "restriction" else None
        Application.everything.filter(pk=now.pk).update(
            decision_no=number, decided_on=timezone.localdate(), starts_on=said.starts_on, ends_on=said.ends_on, weight=said.weight,
            minor=minor, basis=now.kind.basis, decided_by=by.label, decided_user=by.user_id, **words,
        )  # fmt: skip
        data = {"decision_no": number, "starts_on": said.starts_on, "ends_on": said.ends_on, "weight": said.weight, "basis": now.kind.basis}
        move(now, action, by=by, because=words["reasons"], **data)
        now.refresh_from_db()
        telling.tell_subject(now, "applied")
    application.refresh_from_db()


def latest(application: Application, starts_on: date) -> date:
    """The last day it may have: the catalogue's term and the entry's own end. What it rests on must stand; raises ``Refused``.

    What is to be looked at again after so many months ends then, and goes on only by another decision.
    """
    months = application.kind.months or application.kind.review_months
    days = [months_after(starts_on, months)] if months else []
    listing = conditions.stand(application)
    return min([*days, listing.ends_on or starts_on] if listing else days)


def _ripe(application: Application) -> None:
    if not application.may_be_decided():
        if application.answer_until is None:
            raise Refused("ANSWER_UNKNOWN", text("measures.refused.answer_unknown"))
        raise Refused("TOO_EARLY", text("measures.refused.too_early", until=written(application.answer_until)))


def _whole(application: Application, said: Decision, number: str, words: dict[str, str]) -> None:
    """情节轻微且及时纠正的，不予惩戒: the question is asked of every decider, and an answer is required."""
    burdens = application.side == "restriction"
    wrong = {
        "MINOR_UNANSWERED": burdens and (said.minor is None or not words["minor_words"]),
        "MINOR_AND_CORRECTED": burdens and bool(said.minor),
        "DECISION_INCOMPLETE": not number or not words["reasons"],
        "PROPORTION_MISSING": not words["proportion"],
        "WEIGHED_MISSING": bool(application.answered_at) and not words["weighed"],
    }
    if found := next((code for code, is_so in wrong.items() if is_so), ""):
        raise Refused(found, text("measures.refused", found.lower()))
