"""An answer as pages show it: read out of the exact bytes that were given, never asked anew."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson
from django.urls import reverse

from goodstanding.checks import purposes, replay
from goodstanding.checks.models import Check, Feedback
from goodstanding.checks.replay import Purged
from goodstanding.checks.saying import cited
from goodstanding.departments.models import Department
from goodstanding.organisations.finding import code_of
from goodstanding.rules.listing import Purpose
from goodstanding.rules.texts import NOTHING, Text
from goodstanding.ui import tables
from goodstanding.ui.days import written
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.templatetags import texts
from goodstanding.ui.texts import here, text

TONES = {"found": "note", "nothing": "plain", "unknown": "wait"}
SOURCE_TONES = {"in_time": "good", "late": "bad", "never": "wait"}
DAYS = frozenset({"decided_on", "ends_on", "starts_on", "shown_until"})
PIECES = 8
"""Letters of a hash in a group: what an eye can compare."""


class Source(NamedTuple):
    """One feed an answer rests on, as fresh as it was then."""

    department: Text
    title: Text
    last: datetime | None
    due: Text
    state: Text
    tone: str


class Said(NamedTuple):
    """What was done, in words."""

    what: Text
    outcome: Text
    code: str
    reasons: str
    effect: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """``raw``: as given; {} where its term is over. The rest is the same, ready to be shown."""

    raw: dict[str, Any]
    said: Text = NOTHING
    because: list[Text] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    applied: list[dict[str, Any]] = field(default_factory=list)
    may_apply: list[dict[str, Any]] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    missing: list[Text] = field(default_factory=list)
    lists: list[Text] = field(default_factory=list)
    lists_missing: list[Text] = field(default_factory=list)

    @property
    def is_late(self) -> bool:
        """A source should have handed in by then, or never has."""
        return not self.covered.get("complete", False)

    @property
    def covered(self) -> dict[str, Any]:
        """As given."""
        return self.raw.get("coverage") or {}

    @property
    def more(self) -> int:
        """Records that are not in the answer one by one."""
        return int(self.raw.get("records_total") or 0) - len(self.records)

    @property
    def in_short(self) -> Text:
        """How much of what."""
        if not self.raw:
            return text("checks.ours.purged")
        if self.raw["kind"] == "unknown":
            return self.because[0] if self.because else self.said
        if self.raw["kind"] == "nothing":
            return self.said
        return text(
            "checks.ours.short", records=self.raw["records_total"], entries=len(self.entries), applied=len(self.applied),
            may_apply=len(self.may_apply),
        )  # fmt: skip

    @property
    def named(self) -> list[tuple[str, Text]]:
        """What a word on it may be about, besides the whole."""
        measures = {one["measure"]: one["title"] for one in (*self.applied, *self.may_apply)}
        entries = [(f"entry:{one['id']}", tables.joined(one["title"], Text(one["number"], one["number"]))) for one in self.entries]
        return [*((f"measure:{code}", title) for code, title in measures.items()), *entries]


def answer(check: Check) -> Answer:
    """Of a receipt; empty once its term is over."""
    try:
        return made(replay.read(check))
    except Purged:
        return Answer({})


def made(raw: dict[str, Any]) -> Answer:
    """The given answer, its sentences as ``Text``, its days as days."""
    covered, measures = raw.get("coverage") or {}, raw.get("measures") or {}
    lists, entries = covered.get("lists", []), [_shown(one) for one in raw.get("entries") or []]
    applied = {(one["measure"], one["body"]["zh"]) for one in measures.get("applied", [])}  # what that body applies already is said above
    might = [one for one in measures.get("may_apply", []) if (one["measure"], one["body"]["zh"]) not in applied]
    documents = {one["id"]: one.get("document") or one.get("number", "") for one in (*(raw.get("records") or []), *entries)}
    return Answer(
        raw, said=_text(raw["said"]), because=[_text(one) for one in raw["because"]], notes=[_text(one) for one in raw["notes"]],
        records=[_shown(one) for one in raw.get("records") or []], entries=entries,
        applied=[_shown(one) for one in measures.get("applied", [])],
        may_apply=[_shown(one) | {"documents": [documents[key] for key in one["rests_on"] if key in documents]} for one in might],
        sources=[_source(one) for one in covered.get("sources", [])], missing=[_text(one) for one in covered.get("missing", [])],
        lists=[_text(one["title"]) for one in lists if one["covered"]],
        lists_missing=[_text(one["title"]) for one in lists if not one["covered"]],
    )  # fmt: skip


def content(kept: bytes | memoryview) -> dict[str, Any] | None:
    """An answer as it lies in its row; None once its term is over."""
    known = bytes(kept)
    found: dict[str, Any] | None = orjson.loads(zlib.decompress(known)) if known else None
    return found


def facts(check: Check) -> list[dict[str, Any]]:
    """Who asked what for, row by row."""
    pairs: list[tuple[str, Text | str]] = [
        ("number", check.number), ("at", texts.moment(check.at)), ("purpose", purpose_title(check.purpose)), ("basis", cited(check.basis)),
        ("matter", check.matter), ("asked", check.code), ("by", check.label),
    ]  # fmt: skip
    return [{"key": text("checks.desk.fact", key), "value": value} for key, value in pairs if value]


def table(checks: Iterable[Check], *, whose: bool, titled: bool = True) -> Table:
    """Receipts, a line each."""
    names = ["number", "at", "organisation", "kind", "purpose", "matter", "department" if whose else "by"]
    rows = []
    for one in checks:
        body = one.organisation
        who = Cell(body.name, chinese=True, below=(code_of(body),)) if body else Cell(one.code)
        rows.append(
            [
                tables.key(one.number, reverse("checks:receipt", args=[one.pk])), tables.moment(one.at), who,
                Cell(text("checks.kind", one.kind), tone=TONES[one.kind]), Cell(purpose_title(one.purpose)), Cell(one.matter),
                Cell(named(one.department)) if whose else Cell(one.label),
            ]
        )  # fmt: skip
    return Table(text("checks.desk.history.caption"), [text("checks.desk.fact", name) for name in names], rows, titled=titled)


def feedback(one: Feedback, given: Answer) -> Said:
    """In words: about what, which outcome, why."""
    known = dict(given.named)
    about = known.get(f"measure:{one.measure}") if one.measure else known.get(f"entry:{one.listing}") if one.listing else None
    what = about or (Text(one.measure, one.measure) if one.measure else text("checks.desk.feedback.whole"))
    return Said(what, text("checks.outcome", one.outcome), one.outcome, one.reasons, one.effect, here(named(one.department)), one.at)


def named(department: Department) -> Text:
    """A department's name; its Chinese one where it has no other."""
    return Text(department.name, department.name_en or department.name)


