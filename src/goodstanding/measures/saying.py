"""What the pages say of a measure, an adoption and a case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.ledger.models import Entry
from goodstanding.lists.models import Listing
from goodstanding.measures import conditions, letters, standing
from goodstanding.measures.catalogue import content_of, laws, quoted, rules, title_of
from goodstanding.measures.models import Adoption, Application, Kind
from goodstanding.records.models import Record
from goodstanding.rules.listing import MeasureKind
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

TONES = {"proposed": "wait", "notified": "wait", "answered": "wait", "applied": "note", "dropped": "plain", "ended": "plain"}
ADOPTION_TONES = {"proposed": "wait", "adopted": "good", "declined": "plain", "ended": "plain"}
Rows = list[dict[str, Any]]


def named(department: Department) -> Text:
    """A department's name; its Chinese one where it has no other."""
    return Text(department.name, department.name_en or department.name)


def list_title(code: str) -> Text:
    """A list's name, for the grounds of a case."""
    known = rules().kinds.get(code)
    return known.title if known else Text(code, code)


def entry(listing: Listing) -> Text:
    """An entry as one chooses it."""
    until = written(listing.ends_on) if listing.ends_on else ""
    return text("measures.begin.entry", list=list_title(listing.kind_id), number=listing.number, until=until)


def document(record: Record) -> Text:
    """A record as one chooses it."""
    words = f"{record.organ_name} {record.decision_no}"
    day = written(record.decided_on)
    return Text(f"{words}（{day.zh}）", f"{words} ({day.en})")


def halt_of(kind: Kind, day: date | None = None) -> Text | None:
    """Why it cannot be applied today; None where it can."""
    return conditions.why_halted(kind, on=day)


def of_kind(kind: Kind, said: MeasureKind) -> Rows:
    """What the catalogue says, row by row."""
    records = [laws().kinds[code].title for code in said.records if code in laws().kinds]
    rows: list[tuple[str, Text | str | None]] = [
        ("content", said.content), ("body", said.body),
        ("weight", text("measures.weight", said.weight)), ("scope", text("measures.scope", said.scope)),
        ("rests", _joined([list_title(code) for code in said.lists])), ("records", _joined(records)),
        ("months", text("measures.one.months_n", n=said.months) if said.months else text("measures.one.months_entry")),
        ("since", written(said.since)), ("note", Text(said.note, said.note) if said.note else None),
    ]  # fmt: skip
    found = [{"key": text("measures.one", key), "value": value} for key, value in rows if value]
    if said.review_months:
        found.append({"key": text("measures.propose.review_on"), "value": text("measures.one.review", n=said.review_months)})
    found.insert(
        2,
        {
            "key": text("measures.public.basis"),
            "value": _basis(kind, said),
            "url": reverse("laws:law", args=[kind.basis.partition(":")[0]]),
        },
    )
    return found


def _basis(kind: Kind, said: MeasureKind) -> Text:
    words = quoted(kind.basis)
    if said.sure:
        return words
    unsure = text("measures.one.unsure")
    return Text(f"{words.zh}（{unsure.zh}）", f"{words.en} ({unsure.en})")


def of_adoption(adoption: Adoption) -> Rows:
    """An adoption, row by row."""
    rows: list[tuple[str, Text | str | None]] = [
        ("measure", title_of(adoption.kind_id)), ("department", named(adoption.department)),
        ("basis", quoted(adoption.basis or adoption.kind.basis)), ("acts", adoption.acts), ("matters", adoption.matters),
        ("review_on", written(adoption.review_on)), ("because", adoption.because), ("proposed_by", adoption.proposed_by),
        ("adopted_on", written(adoption.adopted_on) if adoption.adopted_on else None), ("document", adoption.decision_no),
        ("reasons", adoption.reasons), ("decided_by", adoption.decided_by), ("ended", adoption.ended_words),
    ]  # fmt: skip
    return [{"key": text("measures.fact", key), "value": value} for key, value in rows if value]


def state_of(application: Application, why: Text | None = None) -> tuple[Text, str]:
    """The state in words and its tone: what is decided is in force or not, by the day."""
    if application.state != "applied":
        return text("measures.state", application.state), TONES[application.state]
    return (text("measures.state.not_in_force"), "plain") if why else (text("measures.state.in_force"), "note")


def of_case(application: Application) -> Rows:
    """A case, row by row."""
    notified = application.notified_on and text("measures.notified_how", application.notified_how)
    until = written(application.answer_until) if application.answer_until else text("measures.unknown")
    rows: list[tuple[str, Text | str | None]] = [
        ("measure", title_of(application.kind_id)), ("content", content_of(application.kind_id)),
        ("organisation", application.organisation.name), ("department", named(application.department)),
        ("basis", quoted(application.basis or application.kind.basis)), ("rests", _lines(letters.rests(application))),
        ("grounds", application.grounds), ("related", application.related),
        ("notified", _beside(written(application.notified_on), notified) if application.notified_on and notified else None),
        ("answer_until", until if application.notified_on else None), ("answer", application.answer), ("weighed", application.weighed),
        ("decision", application.decision_no), ("reasons", application.reasons), ("term", _term(application)),
        ("weight", text("measures.weight", application.weight) if application.weight else None), ("decided_by", application.decided_by),
        ("ended", _ended(application)),
    ]  # fmt: skip
    return [{"key": text("measures.case", key), "value": value} for key, value in rows if value]


def case_page(application: Application) -> dict[str, Any]:
    """The case as both sides see it."""
    why = standing.why_not(application) if application.state == "applied" else None
    state, tone = state_of(application, why)
    return {
        "case": application, "state": state, "tone": tone, "why_not": why, "facts": of_case(application),
        "disputed": standing.disputed(application), "letters": letters.there(application), "history": history(application),
        "today": timezone.localdate(),
    }  # fmt: skip


def history(case: Application | Adoption) -> Rows:
    """The ledger's entries, first to last."""
    what = "application" if isinstance(case, Application) else "measure"
    entries = Entry.objects.filter(subject=case._meta.label_lower, subject_id=str(case.pk), event__startswith=f"{what}:").order_by("id")
    return [
        {
            "at": one.at, "what": text("measures.event", what, one.event.partition(":")[2]),
            "who": text("measures.case.system") if one.role == "system" else one.label, "because": one.because,
        }
        for one in entries
    ]  # fmt: skip


def _term(application: Application) -> Text | None:
    if application.starts_on is None or application.ends_on is None:
        return None
    return text("measures.case.term_days", starts=written(application.starts_on), ends=written(application.ends_on))


def _ended(application: Application) -> Text | str | None:
    if application.ended_on is None:
        return None
    why = text("measures.ended_because", application.ended_because) if application.ended_because else Text("", "")
    day, words = written(application.ended_on), application.ended_words
    return Text(" ".join(filter(None, (day.zh, why.zh, words))), " ".join(filter(None, (day.en, why.en, words))))


def _beside(first: Text, second: Text) -> Text:
    return Text(f"{first.zh} {second.zh}", f"{first.en} {second.en}")


def _joined(found: list[Text]) -> Text | None:
    return Text("、".join(one.zh for one in found), ", ".join(one.en for one in found)) if found else None


def _lines(found: list[Text]) -> Text:
    return Text("\n".join(one.zh for one in found), "\n".join(one.en for one in found))
