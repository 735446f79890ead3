"""A case in words: its parts, its facts, what happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.ledger.models import Entry
from goodstanding.lists import saying as lists_saying
from goodstanding.lists.models import Listing
from goodstanding.objections import clocking, entries, remedies
from goodstanding.objections.grounds import quoted
from goodstanding.objections.models import Inquiry, Item, Objection
from goodstanding.records.models import Record
from goodstanding.rules.loading import load
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.templatetags.texts import moment
from goodstanding.ui.texts import text

TONES = {
    "filed": "wait",
    "accepted": "wait",
    "forwarded": "wait",
    "answered": "note",
    "decided": "good",
    "refused": "plain",
    "withdrawn": "plain",
}
HIDDEN_FROM_SUBJECT = frozenset({"inquiry:returned", "objection:returned"})
"""What the centre and a source say to each other before there is a result."""


def state_of(objection: Objection) -> Text:
    """已受理 …"""
    return text("objections.state", objection.state)


def field_title(record: Record | None, code: str) -> Text:
    """A field by its title."""
    field = load(settings.CITY_CATALOGUE).kinds[record.kind].fields.get(code) if record else None
    return field.title if field else Text(code, code)


def parts(objection: Objection) -> list[dict[str, Any]]:
    """Each record or entry of the case: what is disputed, what should stand there, how it ended."""
    items = objection.items.select_related("record", "listing", "department").order_by("pk")
    return [part(one) for one in items]


def part(item: Item) -> dict[str, Any]:
    """One of them."""
    record = item.record
    return {
        "item": item,
        "record": record,
        "listing": item.listing,
        "title": title_of(item),
        "department": named(item.department) if item.department else text("objections.page.no_source"),
        "fields": [{"title": field_title(record, code), "wanted": wanted} for code, wanted in item.fields.items()],
        "hidden": _is_hidden(item),
        "outcome": outcome_of(item, item.outcome) if item.outcome else None,
        "values": [{"title": field_title(record, code), "value": value} for code, value in item.values.items()],
    }


def title_of(item: Item) -> Text | str:
    """A record by its organ and number, an entry by its list and number."""
    if item.listing:
        return entry_title(item.listing)
    return f"{item.record.organ_name} {item.record.decision_no}" if item.record else item.described


def entry_title(listing: Listing) -> Text:
    """严重违法失信名单 MD2026-000123."""
    found = lists_saying.title_of(listing.kind_id)
    return Text(f"{found.zh} {listing.number}", f"{found.en} {listing.number}")


def outcome_of(item: Item, outcome: str) -> Text:
    """What becomes, or became, of one part; an entry leaves its list or stays on it."""
    return text("objections.outcome_of_entry", outcome) if item.listing_id else text("objections.outcome_of", outcome)


def _is_hidden(item: Item) -> bool:
    """Whether it does not show for the time being."""
    if item.listing:
        silent = item.listing.disputes.filter(lifted_at__isnull=True, silent_from__lte=timezone.localdate())
        return item.listing.state == "published" and silent.exists()
    return item.record is not None and item.record.ended_on is None and item.record.is_suspended()


def due_of(objection: Objection) -> Text:
    """When it is due next, or why there is no day."""
    if clocking.is_paused(objection):
        return text("objections.day.paused")
    if objection.closed_at:
        return Text("", "")
    return day_or_unknown(objection.step_on if objection.state == "filed" else objection.due_on)


def day_or_unknown(value: Any) -> Text:
    """A day, or that it is unknown."""
    return written(value) if value else text("objections.day.unknown")


def facts(objection: Objection) -> list[dict[str, Any]]:
    """What the case is, in rows."""
    rows: list[tuple[str, Any]] = [
        ("organisation", objection.organisation.name),
        ("channel", text("objections.channel", objection.channel)),
        ("ground", text("objections.ground", objection.ground)),
        ("words", objection.words),
        ("profile", text("objections.profile", objection.profile)),
        ("filed", moment(objection.filed_at)),
    ]
    if objection.accepted_at:
        rows.append(("accepted", moment(objection.accepted_at)))
    if not objection.closed_at:
        rows.append(("due", due_of(objection)))
    if objection.extended_at:
        rows.append(("extended", text("objections.page.extended_by", by=objection.extended_by, because=objection.extended_because)))
    return [{"key": text("objections.page", name), "value": value} for name, value in rows]


def decision(objection: Objection) -> list[dict[str, Any]]:
    """The decision and what can be done about it; nothing before there is one."""
    if objection.state not in {"decided", "refused"}:
        return []
    rows: list[tuple[str, Any]] = [("reasons", objection.reasons)]
    if objection.state == "decided":
        rows = [("outcome", text("objections.outcome", objection.outcome)), *rows, ("basis", quoted(objection.basis))]
    rows += [
        ("review", day_or_unknown(remedies.until(objection, remedies.REVIEW))),
        ("court", day_or_unknown(remedies.until(objection, remedies.COURT))),
    ]
    return [{"key": text("objections.page", name), "value": value} for name, value in rows]


def answer_of(inquiry: Inquiry) -> list[dict[str, Any]]:
    """What a source said."""
    said = text("objections.answer_entry", inquiry.answer) if entries.only(inquiry) else text("objections.answer", inquiry.answer)
    rows: list[tuple[str, Any]] = [("answer", said), ("answer_words", inquiry.words)]
    rows += [("answered", moment(inquiry.answered_at)), ("answered_by", inquiry.answered_by)]
    return [{"key": text("objections.page", name), "value": value} for name, value in rows]


def answers(objection: Objection) -> list[dict[str, Any]]:
    """What each source said, for the organisation: once it is decided, and without officials' names."""
    if objection.state != "decided":
        return []
    answered = objection.inquiries.filter(state="answered").select_related("department").order_by("asked_at")
    return [{"department": named(one.department), "rows": answer_of(one)[:-1]} for one in answered]


def history(objection: Objection, *, for_subject: bool = False) -> list[dict[str, Any]]:
    """The ledger's entries about the case and its inquiries, first to last. The organisation reads roles, not officials' names."""
    inquiries = [str(pk) for pk in objection.inquiries.values_list("pk", flat=True)]
    mine = Q(subject="objections.objection", subject_id=str(objection.pk)) | Q(subject="objections.inquiry", subject_id__in=inquiries)
    entries: Iterable[Entry] = (
        Entry.objects.filter(mine).filter(Q(event__startswith="objection:") | Q(event__startswith="inquiry:")).order_by("id")
    )
    return [
        {
            "at": entry.at, "what": text("objections.event", entry.event.replace(":", "_")),
            "who": text("objections.role", entry.role) if for_subject else entry.label, "because": entry.because,
        }
        for entry in entries
        if not (for_subject and entry.event in HIDDEN_FROM_SUBJECT)
    ]  # fmt: skip


def named(department: Department) -> Text:
    """A department's name; its Chinese one where it has no other."""
    return Text(department.name, department.name_en or department.name)
