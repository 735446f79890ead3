"""Who looked at us: each check as the organisation reads it; what a law keeps from it is counted in public and nowhere else."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goodstanding.checks import asking, feeding_back
from goodstanding.checks.models import Check
from goodstanding.departments.models import Department, User
from tests.checks.making import PURPOSE, asks, covered, granted
from tests.organisations.making import code, organisation
from tests.repairs.making import Agent, agent

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
MATTER = "ZB-2026-17"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def dana(market: Department) -> Agent:
    """Acts for the organisation that market regulation may ask about."""
    covered(market)
    granted(market, PURPOSE, "procurement")
    return agent(organisation(1, "临澜市甲有限公司"))


def asked(department: Department, number: int = 1, purpose: str = PURPOSE) -> Check:
    (made,) = asking.ask([code(number)], purpose=purpose, matter=MATTER, by=asks(department))
    return made


def ours(number: int = 1, rest: str = "") -> str:
    return f"/ours/{code(number)}/checks{rest}"


def test_nobody_has_looked_yet(dana: Agent, signed_in: Signed) -> None:
    page = signed_in(dana.user).get(ours()).content.decode()
    assert "没有单位查询过本单位" in page
    assert "没有单位查询过本单位" in signed_in(dana.user).get(f"/ours/{code(1)}/").content.decode()


def test_each_check_is_seen_with_body_purpose_basis_answer_and_what_was_done(dana: Agent, market: Department, signed_in: Signed) -> None:
    check, client = asked(market), signed_in(dana.user)
    page = client.get(ours()).content.decode()
    for words in (check.number, market.name, "招标投标资格审查", "招标投标法", MATTER, "所列来源中未查到", "查询单位尚未反馈"):
        assert words in page, words
    assert "Oscar" not in page, "the body asked; whose hand it was is the body's affair"
    feeding_back.feed_back(check, "not_applicable", reasons="未进入评审", by=asks(market))
    page = client.get(ours()).content.decode()
    assert "未进入评审" in page
    assert "查询单位尚未反馈" not in page
    english = client.get(f"/en{ours()}").content.decode()
    assert market.name_en in english
    assert "Nothing found in these sources" in english
    overview = client.get(f"/ours/{code(1)}/").content.decode()
    assert check.number in overview
    assert ours() in overview


def test_it_is_narrowed_by_year_and_purpose(dana: Agent, market: Department, signed_in: Signed) -> None:
    first, second, client = asked(market), asked(market, purpose="procurement"), signed_in(dana.user)
    year = timezone.localdate().year
    for query, wanted in {
        "": {first, second}, f"year={year}": {first, second}, f"year={year - 1}": set(), "purpose=procurement": {second},
        "year=nonsense": {first, second},
    }.items():  # fmt: skip
        page = client.get(f"{ours()}?{query}").content.decode()
        assert {one for one in (first, second) if one.number in page} == wanted, query


def test_it_can_be_taken_along(dana: Agent, market: Department, signed_in: Signed) -> None:
    first, second, client = asked(market), asked(market, purpose="procurement"), signed_in(dana.user)
    table = list(csv.reader(io.StringIO(b"".join(client.get(ours(rest=".csv"))).decode("utf-8-sig"))))
    assert [row[0] for row in table[1:]] == [second.number, first.number]
    found = json.loads(b"".join(client.get(ours(rest=".json?purpose=procurement"))))["checks"]
    assert [one["number"] for one in found] == [second.number]
    assert found[0]["answer"]["kind"] == "nothing"
    assert found[0]["sha256"] == bytes(second.sha256).hex()
    assert client.get(ours(rest=".pdf")).status_code == 404


def test_others_do_not_see_who_looked(dana: Agent, market: Department, signed_in: Signed, official: User) -> None:
    asked(market)
    other = agent(organisation(2, "临澜市乙有限公司"), name="erin")
    assert signed_in(other.user).get(ours()).status_code == 403
    assert signed_in(other.user).get(ours(rest=".json")).status_code == 403
    assert signed_in(official).get(ours()).status_code == 403
    assert Client().get(ours()).status_code == 302
    assert asked(market).number not in signed_in(other.user).get(ours(2)).content.decode()


def test_what_a_law_hides_is_counted_in_public_and_shown_nowhere(
    dana: Agent, market: Department, signed_in: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "每一次查询，被查询的主体都能看到" in Client().get("/checks/hidden").content.decode()
    monkeypatch.setattr(asking, "_hidden", lambda _: True)
    hidden, client = asked(market), signed_in(dana.user)
    assert hidden.hidden
    page = client.get(ours()).content.decode()
    assert hidden.number not in page
    assert "没有单位查询过本单位" in page
    assert b"".join(client.get(ours(rest=".json"))).count(b"HC") == 0
    assert hidden.number not in client.get(f"/ours/{code(1)}/").content.decode()
    public = Client().get("/checks/hidden").content.decode()
    today = timezone.localdate()
    assert f"{today.year}年{today:%m}月" in public
    for words in (code(1), market.name, MATTER, hidden.number, "临澜市甲有限公司"):
        assert words not in public


def test_the_merged_body_reads_the_checks_of_all_its_entries(dana: Agent, market: Department, signed_in: Signed) -> None:
    second = organisation(2, "临澜市甲有限责任公司")
    check = asked(market, 2)
    type(second).objects.filter(pk=second.pk).update(merged_into=dana.organisation)
    assert check.number in signed_in(dana.user).get(ours()).content.decode()
