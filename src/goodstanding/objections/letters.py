"""The letters of a case: 受理通知书, 不予受理告知书, 转办函, 异议处理结果告知书. Made anew from what is kept each time somebody asks."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from goodstanding.notices.letters import Letter
from goodstanding.objections import remedies, saying
from goodstanding.objections.grounds import quoted
from goodstanding.objections.models import Inquiry, Objection
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text


def for_subject(objection: Objection) -> list[str]:
    """The letters that exist so far."""
    found = ["accepted"] if objection.accepted_at else []
    return found + [name for name in ("refused", "decided") if objection.state == name]


def linked(objection: Objection, view: str, *args: object) -> list[tuple[Text, str]]:
    """Each with its title; ``view`` with ``args`` and the letter's name is where it can be read."""
    return [(text("objections.letter", name, "title"), reverse(view, args=[*args, name])) for name in for_subject(objection)]


def made(objection: Objection, name: str) -> Letter:
    """One of them."""
    paragraphs = {"accepted": _accepted, "refused": _refused, "decided": _decided}[name](objection)
    day = objection.accepted_at if name == "accepted" else objection.closed_at
    return _letter(name, objection.number, objection.organisation.name, paragraphs, timezone.localdate(day))


def forwarding(inquiry: Inquiry) -> Letter:
    """转办函 to one source: which records, what is said against them, and what happens without an answer."""
    objection = inquiry.objection
    due = saying.day_or_unknown(inquiry.due_on)
    paragraphs = [
        text("objections.letter.forwarding.what", organisation=objection.organisation.name, number=objection.number),
        *_records(objection, inquiry.department_id),
        text("objections.letter.forwarding.words", words=objection.words),
        text("objections.letter.forwarding.due", due=due),
    ]
    if inquiry.returned_because:
        paragraphs.insert(3, text("objections.letter.forwarding.again", because=inquiry.returned_because))
    return _letter("forwarding", objection.number, saying.named(inquiry.department), paragraphs, timezone.localdate(inquiry.asked_at))


def _accepted(objection: Objection) -> list[Text]:
    return [
        text("objections.letter.accepted.what", filed=written(timezone.localdate(objection.filed_at)), number=objection.number),
        *_records(objection),
        text("objections.letter.accepted.marked"),
        text(
            "objections.letter.accepted.due",
            due=saying.day_or_unknown(objection.due_on),
            profile=text("objections.profile", objection.profile),
        ),
    ]


def _refused(objection: Objection) -> list[Text]:
    return [text("objections.letter.refused.what", number=objection.number, reasons=objection.reasons), *_remedies(objection)]


def _decided(objection: Objection) -> list[Text]:
    outcome = text("objections.outcome", objection.outcome)
    first = text("objections.letter.decided.what", number=objection.number, outcome=outcome)
    why = text("objections.letter.decided.reasons", reasons=objection.reasons, basis=quoted(objection.basis))
    return [first, *_records(objection, settled=True), why, *_remedies(objection)]


def _records(objection: Objection, department_id: int | None = None, *, settled: bool = False) -> list[Text]:
    items = objection.items.select_related("record", "listing", "department").order_by("pk")
    found = []
    for item in items if department_id is None else items.filter(department=department_id):
        said = saying.part(item)
        if settled and item.outcome:
            found.append(text("objections.letter.settled", what=said["title"], outcome=said["outcome"]))
        elif item.listing_id:
            found.append(text("objections.letter.entry", what=said["title"]))
        else:
            found.append(text("objections.letter.record", what=said["title"], fields=_fields(said)))
    return found


def _fields(said: dict[str, list[dict[str, Text]]]) -> Text:
    titles = [one["title"] for one in said["fields"]]
    if not titles:
        return text("objections.letter.whole")
    return Text("、".join(one.zh for one in titles), ", ".join(one.en for one in titles))


def _remedies(objection: Objection) -> list[Text]:
    return [
        text("objections.letter.remedies.recheck"),
        text(
            "objections.letter.remedies.review",
            days=remedies.length(remedies.REVIEW),
            until=saying.day_or_unknown(remedies.until(objection, remedies.REVIEW)),
        ),
        text(
            "objections.letter.remedies.court",
            months=remedies.length(remedies.COURT),
            until=saying.day_or_unknown(remedies.until(objection, remedies.COURT)),
        ),
    ]


def _letter(name: str, number: str, addressee: Text | str, paragraphs: list[Text], day: date) -> Letter:
    centre = Text(settings.CENTRE["name"], settings.CENTRE["name_en"])
    return Letter(
        title=text("objections.letter", name, "title"),
        number=number,
        addressee=addressee,
        paragraphs=tuple(paragraphs),
        signed=centre,
        day=day,
    )


def _profile(objection: Objection) -> Text:
    return text("objections.profile", objection.profile)
