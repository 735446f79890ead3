"""What has become of a record, for those who may know: marks, suspensions, its ending, and what each revision changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from goodstanding.organisations import sealing
from goodstanding.records.models import Correction, Ending, Record, Revision
from goodstanding.rules.catalogue import Kind
from goodstanding.rules.loading import load
from goodstanding.rules.texts import NOTHING, Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text
from goodstanding.ui.values import spoken

Value = Text | str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that befell the record: when, what, the words given with it, the number of its case, its document."""

    at: datetime
    what: Text
    words: str = ""
    number: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One revision: why it came, and each field that it says otherwise: title, before, after."""

    number: int
    at: datetime
    why: Text
    changes: tuple[tuple[Text, Value, Value], ...]


def steps(record: Record) -> list[Step]:
    """Newest first."""
    return sorted((*_marks(record), *_proceedings(record), *_suspensions(record), *_ending(record)), key=lambda step: step.at, reverse=True)


def versions(record: Record) -> list[Version]:
    """Every revision, newest first, official fields included: whoever reads this page may read the document."""
    kind = load(settings.CITY_CATALOGUE).kinds[record.kind]
    corrections = {one.number: one for one in Correction.objects.filter(record=record)}
    found, before = list[Version](), dict[str, str]()
    for one in Revision.objects.filter(record=record).order_by("number"):
        said = {code: str(value) for code, value in (one.data | sealing.unseal(one.sealed)).items() if value is not None}
        found.append(Version(one.number, one.entered_at, _why(one, corrections), _changes(kind, before, said) if one.number > 1 else ()))
        before = said
    return found[::-1]


def _marks(record: Record) -> Iterator[Step]:
    for one in record.marks.all():
        yield Step(one.at, text("records.marked", one.kind), one.words, one.number)
        if one.lifted_at:
            yield Step(one.lifted_at, text("intake.record.mark_lifted", what=text("records.marked", one.kind)), "", one.number)


def _proceedings(record: Record) -> Iterator[Step]:
    for one in record.proceedings.all():
        kind = text("intake.proceeding.kinds", one.kind)
        url = reverse("intake:proceeding_paper", args=[one.pk]) if one.paper_id else ""
        yield Step(one.at, text("intake.proceeding.begun", kind=kind, body=one.body, day=written(one.since)), one.request, one.number, url)
        if one.over_at and one.over_on:
            how = text("records.outcome", one.outcome)
            yield Step(
                one.over_at, text("intake.proceeding.ended", kind=kind, outcome=how, day=written(one.over_on)), one.words, one.document
            )


def _suspensions(record: Record) -> Iterator[Step]:
    for one in record.suspensions.all():
        why = text("records.suspended", one.because)
        yield Step(one.at, text("intake.record.suspended_from", day=written(one.since), why=why), "", one.number)
        if one.lifted_at:
            yield Step(one.lifted_at, text("intake.record.resumed"), "", one.number)


def _ending(record: Record) -> Iterator[Step]:
    for one in Ending.objects.filter(record=record):
        yield Step(one.at, text("intake.record.ended", why=text("records.ended", one.because)), one.words, one.document)


def _why(revision: Revision, corrections: dict[int, Correction]) -> Text:
    if found := corrections.get(revision.number):
        return text("intake.record.by_case", number=found.case_number, words=found.words)
    key = {"entered": "entered", "changed by source": "by_source", "taken back": "said_before"}.get(revision.because, "by_source")
    return text("intake.record.why", key)


def _changes(kind: Kind, before: dict[str, str], after: dict[str, str]) -> tuple[tuple[Text, Value, Value], ...]:
    catalogue = load(settings.CITY_CATALOGUE)

    def said(code: str, value: str) -> Value:
        return spoken(kind.fields[code], value, catalogue) if value else NOTHING

    return tuple(
        (field.title, said(code, before.get(code, "")), said(code, after.get(code, "")))
        for code, field in kind.fields.items()
        if before.get(code, "") != after.get(code, "")
    )
