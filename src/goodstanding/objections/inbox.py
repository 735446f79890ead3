"""What waits for whom in objections, inquiries and reports of errors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from goodstanding.clocks.tasks import Task
from goodstanding.ledger.standing import Standing
from goodstanding.objections import clocking, listing
from goodstanding.objections.grounds import is_silent
from goodstanding.objections.models import OVER, Objection
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


def waiting(standing: Standing) -> Iterable[Task]:
    """A department: what it has to answer. The centre: its next step. The director: what runs out."""
    if standing.role in {"steward", "head"} or standing.is_system:
        yield from _inquiries(standing)
    if standing.role in {"clerk", "director"} or standing.is_system:
        yield from _cases(standing)
    if standing.role == "clerk" or standing.is_system:
        yield from _reports()


def _cases(standing: Standing) -> Iterable[Task]:
    for one in listing.cases().exclude(state__in=OVER).prefetch_related("inquiries"):
        doing = _doing(one)
        # What lies with its source is the centre's only when it is silent; the director looks at what is about to run out.
        if standing.role == "director" and doing not in {"decide", "decide_silent", "wait"}:
            continue
        yield Task(
            title=_plain(one.number), what=text("objections.task", doing), url=reverse("objections:case", args=[one.pk]),
            due_on=_due(one), known=not clocking.is_unknown(one), since=one.filed_at,
            subject="objections.objection", subject_id=str(one.pk), department_id=None,
        )  # fmt: skip


def _due(objection: Objection) -> date | None:
    if clocking.is_paused(objection):
        return None
    return objection.step_on if objection.state in {"filed", "accepted"} else objection.due_on


def _doing(objection: Objection) -> str:
    """The next step."""
    if clocking.is_paused(objection):
        return "paused"
    if objection.state in {"filed", "accepted", "answered"}:
        return {"filed": "accept", "accepted": "forward", "answered": "decide"}[objection.state]
    open_ones = [one for one in objection.inquiries.all() if one.state == "asked"]
    return "decide_silent" if open_ones and all(is_silent(objection, one) for one in open_ones) else "wait"


def _inquiries(standing: Standing) -> Iterable[Task]:
    for one in listing.inquiries(standing).prefetch_related("objection__pauses"):
        paused = clocking.is_paused(one.objection)
        yield Task(
            title=_plain(one.objection.number), what=text("objections.task.answer"), url=reverse("objections:inquiry", args=[one.pk]),
            due_on=None if paused else one.due_on, known=paused or one.due_on is not None, since=one.asked_at,
            subject="objections.inquiry", subject_id=str(one.pk), department_id=one.department_id,
        )  # fmt: skip


def _reports() -> Iterable[Task]:
    for one in listing.reports():
        yield Task(
            title=_plain(one.number), what=text("objections.task.report"), url=reverse("objections:report_case", args=[one.pk]),
            due_on=one.due_on, known=one.due_on is not None, since=one.reported_at,
            subject="objections.errorreport", subject_id=str(one.pk), department_id=None,
        )  # fmt: skip


def _plain(number: str) -> Text:
    return Text(number, number)
