"""docs/one-row.md is walked: each request is sent over HTTP as it stands there, each answer holds what is written below it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import of_user
from goodstanding.departments.tokens import give
from goodstanding.organisations.models import Identifier, Name, Organisation
from goodstanding.rules import names
from tests.intake.working import work

PAGE = Path(__file__).parents[2] / "docs" / "one-row.md"
BLOCK = re.compile(r"```(http|json)\n(.*?)```", re.DOTALL)
CODE, NAME = "91341400MA7QK3T05H", "临澜市青禾豆制品有限公司"


def steps() -> Iterator[tuple[str, Any]]:
    """Each request of the page and what its answer must hold."""
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    for (first, request), (second, answer) in zip(blocks[::2], blocks[1::2], strict=True):
        assert (first, second) == ("http", "json")
        yield request, json.loads(answer)


def send(server: str, request: str) -> Any:
    """One request as it stands, its answer read as JSON."""
    head, _, body = request.partition("\n\n")
    (method, path), *headers = (line.split(": " if n else " ", 1) for n, line in enumerate(head.strip().splitlines()))
    sent = Request(server + quote(path, safe="/?=&%"), data=body.encode() or None, headers=dict(headers), method=method)  # noqa: S310 (our own server)
    with urlopen(sent, timeout=30) as answer:  # noqa: S310
        return json.load(answer)


def holds(answer: Any, expected: Any) -> bool:
    """Whether the answer has everything expected; lists are compared from the front."""
    if isinstance(expected, dict):
        return isinstance(answer, dict) and all(k in answer and holds(answer[k], v) for k, v in expected.items())
    if isinstance(expected, list):
        return isinstance(answer, list) and len(answer) >= len(expected) and all(map(holds, answer, expected))
    return bool(answer == expected)


@pytest.mark.django_db(transaction=True)
def test_one_row_takes_the_way_the_page_describes(
    live_server: Any, market: Department, administrator: User, tmp_path: Path, settings: Any
) -> None:
    settings.DATA_DIR = tmp_path
    body = Organisation.objects.create(uscc=CODE, name=NAME, normal_name=names.normal(NAME), source="test")
    Identifier.objects.create(organisation=body, kind="uscc", value=CODE, source="test")
    Name.objects.create(organisation=body, name=NAME, normal_name=names.normal(NAME), source="test")
    today = timezone.localdate()
    _, token = give(
        name="案件系统", department=market, scopes=["intake:write", "intake:read"], ends_on=today + timedelta(1), by=of_user(administrator)
    )
    decided = today - timedelta(days=5)
    filled = {"token": token, "decided": f"{decided:%Y/%m/%d}", "claimed": f"{decided + timedelta(days=1095):%Y/%m/%d}", "id": ""}
    answers = []
    for request, expected in steps():
        for name, value in filled.items():
            request = request.replace(f"{{{name}}}", value)  # noqa: PLW2901
        answer = send(live_server.url, request)
        assert holds(answer, expected), f"{request.splitlines()[0]}: {answer}"
        filled["id"] = filled["id"] or answer["id"]
        answers.append(json.dumps(answer, ensure_ascii=False))
        work()
    assert "13800138000" not in "".join(answers)
    assert "某某" not in "".join(answers)
