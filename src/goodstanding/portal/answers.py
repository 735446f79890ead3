"""The shapes of the JSON answers, and how they are made from what the pages show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Field, Schema

from goodstanding.organisations.living.asking import State
from goodstanding.organisations.living.questioning import Asked
from goodstanding.portal import coverage as covering
from goodstanding.portal.listing import Line
from goodstanding.portal.marked import Shown
from goodstanding.portal.organisation import Described as DescribedOrganisation
from goodstanding.portal.record import Described as DescribedRecord
from goodstanding.rules.texts import Text
from goodstanding.web.describing import Both


class Feed(Schema):
    """One kind of record of one department."""

    department: str
    department_en: str
    kind: str
    every_days: int
    last: datetime | None = Field(description="最近报送 / last hand-in")
    due_on: date
    late: bool


class Coverage(Schema):
    """What an answer covers. Where it is late or empty, "nothing found" says nothing."""

    as_of: date
    departments: int
    late: int
    feeds: list[Feed]


class Summary(Schema):
    """The coverage beside an answer."""

    as_of: date
    departments: int
    late: int
    last: datetime | None


class Period(Schema):
    """A name or code and its time; ``until`` is the first day it no longer was."""

    kind: str
    value: str
    since: date | None
    until: date | None


class Fact(Schema):
    """Something that was so, and its time; ``until`` is the first day it no longer was."""

    what: str = Field(description="name 名称, code 代码, registration 登记, relation 关系")
    kind: str = Field(
        description="名称、代码种类、登记状态或者关系种类，前有“<”的是对方的关系"
        " / name, kind of code, status or relation; < before it: the other body is the subject"
    )
    value: str
    district: str
    other: str = Field(description="关系对方的代码 / code of the other body of a relation")
    other_name: str
    since: date | None
    until: date | None


class AsOf(Schema):
    """How it stood on a day, as the register knew it on a day."""

    on: date
    known: date | None = Field(description="空为按现在的记载 / empty: as known now")
    facts: list[Fact]


class Organisation(Schema):
    uscc: str | None
    name: str
    status: str = Field(description="登记状态代码，空为未知 / registration status, empty: unknown")
    names: list[Period]
    codes: list[Period]
    history: list[Fact] = Field(description="登记沿革 / history on the register")
    as_of: AsOf | None = Field(description="用 on、known 询问时才有 / only where on or known was asked for")
    records: dict[str, int] = Field(description="正在公示的条数 / records that show today, by kind")
    coverage: Summary


class Mark(Schema):
    """A record is disputed, reviewed or before a court."""

    kind: str = Field(description="objection 异议处理中, review 行政复议中, lawsuit 行政诉讼中")
    since: datetime
    fields: list[str] = Field(description="有异议的数据项，空为整条 / the fields disputed, empty: the whole record")
    words: str = Field(description="信息主体声明 / the organisation's own words")


class Item(Schema):
    """A record in a list."""

    id: UUID
    kind: str
    organisation: str
    uscc: str | None
    decision_no: str
    organ: str
    category: str
    decided_on: date
    shown_from: date
    shown_until: date
    department: str
    disputed: bool
    marks: list[Mark]


class Page(Schema):
    items: list[Item]
    next: str
    coverage: Summary


class Said(Schema):
    """One field of a record."""

    field: str
    title: Both
    value: Both


class Record(Schema):
    """A record with its fields; the legal representative's name is not among them."""

    id: UUID
    kind: str
    organisation: str
    uscc: str | None
    decision_no: str
    organ: str
    decided_on: date
    shown_from: date
    shown_until: date
    basis: str
    department: str
    revision: int
    disputed: bool
    marks: list[Mark]
    fields: list[Said]
    coverage: Summary


def organisation_answer(it: DescribedOrganisation, asked: Asked) -> dict[str, Any]:
    """One organisation, and how it stood on a day where that was asked."""
    as_of = {"on": asked.on, "known": asked.known, "facts": _facts(asked.state)} if asked.state else None
    return {
        "uscc": it.organisation.uscc, "name": it.organisation.name, "status": it.organisation.status,
        "names": [one._asdict() for one in it.names], "codes": [one._asdict() for one in it.codes],
        "history": _facts(it.state), "as_of": as_of, "records": it.counts, "coverage": summary(),
    }  # fmt: skip


def _facts(state: State) -> list[dict[str, Any]]:
    """Without addresses and sources: those are the desk's."""
    return [
        {
            "what": one.what, "kind": one.kind, "value": one.value, "district": one.district, "other": one.other_code,
            "other_name": one.other_name, "since": one.since, "until": one.until,
        }
        for one in state.facts
    ]  # fmt: skip


def page_answer(lines: Sequence[Line], following: str) -> dict[str, Any]:
    """A page of records."""
    items = [
        {
            "id": line.public_id, "kind": line.kind, "organisation": line.organisation, "uscc": line.uscc, "decision_no": line.decision_no,
            "organ": line.organ_name, "category": line.category, "decided_on": line.decided_on, "shown_from": line.shown_from,
            "shown_until": line.shown_until, "department": line.department, **_marks(line.marks),
        }
        for line in lines
    ]  # fmt: skip
    return {"items": items, "next": following, "coverage": summary()}


def record_answer(it: DescribedRecord) -> dict[str, Any]:
    """One record; what is official is not in ``it.fields``."""
    record = it.record
    return {
        "id": record.public_id, "kind": record.kind, "organisation": record.organisation.name, "uscc": record.organisation.uscc,
        "decision_no": record.decision_no, "organ": record.organ_name, "decided_on": record.decided_on, "shown_from": record.shown_from,
        "shown_until": record.shown_until, "basis": record.basis, "department": record.department.name, "revision": record.revision,
        **_marks(it.marks),
        "fields": [{"field": said.code, "title": both(said.title), "value": both(said.value)} for said in it.fields],
        "coverage": summary(),
    }  # fmt: skip


def _marks(marks: Sequence[Shown]) -> dict[str, Any]:
    """``disputed`` for whoever asks only that."""
    said = [{"kind": one.kind, "since": one.since, "fields": list(one.codes), "words": one.words} for one in marks]
    return {"disputed": any(one.kind == "objection" for one in marks), "marks": said}


def coverage_answer() -> dict[str, Any]:
    """Every feed."""
    it = covering.covered()
    feeds = [
        {
            "department": feed.department, "department_en": feed.department_en, "kind": feed.kind, "every_days": feed.every_days,
            "last": feed.last, "due_on": feed.due_on, "late": feed.late,
        }
        for feed in it.feeds
    ]  # fmt: skip
    return {"as_of": timezone.localdate(), "departments": it.departments, "late": len(it.late), "feeds": feeds}


def summary() -> dict[str, Any]:
    """What stands beside every answer."""
    it = covering.covered()
    return {"as_of": timezone.localdate(), "departments": it.departments, "late": len(it.late), "last": it.last}


def both(value: Text | str) -> dict[str, str]:
    """A value in both languages; what the source wrote is the same in both."""
    return value._asdict() if isinstance(value, Text) else {"zh": value, "en": value}
