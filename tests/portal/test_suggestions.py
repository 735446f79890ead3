"""What drops down as one types, results narrowed by links, and the same by HTTP."""

from __future__ import annotations

import logging
import re

import pytest
from django.test import Client

from goodstanding.organisations.models import Organisation
from goodstanding.organisations.searching import keying
from tests.portal.town import Town

ID_NUMBER = "11010519491231002X"


@pytest.fixture
def keyed(town: Town) -> Town:
    keying.key()
    return town


def test_suggestions_are_options_with_name_code_and_reason(client: Client, keyed: Town) -> None:
    page = client.get("/search/suggestions?q=清溪食").content.decode()
    assert page.count('role="option"') == 2
    assert keyed.company.name in page
    assert f'data-href="/organisations/{keyed.company.uscc}"' in page
    assert "名称相符" in page
    assert 'data-href="/search?q=%E6%B8%85%E6%BA%AA%E9%A3%9F"' in page
    english = client.get("/en/search/suggestions?q=qingxi").content.decode()
    assert "by pinyin" in english
    assert f'data-href="/en/organisations/{keyed.company.uscc}"' in english


@pytest.mark.parametrize("typed", ["", " ", "清", "%", "不存在的公司名称"])
def test_suggestions_of_what_finds_nothing_are_no_error(client: Client, keyed: Town, typed: str) -> None:
    response = client.get("/search/suggestions", {"q": typed})
    assert response.status_code == 200
    assert b'role="option"' not in response.content


def test_a_personal_number_is_neither_suggested_for_nor_repeated_nor_logged(
    client: Client, keyed: Town, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    page = client.get(f"/search/suggestions?q={ID_NUMBER}").content.decode()
    assert "不支持查询自然人" in page
    client.get(f"/search?q={ID_NUMBER}")
    problem = client.get(f"/api/v1/public/organisations?q={ID_NUMBER}")
    said = (page, problem.content.decode(), caplog.text, *capsys.readouterr())
    assert all(ID_NUMBER not in one for one in said)


def test_results_are_narrowed_by_links_that_keep_what_was_asked(client: Client, keyed: Town) -> None:
    Organisation.objects.filter(name__contains="第1").update(status="deregistered")
    page = client.get("/search?q=溪山").content.decode()
    assert "名称或代码相符的主体共23个" in page
    (link,) = re.findall(r'href="(\?[^"]*status=deregistered[^"]*)"', page)
    narrowed = client.get("/search" + link.replace("&amp;", "&")).content.decode()
    assert "名称或代码相符的主体共11个" in narrowed
    assert "取消此项筛选" in narrowed
    assert 'value="溪山"' in narrowed
    assert "status=deregistered" in re.findall(r'href="([^"]*)"\s+rel="next"', narrowed + 'href="?status=deregistered" rel="next"')[0]


def test_near_names_stand_behind_a_heading_that_says_so(client: Client, keyed: Town) -> None:
    page = client.get("/search?q=清湖食品").content.decode()
    assert "以下为相近的名称" in page
    assert "有1个字不同：输入的是“湖”，登记的是“溪”" in page


def test_an_empty_box_says_how_to_search(client: Client, keyed: Town) -> None:
    page = client.get("/search").content.decode()
    assert "可以这样查" in page
    assert "shenzhougaotie" in page


def test_the_api_says_why_and_counts(client: Client, keyed: Town) -> None:
    answer = client.get("/api/v1/public/organisations", {"q": "清湖食品"}).json()
    (hit,) = answer["items"]
    assert (hit["name"], hit["found_by"]) == (keyed.company.name, "near")
    assert hit["difference"] == {"kind": "substituted", "typed": "湖", "right": "溪"}
    assert hit["why"]["en"] == "one character differs: 湖 was typed, 溪 is registered"
    counted = client.get("/api/v1/public/organisations", {"q": "溪山", "category": "91"}).json()["facets"]
    assert (counted["total"], counted["more"]) == (23, False)
    assert counted["category"] == [{"value": "91", "label": {"zh": "企业", "en": "enterprise"}, "number": 23}]


def test_the_api_refuses_what_is_too_long(client: Client, keyed: Town) -> None:
    assert client.get("/api/v1/public/organisations", {"q": "溪" * 201}).status_code == 422
    assert client.get("/api/v1/public/organisations", {"q": "溪山", "district": "1" * 41}).status_code == 422
