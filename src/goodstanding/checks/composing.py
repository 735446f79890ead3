"""One answer: facts, what they may carry, what is disputed, what is covered, and the sentence that a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings

from goodstanding.checks.coverage import Coverage
from goodstanding.checks.saying import both, cited, kind_of_record, url
from goodstanding.lists.catalogue import rules
from goodstanding.measures.catalogue import content_of, title_of
from goodstanding.organisations import statuses
from goodstanding.rules.listing import Purpose
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

MOST = 500
"""Records in one answer, the newest first; how many there are in all is said."""
PROCEEDINGS = frozenset({"review", "lawsuit"})
NAMES_NOBODY = frozenset({"shared", "placeholder", "name_differs", "doubted"})
"""Code issues that leave open whose code it is (一码多赋, 占位码, 码名不符): nothing is said under it."""
SHOWN = ("records", "records_total", "entries", "measures", "disputed")
Said = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The whole request, the same for every code in it."""

    purpose: Purpose
    matter: str
    day: date
    at: datetime
    coverage: Coverage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """``content`` is what is given, exactly."""

    kind: str
    organisation_id: int | None
    content: bytes


def compose(asked: Asked, code: str, fact: Said | None, *, pk: UUID, number: str, why: str = "fault") -> Composed:
    """Without a fact, or without coverage, the answer is "unknown", for the reason ``why``."""
    body = _body(fact) if fact else None
    doubts = _doubts(fact) if fact else []
    shown = _shown(asked, fact) if fact and body and asked.coverage else None
    kind, because = _kind(asked, fact, shown, why)
    said: Said = {
        "v": 1, "receipt": {"id": str(pk), "number": number, "at": asked.at.isoformat()[:19] + "Z", "url": _replay(pk)},
        "day": asked.day.isoformat(), "asked": {"code": code, "matter": asked.matter}, "organisation": body,
        "purpose": _purpose(asked.purpose.code, asked.purpose), "kind": kind, "said": both(_sentence(asked, kind, because)),
        "because": [] if kind == "found" and not because else [{"code": one, **both(text("checks.because", one))} for one in because],
        "notes": [{"code": one, **both(text("checks.note", one))} for one in doubts],
        "coverage": asked.coverage.said if asked.coverage else None, "conclusion": both(text("checks.conclusion")),
        # An "unknown" answer holds no empty lists that a program could take for "nothing".
        **(shown if shown is not None and kind != "unknown" else dict.fromkeys(SHOWN)),
    }  # fmt: skip
    return Composed(
        kind=kind, organisation_id=int(fact["id"]) if fact and body else None, content=orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    )


def _kind(asked: Asked, fact: Said | None, shown: Said | None, why: str) -> tuple[str, list[str]]:
    """Which of three, and why; whatever is not known for certain is unknown."""
    if fact is None or asked.coverage is None:
        return "unknown", [why]
    if fact["id"] is None:
        return "unknown", ["ambiguous" if len(fact["roots"] or ()) > 1 else "doubted" if fact["issues"] else "nobody"]
    if NAMES_NOBODY & set(fact["issues"] or ()):
        return "unknown", ["doubted"]
    late = ["late"] if asked.coverage.late else []
    if shown and (shown["records_total"] or shown["entries"] or shown["measures"]["applied"]):
        return "found", [*late, *(["incomplete"] if asked.coverage.never else [])]
    if fact["issues"]:
        return "unknown", ["doubted"]
    return ("unknown", ["never", *late]) if asked.coverage.never else ("nothing", late)


def _sentence(asked: Asked, kind: str, because: list[str]) -> Text:
    if kind == "nothing" and asked.coverage and asked.coverage.current_to:
        return text("checks.said.nothing", day=written(asked.coverage.current_to))
    if kind == "unknown":
        return text("checks.said.unknown", why=text("checks.because", because[0]))
    return text("checks.said.found")


def _replay(pk: UUID) -> str:
    return f"{settings.PUBLIC_URL}/api/v1/checks/{pk}"


def _body(fact: Said) -> Said | None:
    if fact["id"] is None or NAMES_NOBODY & set(fact["issues"] or ()):
        return None
    return {
        "code": fact["code"] or "", "name": fact["name"],
        "status": {"code": fact["status"], **both(statuses.label(fact["status"]))},
    }  # fmt: skip


def _doubts(fact: Said) -> list[str]:
    """What is to be said of the code itself."""
    found = []
    if fact["merged"]:
        found.append("merged")
    if fact["how"] == "former":
        found.append("former")
    elif fact["how"] not in (None, "current", "uscc"):
        found.append("older_kind")
    return [*found, *(["issue"] if fact["issues"] else [])]


