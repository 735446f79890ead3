"""Everything about an organisation as one JSON document, piece by piece, however much it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from goodstanding.checks import ours as checks
from goodstanding.lists import standing as entries
from goodstanding.measures import standing as measures
from goodstanding.measures.catalogue import title_of
from goodstanding.measures.models import Application
from goodstanding.ours import looking, records
from goodstanding.ours.records import Line
from goodstanding.portal.coverage import covered
from goodstanding.portal.organisation import Described
from goodstanding.portal.record import Change, describe_all
from goodstanding.portal.record import Described as Said
from goodstanding.representing import cases
from goodstanding.representing.finding import for_body
from goodstanding.representing.models import Power
from goodstanding.representing.views.saying import how
from goodstanding.rules.texts import Text

PIECE = 200


def pieces(it: Described) -> Iterator[str]:
    """The document, in the order of its keys. Sentences are ``{"zh": …, "en": …}``."""
    yield "{" + _head(it)[1:-1] + ', "records": ['
    yield from _joined(_record(line, said) for line, said in _lines(it))
    yield '], "cases": ['
    yield from _joined(_case(one) for one in cases.of(it.members))
    yield '], "lists": ['
    yield from _joined(_entry(one) for one in entries.of_body(it.members))
    yield '], "measures": ['
    yield from _joined(_measure(one) for one in measures.of_body(it.organisation.pk))
    yield '], "powers": ['
    granted = for_body(it.organisation).select_related("user", "letter").defer("letter__content").order_by("-asked_at")
    yield from _joined(_power(one) for one in granted)
    yield '], "looked_up": ['
    yield from _joined(
        {"at": one.at, "by": one.who, "role": _both(one.role), "reason": _both(one.why)}
        for one in map(looking.said, looking.looks(it.members).iterator(chunk_size=PIECE))
    )
    yield '], "checks": ['
    yield from _joined(checks.items(checks.of(it.members)))
    yield "]}"


def _lines(it: Described) -> Iterator[tuple[Line, Said]]:
    """In pieces, so that memory does not grow with the organisation."""
    keys = list(records.about(it.members).values_list("pk", flat=True))
    for start in range(0, len(keys), PIECE):
        piece = records.lines(records.about(it.members).filter(pk__in=keys[start : start + PIECE]))
        yield from zip(piece, describe_all([line.record for line in piece], official=True), strict=True)


def _head(it: Described) -> str:
    body, coverage = it.organisation, covered()
    return _text({
        "as_of": timezone.now(),
        "organisation": {
            "name": body.name, "uscc": body.uscc, "status": _both(it.status), "district": body.district,
            "names": [{"name": one.value, "since": one.since, "until": one.until} for one in it.names],
            "codes": [{"kind": one.kind, "code": one.value, "since": one.since, "until": one.until} for one in it.codes],
        },
        "coverage": {"departments": coverage.departments, "feeds_late": len(coverage.late), "last_hand_in": coverage.last},
    })  # fmt: skip


def _record(line: Line, it: Said) -> dict[str, Any]:
    one = line.record
    return {
        "id": str(one.pk), "kind": one.kind, "decision_number": one.decision_no, "organ": one.organ_name, "decided_on": one.decided_on,
        "state": line.how, "why_not_shown": _both(line.why) if line.why.zh else None, "reason_published": line.words,
        "shown_from": one.shown_from, "shown_until": one.shown_until, "earliest_end": line.earliest, "ended_on": one.ended_on,
        "regime": one.regime, "basis": one.basis, "class": one.klass, "class_stated_by_source": line.class_stated,
        "source": one.department.name, "handed_in": line.handed_in, "entered": one.entered_at, "revision": one.revision,
        "marks": [{"kind": mark.kind, "since": mark.since, "fields": mark.codes, "words": mark.words} for mark in line.marks],
        "fields": [{"code": said.code, "title": _both(said.title), "value": _value(said.value)} for said in (*it.fields, *it.official)],
        "history": [_change(change) for change in it.changes],
    }  # fmt: skip


def _change(one: Change) -> dict[str, Any]:
    case = one.correction
    return {"revision": one.number, "at": one.at, "case": case.case_number if case else None, "reason": case.words if case else None}


def _case(one: cases.Case) -> dict[str, Any]:
    return {
        "number": one.number, "title": _both(one.title), "state": _both(one.state), "since": one.since, "due_on": one.due_on,
        "due_known": one.known, "open": one.open,
    }  # fmt: skip


def _entry(one: entries.Card) -> dict[str, Any]:
    return {
        "number": one.number, "list": _both(one.title), "colour": one.colour, "state": _both(one.state), "answer_until": one.answer_until,
        "ends_on": one.ends_on, "earliest_end": one.earliest,
    }  # fmt: skip


def _measure(one: Application) -> dict[str, Any]:
    return {
        "number": one.number, "measure": _both(title_of(one.kind_id)), "department": one.department.name, "basis": one.basis,
        "starts_on": one.starts_on, "ends_on": one.ends_on, "reasons": one.reasons,
    }  # fmt: skip


def _power(one: Power) -> dict[str, Any]:
    return {
        "person": str(one.user), "state": how(one), "from": one.starts_on or one.wanted_from, "until": one.last_day or one.wanted_until,
        "ended_by": one.ended_by, "ended_because": one.ended_because, "letter_sha256": one.letter.sha256,
    }  # fmt: skip


def _value(value: Text | str) -> str | dict[str, str]:
    return _both(value) if isinstance(value, Text) else value


def _both(said: Text) -> dict[str, str]:
    return {"zh": said.zh, "en": said.en}


def _joined(each: Iterator[dict[str, Any]]) -> Iterator[str]:
    for number, one in enumerate(each):
        yield ("," if number else "") + "\n" + _text(one)


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
