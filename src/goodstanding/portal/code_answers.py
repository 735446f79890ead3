"""The answers about codes, made from what the rules and the register say; their shapes stand in :mod:`code_schemas`."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from goodstanding.organisations.converting import Converted, Match
from goodstanding.portal.answers import both, summary
from goodstanding.rules.codes.explaining import Reading
from goodstanding.rules.codes.repairing import Suggestion
from goodstanding.rules.codes.words import word


def explained_answer(it: Converted) -> dict[str, Any]:
    """One code."""
    what = it.explanation
    return {
        "code": what.code, "kind": what.kind, "verdict": what.verdict, "says": both(what.says),
        "faults": [{**fault._asdict(), "says": both(fault.says), "do": both(fault.do)} for fault in what.faults],
        "suggestion": _proposal(what.suggestion), "readings": [_reading(one) for one in what.readings],
        "on": it.on, "uscc": it.uscc or None,
        "organisations": [_match(one) for one in it.matches],
        "conflicts": [{"code": one.code, "says": both(one.says)} for one in it.conflicts], "excepted": it.excepted, "coverage": summary(),
    }  # fmt: skip


def verdicts_answer(table: pa.Table) -> dict[str, Any]:
    """Many codes."""
    items = [
        {
            **{name: row[name] for name in ("line", "code", "kind", "verdict", "suggestion", "orgcode", "uscc", "how")},
            "faults": row["faults"].split(";") if row["faults"] else [], "reasons": {"zh": row["reasons_zh"], "en": row["reasons_en"]},
        }
        for row in table.to_pylist()
    ]  # fmt: skip
    return {"items": items, "coverage": summary()}


def _proposal(suggestion: Suggestion) -> dict[str, Any] | None:
    return {"code": suggestion.code or None, "why": both(suggestion.why), "others": list(suggestion.others)} if suggestion.why.zh else None


def _reading(it: Reading) -> dict[str, Any]:
    parts = [
        {**part._asdict(), "title": both(part.title), "meaning": both(part.meaning), "note": both(part.note) if part.note.zh else None}
        for part in it.parts
    ]
    conversions: list[dict[str, Any]] = [{"kind": one.kind, "value": one.value, "why": both(one.why)} for one in it.derived]
    conversions += [{"kind": one.kind, "value": None, "why": both(one.why)} for one in it.cannot]
    return {
        "kind": it.kind, "title": both(word("kind", it.kind)), "right": it.right, "parts": parts,
        "checks": [{"place": one.place, "given": one.given, "computed": one.computed, "right": one.right} for one in it.checks],
        "area": _area(it), "conversions": conversions,
    }  # fmt: skip


def _area(it: Reading) -> dict[str, Any] | None:
    if it.area is None:
        return None
    history = [
        {"place": one.place, "level": one.level, "since": one.since, "until": one.until, "became": [next_.code for next_ in one.became]}
        for one in it.area.periods
    ]
    return {"code": it.area.code, "known": it.area.known, "today": list(it.area.today), "history": history}


def _match(it: Match) -> dict[str, Any]:
    return {
        "name": it.organisation.name, "uscc": it.organisation.uscc, "uscc_on": it.uscc or None, "name_on": it.name, "how": it.how,
        "by": it.by._asdict(), "state": it.state, "former_codes": [one._asdict() for one in it.former],
    }  # fmt: skip
