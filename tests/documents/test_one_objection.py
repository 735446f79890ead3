"""docs/one-objection.md is walked: each request is sent as it stands, by whom and when it says; each answer holds what is written."""
# ruff: noqa: F401, F811 - fixtures are imported by name

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goodstanding.objections.models import Inquiry, Objection
from goodstanding.records.models import Mark, Record, Revision, Suspension
from tests.objections.conftest import _data, known_year, on, town
from tests.objections.making import PDF, Day, Town

PAGE = Path(__file__).parents[2] / "docs" / "one-objection.md"
BLOCK = re.compile(r"```(http|json)\n(.*?)```", re.DOTALL)
PEOPLE = {"alice": "alice", "bob": "clerk", "carol": "steward"}


def steps() -> Iterator[tuple[str, Any]]:
    """Each request of the page and what its answer must hold."""
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    for (first, request), (second, answer) in zip(blocks[::2], blocks[1::2], strict=True):
        assert (first, second) == ("http", "json")
        yield request, json.loads(answer)


def send(request: str, town: Town, on: Day) -> Any:
    """One request as it stands, in a session of that day."""
    head, _, body = request.partition("\n\n")
    first, *lines = head.strip().splitlines()
    method, path = first.split(" ", 1)
    headers = dict(line.split(": ", 1) for line in lines)
    on(date.fromisoformat(headers["On"]))
    client = Client()
    if headers["As"] in PEOPLE:
        client.force_login(town.users[PEOPLE[headers["As"]]])
    if method == "GET":
        return client.get(path)
    given = dict(parse_qsl(body.strip()))
    return client.post(path, {k: SimpleUploadedFile(v[1:], PDF) if v.startswith("@") else v for k, v in given.items()})


def holds(answer: Any, expected: dict[str, Any], record: Record) -> None:
    """Status, address, words on the page, and what stands in the database."""
    assert answer.status_code == expected["status"], answer.content.decode()[-2000:]
    assert expected.get("to", "") in answer.headers.get("Location", "")
    for words in expected.get("says", []):
        assert words in answer.content.decode(), words
    if "marks" in expected:
        assert Mark.objects.filter(lifted_at=None).count() == expected["marks"]
    if "hidden_from" in expected:
        since = Suspension.objects.filter(lifted_at=None).values_list("since", flat=True).first()
        assert (since.isoformat() if since else None) == expected["hidden_from"]
    for code, value in expected.get("published", {}).items():
        assert Revision.objects.filter(record=record).latest("number").data[code] == value


@pytest.mark.django_db
def test_one_objection_takes_the_way_the_page_describes(town: Town, on: Day) -> None:
    filled = {"code": town.organisation.uscc or "", "record": str(town.record.pk), "to": ""}
    walked = 0
    for request, expected in steps():
        for name, value in filled.items():
            request = request.replace(f"{{{name}}}", value)  # noqa: PLW2901
        answer = send(request, town, on)
        holds(answer, expected, town.record)
        filled["to"] = answer.headers.get("Location", filled["to"])
        if case := Objection.objects.first():
            assert "13800138000" not in case.words
            filled |= {"case": str(case.pk), "item": str(case.items.get().pk)}
        if inquiry := Inquiry.objects.first():
            filled["inquiry"] = str(inquiry.pk)
        walked += 1
    assert walked == 13
    assert Objection.objects.get().outcome == "upheld"
