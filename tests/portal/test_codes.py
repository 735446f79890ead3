"""Codes explained on the page and by the API: whose they are, what is wrong, and never anything of a person."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client

from goodstanding.organisations.models import CodeException
from goodstanding.portal.many_codes import MOST
from tests.portal.town import Town, valid_code

PERSON = "110101199003070011"
WRONG, MEANT = "914403001922O38216", "914403001922038216"
REGNO = "330100000041239"


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def posted(client: Client, status: int = 200, **data: str) -> Any:
    response = client.post("/code/many", data)
    assert response.status_code == status
    return response


def asked(client: Client, codes: list[str], **more: str) -> list[dict[str, Any]]:
    response = client.post("/api/v1/public/codes", json.dumps({"codes": codes, **more}), content_type="application/json")
    assert response.status_code == 200, response.content
    items: list[dict[str, Any]] = response.json()["items"]
    return items


def test_a_code_of_the_register_is_explained_and_leads_to_its_organisation(client: Client, town: Town) -> None:
    said = page(client, f"/code?code={town.company.uscc}")
    address = f"/organisations/{town.company.uscc}"
    for words in ("符合编码规则", "登记管理机关行政区划码", "浙江省杭州市", town.company.name, address, "现用代码"):
        assert words in said, words
    english = page(client, f"/en/code?code={town.company.uscc}")
    for words in ("well formed", "Area of the registering office", "Zhejiang", "in use"):
        assert words in english, words


def test_a_wrong_code_gets_its_fault_and_a_suggestion_and_a_registration_number_its_owner(client: Client, town: Town) -> None:
    said = page(client, f"/code?code={WRONG}")
    assert "USCC_CHARACTER" in said
    assert f"?code={MEANT}" in said
    assert "须与证照核对" in said
    older = page(client, f"/code?code={REGNO}")
    assert town.company.name in older
    assert "已停用的原代码" in older


def test_an_admitted_exception_may_be_used_and_it_is_said(client: Client, town: Town) -> None:
    CodeException.objects.create(code="914403001922038217", evidence="营业执照原件", recorded_by="test")
    assert "登记为特例代码，可以使用" in page(client, "/code?code=914403001922038217")
    assert client.get("/api/v1/public/codes/914403001922038217").json()["excepted"]


def test_a_search_that_finds_nothing_offers_to_explain_the_code(client: Client, town: Town) -> None:
    code = valid_code("91", "MA7X9999")
    assert f"/code?code={code}" in page(client, f"/search?q={code}")


@pytest.mark.parametrize("number", [PERSON, "13800138000", f"{PERSON[:6]} {PERSON[6:14]} {PERSON[14:]}", "11010119900307001X"])
def test_a_persons_number_is_nowhere_repeated(client: Client, town: Town, number: str, capfd: pytest.CaptureFixture[str]) -> None:
    plain = number.replace(" ", "")
    first = client.get("/code", {"code": number})
    assert (first.status_code, first["Location"]) == (302, "/code?refused=personal")
    refused = page(client, first["Location"], 400)
    table, single = posted(client, codes=f"{MEANT}\n{number}").content.decode(), client.get(f"/api/v1/public/codes/{number}")
    assert (single.status_code, single.json()["code"]) == (422, "CODE_PERSONAL")
    (item,) = asked(client, [number])
    assert (item["kind"], item["code"]) == ("person", "***")
    file = posted(client, codes=number, **{"as": "csv"}).content.decode("utf-8-sig")
    for said in (refused, table, single.content.decode(), json.dumps(item), file, *capfd.readouterr()):
        assert plain not in said.replace(" ", "")


def test_many_lines_give_a_table_and_a_file(client: Client, town: Town) -> None:
    lines = f"{town.company.uscc}\n{WRONG}\n\n{REGNO}\n=cmd"
    table = posted(client, codes=lines)
    assert table["Cache-Control"] == "no-store"
    assert all(words in table.content.decode() for words in ("符合编码规则", MEANT, "名录中的原代码", "未填写"))
    answer = posted(client, codes=lines, **{"as": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4", "5"]
    assert rows[4][-2:] == [town.company.uscc, "名录中的原代码 former"]
    assert rows[5][1] == "'=cmd"
    assert "attachment" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(posted(client, codes=lines, **{"as": "xlsx"}).content))
    assert next(row[1].value for row in book.active.iter_rows(min_row=2)) == town.company.uscc


def test_nothing_and_too_much_are_errors_that_say_so(client: Client, town: Town) -> None:
    assert "请至少输入一个代码" in posted(client, 400, codes=" \n ").content.decode()
    assert f"超过{MOST}行" in posted(client, 400, codes=f"{MEANT}\n" * (MOST + 1)).content.decode()
    assert client.put("/code/many").status_code == 405


def test_masked_lines_stay_masked_when_they_are_sent_again(client: Client, town: Town) -> None:
    assert "疑似个人信息" in posted(client, codes="***").content.decode()


def test_the_api_tells_the_parts_the_conversion_and_the_organisation(client: Client, town: Town) -> None:
    response = client.get(f"/api/v1/public/codes/{town.company.uscc}")
    answer = response.json()
    (reading,) = answer["readings"]
    assert [part["name"] for part in reading["parts"]] == ["authority", "category", "area", "identity", "check"]
    assert (reading["area"]["known"], reading["area"]["history"][0]["place"]) == (True, "浙江省杭州市")
    assert reading["conversions"][0]["value"] == str(town.company.uscc)[8:17]
    assert (answer["uscc"], answer["organisations"][0]["name"], answer["conflicts"]) == (town.company.uscc, town.company.name, [])
    assert answer["organisations"][0]["former_codes"][0]["value"] == REGNO
    assert answer["coverage"]["departments"] == 2
    again = client.get(f"/api/v1/public/codes/{town.company.uscc}", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_the_api_answers_for_a_day_and_holds_a_name_against_the_register(client: Client, town: Town) -> None:
    older = client.get(f"/api/v1/public/codes/{REGNO}", {"on": date(2012, 5, 1), "name": "甘泉市清溪副食品商店"}).json()
    assert (older["organisations"][0]["state"], older["organisations"][0]["name_on"]) == ("live", "甘泉市清溪副食品商店")
    assert [one["code"] for one in older["conflicts"]] == []
    now = client.get(f"/api/v1/public/codes/{REGNO}", {"name": "他人有限公司"}).json()
    assert (now["organisations"][0]["state"], [one["code"] for one in now["conflicts"]]) == ("retired", ["NAME_DIFFERS"])


def test_many_codes_by_the_api_keep_their_order(client: Client, town: Town) -> None:
    items = asked(client, [REGNO, WRONG, str(town.business.uscc)], on="2012-05-01")
    assert [(item["line"], item["how"], item["uscc"]) for item in items] == [
        (1, "register", town.company.uscc), (2, "none", ""), (3, "former", town.business.uscc),
    ]  # fmt: skip
    assert items[1]["reasons"]["zh"]
    assert items[1]["suggestion"] == MEANT
    refused = client.post("/api/v1/public/codes", json.dumps({"codes": ["1"] * (MOST + 1)}), content_type="application/json")
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")


@pytest.mark.parametrize("odd", ["\x00", "\u202e914403001922038216", "😀" * 50, "'; DROP TABLE", "\\N"])
def test_odd_text_is_answered(client: Client, town: Town, odd: str) -> None:
    assert len(asked(client, [odd])) == 1
    assert posted(client, codes=f"{odd}1").status_code == 200


def test_half_a_character_is_refused(client: Client, town: Town) -> None:
    response = client.post("/api/v1/public/codes", '{"codes": ["\\ud800"]}', content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (422, "REQUEST_INVALID")