def _shown(asked: Asked, fact: Said) -> Said:
    records, entries = fact["records"] or [], fact["entries"] or []
    said = [_record(one) for one in records[:MOST]]
    listed = [_entry(one) for one in entries]
    applied = [_applied(one) for one in fact["applied"] or []]
    disputed = any(one["disputed"] for one in (*said, *listed, *applied)) or any(one["marks"] for one in records[MOST:])
    return {
        "records": said, "records_total": len(records), "entries": listed, "disputed": disputed,
        "measures": {"applied": applied, "may_apply": _may_apply(asked, fact["may_apply"] or [], records, entries)},
    }  # fmt: skip


def _record(one: Said) -> Said:
    return {
        "id": one["id"], "kind": one["kind"], "kind_title": _kind_title(one["kind"]), "document": one["document"], "organ": one["organ"],
        "category": one["category"], "decided_on": one["decided_on"], "shown_until": one["shown_until"], "basis": one["basis"],
        "disputed": bool(one["marks"]), "marks": [_mark(mark) for mark in one["marks"] or ()], "url": url("portal:record", one["id"]),
    }  # fmt: skip


def _mark(mark: Said) -> Said:
    """With the organisation's own words."""
    return {
        "kind": mark["kind"], "title": both(text("checks.mark", mark["kind"])), "case": mark["case"], "fields": mark.get("fields", []),
        "words": mark["words"],
    }  # fmt: skip


def _entry(one: Said) -> Said:
    known = rules().kinds.get(one["list"])
    condition = next((each.text for each in known.criteria if each.code == one["criterion"]), None) if known else None
    return {
        "id": one["id"], "number": one["number"], "list": one["list"], "colour": one["colour"],
        "title": both(known.title if known else Text(one["list"], one["list"])),
        "criterion": both(condition or Text(one["criterion"], one["criterion"])), "document": one["document"],
        "organ": {"zh": one["organ"], "en": one["organ_en"] or one["organ"]}, "decided_on": one["decided_on"], "ends_on": one["ends_on"],
        "basis": one["basis"], "basis_cited": both(cited(one["basis"])), "disputed": bool(one["disputes"]),
        "marks": [_mark(mark) for mark in one["disputes"] or ()], "url": url("lists:entry", one["id"]),
    }  # fmt: skip


def _applied(one: Said) -> Said:
    return _measure(one) | {
        "number": one["number"], "weight": one["weight"], "document": one["document"], "starts_on": one["starts_on"],
        "ends_on": one["ends_on"], "disputed": one["disputed"],
    }  # fmt: skip


def _may_apply(asked: Asked, adopted: list[Said], records: list[Said], entries: list[Said]) -> list[Said]:
    """An adopted measure, and what of this answer it may rest on: entries by list, records by kind and, where it asks for that, final."""
    found = []
    for one in adopted:
        kind = rules().measures.get(one["measure"])
        if kind is None:
            continue
        carried = [each["id"] for each in entries if each["list"] in kind.lists]
        carried += [each["id"] for each in records if each["kind"] in kind.records and (not kind.final or _final(asked, each))]
        if carried:
            rests = {"adoption": one["adoption"], "acts": one["acts"], "matters": one["matters"], "rests_on": carried[:MOST]}
            found.append(_measure(one) | rests)
    return found


def _final(asked: Asked, record: Said) -> bool:
    """浙江 art. 11: the time to seek review is over, and no review and no lawsuit is open."""
    until = asked.coverage.final_until if asked.coverage else None
    contested = any(mark["kind"] in PROCEEDINGS for mark in record["marks"] or ())
    return until is not None and record["decided_on"] <= until.isoformat() and not contested


def _measure(one: Said) -> Said:
    kind = rules().measures.get(one["measure"])
    return {
        "measure": one["measure"], "title": both(title_of(one["measure"])), "content": both(content_of(one["measure"])),
        "side": kind.side if kind else "restriction", "basis": one["basis"], "basis_cited": both(cited(one["basis"])),
        "body": {"zh": one["body"], "en": one["body_en"] or one["body"]},
    }  # fmt: skip


@cache
def _kind_title(kind: str) -> dict[str, str]:
    return both(kind_of_record(kind))


def _purpose(code: str, purpose: Purpose) -> Said:
    return {"code": code, "title": both(purpose.title), "basis": purpose.basis, "basis_cited": both(cited(purpose.basis))}
