"""The days of a case as they are stored: computed from what happened, in one place; NULL where the calendar does not reach."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from goodstanding.ledger.standing import Standing
from goodstanding.objections import hiding, profiles
from goodstanding.objections.models import OVER, Inquiry, Objection
from goodstanding.objections.profiles import Happened


def happened(objection: Objection, *, asked: date | None = None) -> Happened:
    """What the clocks start from; ``asked``: the day a source was asked, else the last day any was."""
    first = asked or _day(objection.inquiries.order_by("-asked_at").values_list("asked_at", flat=True).first())
    return Happened(
        filed=timezone.localdate(objection.filed_at), accepted=_day(objection.accepted_at), asked=first,
        extended=objection.extended_at is not None,
        pauses=tuple((one.since, one.until) for one in objection.pauses.all() if one.until is not None),
    )  # fmt: skip


def set_case(objection: Objection) -> None:
    """Store when the case and the centre's next step are due."""
    said = happened(objection)
    if objection.accepted_at is None:
        days = {"step_on": profiles.accept_by(objection.profile, said), "due_on": None}
    else:
        days = {"step_on": profiles.forward_by(objection.profile, said), "due_on": profiles.whole_by(objection.profile, said)}
    Objection.objects.filter(pk=objection.pk).update(**days)
    objection.refresh_from_db(fields=["step_on", "due_on"])


def set_inquiry(inquiry: Inquiry) -> None:
    """Store when the answer is due."""
    said = happened(inquiry.objection, asked=timezone.localdate(inquiry.asked_at))
    Inquiry.objects.filter(pk=inquiry.pk).update(due_on=profiles.source_by(inquiry.objection.profile, said))
    inquiry.refresh_from_db(fields=["due_on"])


def set_all(objection: Objection, *, by: Standing) -> None:
    """After something that moves them: an extension, a pause that is over, a year that became known. The records' days follow."""
    if objection.state in OVER:
        return
    for inquiry in objection.inquiries.filter(state="asked").select_related("objection"):
        set_inquiry(inquiry)
        hiding.arrange(inquiry, by=by)
    set_case(objection)


def is_late(objection: Objection, today: date | None = None) -> bool:
    """Past its day; a clock that stands still is not late."""
    if objection.state in OVER or is_paused(objection):
        return False
    day = objection.step_on if objection.state == "filed" else objection.due_on
    return day is not None and day < (today or timezone.localdate())


def is_paused(objection: Objection) -> bool:
    """Whether its clock stands still now."""
    return any(one.until is None for one in objection.pauses.all())


def is_unknown(objection: Objection) -> bool:
    """Whether a deadline exists that cannot be computed."""
    if objection.state in OVER:
        return False
    return (objection.step_on if objection.state == "filed" else objection.due_on) is None


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
