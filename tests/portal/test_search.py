"""Searching: organisations by code or name, never a person, and never "clear"."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.portal.asking import understand
from tests.portal.town import REPRESENTATIVE, Town


def words(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_a_body_is_found_by_code_by_piece_of_it_by_name_and_by_former_name(client: Client, town: Town) -> None:
    code = str(town.company.uscc)
    assert "代码相符" in words(client, f"/search?q={code}")
    assert town.company.name in words(client, f"/search?q={code[8:17]}")
    assert "名称相符" in words(client, "/search?q=清溪食品")
    assert "曾用名相符：甘泉市清溪副食品商店" in words(client, "/search?q=副食品商店")
    assert "原代码相符：330100000041239" in words(client, "/search?q=330100000041239")


def test_a_code_written_with_spaces_full_width_or_in_small_letters_is_found(client: Client, town: Town) -> None:
    code = str(town.company.uscc)
    for written in (code.lower(), f"{code[:8]} {code[8:]}", code.translate({ord(c): ord(c) + 0xFEE0 for c in code})):
        assert town.company.name in words(client, f"/search?q={written}")


def test_long_results_come_in_pages_that_neither_repeat_nor_lose(client: Client, town: Town) -> None:
    seen: list[str] = []
    address, pages = "/api/v1/public/organisations?q=粮油&limit=10", 0
    while address:
        answer = client.get(address).json()
        seen += [item["code"] for item in answer["items"]]
        address = f"/api/v1/public/organisations?q=粮油&limit=10&cursor={answer['next']}" if answer["next"] else ""
        pages += 1
    assert pages == 3
    assert len(seen) == len(set(seen)) == 23


def test_nothing_found_says_what_was_asked_and_is_not_a_certificate(client: Client, town: Town) -> None:
    chinese, english = words(client, "/search?q=不存在的公司"), words(client, "/en/search?q=不存在的公司")
    assert "不能作为没有违法违规记录的证明" in chinese
    assert "does not certify a clean record" in english
    for page, sources in ((chinese, "共2个数据来源单位"), (english, "Departments: 2.")):
        assert sources in page
    assert "1项数据逾期或者尚未报送，查询结果可能不完整" in chinese


def test_one_character_is_too_short_and_the_page_says_what_to_do(client: Client, town: Town) -> None:
    assert "请至少输入名称中的2个字" in words(client, "/search?q=清", status=400)


def test_a_whole_code_with_a_wrong_digit_offers_the_one_that_was_meant(client: Client, town: Town) -> None:
    code = str(town.company.uscc)
    wrong = code[:17] + ("A" if code[17] != "A" else "B")
    page = words(client, f"/search?q={wrong}")
    assert "不是有效的统一社会信用代码" in page
    assert f"?q={code}" in page


@pytest.mark.parametrize("number", ["11010519491231002X", "13800138000", "6222021001116245702"])
def test_a_personal_number_is_neither_searched_for_nor_repeated(client: Client, town: Town, number: str) -> None:
    for address in (f"/search?q={number}", f"/en/search?q={number}", f"/code?code={number}"):
        sent_on = client.get(address)
        assert (sent_on.status_code, sent_on["Location"]) == (302, f"{address.partition('?')[0]}?refused=personal")
        assert client.get(sent_on["Location"]).status_code == 400
    problem = client.get(f"/api/v1/public/organisations?q={number}")
    assert (problem.status_code, problem.json()["code"]) == (422, "SEARCH_PERSONAL")
    assert number not in problem.content.decode()


def test_no_name_of_a_person_finds_anything(client: Client, town: Town) -> None:
    page = words(client, f"/search?q={REPRESENTATIVE}")
    assert town.company.name not in page
    assert client.get(f"/api/v1/public/organisations?q={REPRESENTATIVE}").json()["items"] == []


def test_what_was_typed_is_shown_as_text_only(client: Client, town: Town) -> None:
    assert "<script>alert" not in words(client, "/search?q=<script>alert(1)</script>")


def test_a_forged_cursor_is_refused(client: Client, town: Town) -> None:
    for cursor in ("x", "W10", "bm9wZQ", "WzEsMl0"):
        assert client.get(f"/search?q=粮油&cursor={cursor}").status_code in {200, 400}
        assert client.get(f"/penalties?cursor={cursor}").status_code == 400


@given(st.text(max_size=40))
def test_whatever_is_typed_is_understood_somehow(typed: str) -> None:
    asked = understand(typed)
    assert asked.kind in {"empty", "short", "personal", "code", "name"}
    assert asked.kind != "personal" or asked.text == ""
