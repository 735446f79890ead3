"""Record and organisation pages: what shows, for how long, and what never does."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from goodstanding.records.models import Record, Revision
from tests.portal.town import PENALTY, REPRESENTATIVE, Town


def words(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_a_record_page_says_what_it_is_how_long_it_shows_and_where_to_object(client: Client, town: Town) -> None:
    page = words(client, f"/records/{town.penalty.public_id}")
    for sentence in ("甘市监处罚〔2026〕112号", town.company.name, "这条信息说明什么", "它不是信用评分或者评级", "《信用修复管理办法》",
                     "期满自动停止公示，无须申请", "如何提出异议申请", "没收违法所得120元，并处罚款2000元", "首次收录"):  # fmt: skip
        assert sentence in page, sentence
    english = words(client, f"/en/records/{town.penalty.public_id}")
    for sentence in ("What this record is", "It is no score or rating", "How to object", "first entered"):
        assert sentence in english, sentence


def test_an_unclassified_penalty_says_that_the_shortest_period_applies(client: Client, town: Town) -> None:
    assert "未注明失信信息分类" in words(client, f"/records/{town.penalty.public_id}")


def test_the_earliest_end_is_shown_where_there_is_one_and_not_for_permits(client: Client, town: Town) -> None:
    assert "最早可于" in words(client, f"/records/{town.penalty.public_id}")
    permit = words(client, f"/records/{town.permit.public_id}")
    assert "最早可于" not in permit
    assert "它不是对该主体经营状况" in permit


def test_what_has_ended_or_is_held_is_gone_everywhere(client: Client, town: Town) -> None:
    for record in (town.ended, town.held):
        page = words(client, f"/records/{record.public_id}", status=404)
        assert record.decision_no not in page
        assert client.get(f"/api/v1/public/records/{record.public_id}").status_code == 404
        for address in ("/penalties", "/penalties/feed", f"/organisations/{town.company.uscc}", "/", "/api/v1/public/records?kind=penalty"):
            assert record.decision_no not in words(client, address), address


def test_a_record_stops_showing_the_day_after_its_last_without_any_job(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"/records/{town.penalty.public_id}"
    last = town.penalty.shown_until
    assert last is not None
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: last)
    assert client.get(address).status_code == 200
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: last + timedelta(days=1))
    assert client.get(address).status_code == 404


def test_the_legal_representative_stands_on_the_records_own_page_and_nowhere_else(client: Client, town: Town) -> None:
    own = f"/records/{town.penalty.public_id}"
    assert REPRESENTATIVE in words(client, own)
    assert REPRESENTATIVE in words(client, f"/en{own}")
    elsewhere = [
        "/", "/penalties", "/penalties/feed", f"/organisations/{town.company.uscc}", f"/search?q={town.company.uscc}", "/coverage",
        "/api/v1/public/records?kind=penalty", f"/api/v1/public/records/{town.penalty.public_id}",
        "/api/v1/public/organisations?q=清溪", f"/api/v1/public/organisations/{town.company.uscc}",
    ]  # fmt: skip
    for address in elsewhere:
        assert REPRESENTATIVE not in words(client, address), address


def test_the_operator_of_an_individual_business_is_never_a_field(client: Client, town: Town) -> None:
    record = Record.public.get(organisation=town.business)
    assert REPRESENTATIVE not in words(client, f"/records/{record.public_id}")


def test_an_organisation_page_shows_names_and_codes_with_their_times(client: Client, town: Town) -> None:
    page = words(client, f"/organisations/{town.company.uscc}")
    for sentence in (
        "甘泉市清溪副食品商店",
        "2009年1月1日至2019年5月1日",
        "工商注册号",
        "330100000041239",
        "本页不是对该主体的信用评价",
        "数据覆盖范围",
    ):
        assert sentence in page, sentence
    assert re.search(r"26条", page)


def test_an_organisation_without_records_is_said_to_have_none_in_these_sources(client: Client, town: Town) -> None:
    page = words(client, f"/organisations/{town.business.uscc}")
    assert "在所列数据来源中，未查到该主体正在公示的行政许可信息" in page


def test_an_earlier_code_leads_to_todays_page_and_an_unknown_one_says_so(client: Client, town: Town) -> None:
    moved = client.get("/organisations/330100000041239")
    assert (moved.status_code, moved["Location"]) == (302, f"/organisations/{town.company.uscc}")  # not for good: a merge can be undone
    assert client.get("/en/organisations/330100000041239")["Location"] == f"/en/organisations/{town.company.uscc}"
    assert "未收录该代码" in words(client, "/organisations/914403001922038216", status=404)


def test_lists_narrow_by_department_organ_district_category_and_date(client: Client, town: Town) -> None:
    def numbers(query: str) -> set[str]:
        return {item["decision_no"] for item in client.get(f"/api/v1/public/records?kind=penalty&{query}").json()["items"]}

    assert numbers("") == {"甘市监处罚〔2026〕112号", "甘市监处罚〔2026〕131号", "甘环罚〔2026〕9号"}
    assert numbers(f"department={town.environment.code}") == {"甘环罚〔2026〕9号"}
    assert numbers("organ=甘泉市生态环境局") == {"甘环罚〔2026〕9号"}
    assert numbers("district=330200") == set()
    assert numbers("category=没收") != set()
    assert numbers(f"organisation={town.business.uscc}") == {"甘市监处罚〔2026〕131号"}
    assert numbers(f"decided_from={town.penalty.decided_on}&decided_until={town.penalty.decided_on}") == {"甘市监处罚〔2026〕112号"}


def test_an_unreadable_date_is_named_and_nothing_is_guessed(client: Client, town: Town) -> None:
    assert "日期无法识别" in words(client, "/penalties?decided_from=gestern")
    assert client.get("/api/v1/public/records?kind=penalty&decided_from=gestern").json()["code"] == "DATE_UNREADABLE"


def test_pages_of_a_list_neither_repeat_nor_lose(client: Client, town: Town) -> None:
    seen, cursor = [], ""
    while True:
        answer = client.get(f"/api/v1/public/records?kind=permit&limit=7&cursor={cursor}").json()
        seen += [item["id"] for item in answer["items"]]
        cursor = answer["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == Record.public.filter(kind="permit").count()


def test_a_filter_that_takes_too_long_is_stopped_with_advice(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from goodstanding.portal import listing  # noqa: PLC0415

    slow = Record.public.extra(where=["pg_sleep(0.2) IS NOT NULL"])
    monkeypatch.setattr(listing, "PATIENCE", "50ms")
    monkeypatch.setattr(listing.Filters, "narrow", lambda _self, _records: slow)
    assert "请同时选定数据来源单位" in words(client, "/penalties?category=罚款", status=422)
    assert client.get("/api/v1/public/records?kind=penalty&category=罚款").json()["code"] == "FILTER_TOO_BROAD"


def test_an_end_that_the_source_claims_is_named_and_not_obeyed(client: Client, town: Town) -> None:
    town.penalty.claim = town.penalty.decided_on + timedelta(days=3000)
    town.penalty.save()
    page = words(client, f"/records/{town.penalty.public_id}")
    assert "与规定的公示期限不一致，以本站按规定计算的为准" in page


def test_a_revision_by_the_source_is_told(client: Client, town: Town) -> None:
    Revision.objects.create(record=town.penalty, number=2, data=PENALTY | {"CF_NR": "罚款1000元。"}, because="changed")
    Record.everything.filter(pk=town.penalty.pk).update(revision=2)
    page = words(client, f"/records/{town.penalty.public_id}")
    assert "第2版" in page
    assert "罚款1000元" in page


def test_a_record_page_leads_to_its_organisation_and_says_on_paper_where_it_came_from(client: Client, town: Town) -> None:
    for prefix in ("/en", ""):
        page = client.get(f"{prefix}/records/{town.penalty.public_id}").content.decode()
        assert 'href=""' not in page
        assert page.count(f'href="{prefix}/organisations/{town.company.uscc}"') == 2  # above the page, and beside "party"
        assert f"http://testserver{prefix}/records/{town.penalty.public_id}" in page