def purpose_title(code: str) -> Text:
    """Of the catalogue; the code itself where it knows it no longer."""
    found = {one.code: one for one in purposes.askable()}.get(code)
    return found.title if found else Text(code, code)


def basis_of(code: str) -> str:
    """The law a purpose rests on."""
    found = {one.code: one for one in purposes.askable()}.get(code)
    return found.basis if found else ""


def with_basis(purpose: Purpose) -> Text:
    """A purpose as one chooses it."""
    basis = cited(purpose.basis)
    return Text(f"{purpose.title.zh}（{basis.zh}）", f"{purpose.title.en} ({basis.en})")


def grouped(digest: bytes | memoryview) -> str:
    """A hash in groups an eye can compare."""
    known = bytes(digest).hex()
    return " ".join(known[start : start + PIECES] for start in range(0, len(known), PIECES))


def _shown(one: dict[str, Any]) -> dict[str, Any]:
    """Sentences as ``Text``, days as days, marks likewise."""
    found: dict[str, Any] = {}
    for key, value in one.items():
        if isinstance(value, dict) and {"zh", "en"} <= set(value):
            found[key] = _text(value)
        elif key in DAYS and value:
            found[key] = date.fromisoformat(value)
        elif key == "marks":
            found[key] = [_shown(mark) for mark in value]
        else:
            found[key] = value
    if isinstance(found.get("basis"), str):
        found["basis_cited"] = found.get("basis_cited") or cited(found["basis"])
    return found


def _source(one: dict[str, Any]) -> Source:
    last = datetime.fromisoformat(one["last"]) if one["last"] else None
    return Source(
        _text(one["department"]), _text(one["kind_title"]), last, written(date.fromisoformat(one["due_on"])),
        text("checks.desk.coverage.states", one["state"]), SOURCE_TONES[one["state"]],
    )  # fmt: skip


def _text(said: dict[str, Any]) -> Text:
    return Text(said["zh"], said["en"])
