"""An organisation's history on its public page, and how it stood on any day, as known on any day."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goodstanding.departments.standing import SYSTEM
from goodstanding.organisations.models import Organisation, Registration
from goodstanding.organisations.registering import Registered, register
from tests.organisations.making import code
from tests.portal.town import Town

HEADER = (
    "统一社会信用代码",
    "名称",
    "行政区划",
    "住所",
    "状态",
    "成立日期",
    "变更日期",
    "注销日期",
    "上级单位统一社会信用代码",
    "承继主体",
    "更正",
)


def load(folder: Path, *rows: dict[str, str], **options: Any) -> Registered:
    path = folder / "名录.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, HEADER)
        out.writeheader()
        out.writerows(rows)
    return register(path, by=SYSTEM, **options)


def row(number: int, name: str, **said: str) -> dict[str, str]:
    return {"统一社会信用代码": code(number), "名称": name, "成立日期": "2010-05-01"} | said


@pytest.fixture
def life(town: Town, tmp_path: Path) -> Organisation:
    """Founded 2010, moved 2015, renamed 2018, revoked 2024; it took another company in, and has a branch."""
    load(tmp_path, row(1, "临澜市甲有限公司", 行政区划="341402", 住所="临澜市河东路1号", 状态="存续"))
    load(tmp_path, row(1, "临澜市甲有限公司", 行政区划="341403", 住所="临澜市河西路2号", 变更日期="2015-03-01"))
    load(tmp_path, row(1, "临澜市新名有限公司", 变更日期="2018-07-01"))
    load(
        tmp_path,
        row(1, "临澜市新名有限公司", 状态="吊销", 注销日期="2024-02-01"),
        row(2, "临澜市新名有限公司城东分公司", 上级单位统一社会信用代码=code(1), 成立日期="2019-01-01"),
        row(3, "临澜市丙有限公司", 状态="注销", 注销日期="2020-01-01", 承继主体=f"{code(1)}|吸收合并|2020-01-01"),
    )
    return Organisation.objects.get(uscc=code(1))


def page(client: Client, query: str = "", language: str = "") -> str:
    return client.get(f"{language}/organisations/{code(1)}{query}").content.decode()


def test_the_page_tells_the_history_as_picture_and_table(client: Client, life: Organisation) -> None:
    shown = page(client)
    for said in ("曾用名", "临澜市甲有限公司", "2010年5月1日至2018年7月1日", "吊销，未注销", "2024年2月1日起",
                 "吸收合并", "临澜市丙有限公司",
                 "下设分支机构", "gs-life__bar"):  # fmt: skip
        assert said in shown, said
    assert 'style="' not in shown
    assert "Former name" in page(client, language="/en")


def test_a_revoked_body_is_plainly_said_to_be_and_keeps_its_records(client: Client, life: Organisation) -> None:
    shown = page(client)
    assert "该主体自2024年2月1日起登记状态为“吊销，未注销”" in shown
    assert "此后报送的信息仍依法公示" in shown


def test_no_address_is_public(client: Client, life: Organisation) -> None:
    assert Registration.objects.filter(address="临澜市河西路2号").exists()
    answers = [
        page(client),
        page(client, "?on=2016-01-01"),
        client.get(f"/api/v1/public/organisations/{code(1)}?on=2016-01-01").content.decode(),
    ]
    assert not [one for one in answers if "河西路" in one]


def test_what_the_register_said_of_a_day_is_a_question_of_the_page_and_of_the_api(client: Client, life: Organisation) -> None:
    shown = page(client, "?on=2016-01-01")
    answer = shown[shown.index('id="on-a-day"') :]
    assert "2016年1月1日的登记情况" in answer
    assert "临澜市甲有限公司" in answer
    assert "临澜市新名有限公司" not in answer
    asked = client.get(f"/api/v1/public/organisations/{code(1)}?on=2016-01-01").json()["as_of"]
    said = {fact["what"]: (fact["value"], fact["district"]) for fact in asked["facts"]}
    assert (said["name"], said["registration"]) == (("临澜市甲有限公司", ""), ("active", "341403"))
    assert client.get(f"/api/v1/public/organisations/{code(1)}").json()["as_of"] is None


def test_what_was_known_on_an_earlier_day_leaves_out_what_came_later(client: Client, life: Organisation) -> None:
    yesterday = date.fromordinal(timezone.localdate().toordinal() - 1)
    shown = page(client, f"?on=2016-01-01&known={yesterday}")
    assert "名录中没有关于2016年1月1日的记载" in shown


@pytest.mark.parametrize("query", ["?on=gestern", "?on=2999-01-01", "?on=2016-01-01&known=2016-13-45"])
def test_a_day_that_cannot_be_read_or_lies_ahead_is_named(client: Client, life: Organisation, query: str) -> None:
    assert "日期无法识别，或者晚于今天" in page(client, query)
    assert client.get(f"/api/v1/public/organisations/{code(1)}{query}").json()["code"] == "DATE_UNREADABLE"


def test_an_earlier_code_keeps_the_question(client: Client, town: Town) -> None:
    assert client.get("/organisations/330100000041239?on=2016-01-01")["Location"] == f"/organisations/{town.company.uscc}?on=2016-01-01"


def test_what_a_name_alone_says_is_called_that_and_is_no_fact(client: Client, life: Organisation, tmp_path: Path) -> None:
    load(tmp_path, row(4, "临澜市新名有限公司城西分公司"))
    shown = client.get(f"/organisations/{code(4)}").content.decode()
    assert "仅从名称看，其上级单位可能为" in shown
    assert not Organisation.objects.get(uscc=code(4)).relations.exists()
    assert "仅从名称看" not in client.get(f"/organisations/{code(2)}").content.decode()  # the list says whose branch it is
