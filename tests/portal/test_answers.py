"""Feeds, JSON twins, headers, and the pages of words."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from goodstanding.departments.models import Feed
from goodstanding.ledger.standing import SYSTEM
from goodstanding.records.ending import Reason, end
from goodstanding.rules.loading import load
from tests.portal.town import Town

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_is_atom_and_every_entry_says_until_when(client: Client, town: Town) -> None:
    response = client.get("/penalties/feed")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.content)  # noqa: S314
    entries = feed.findall(f"{ATOM}entry")
    assert {entry.findtext(f"{ATOM}id") for entry in entries} >= {f"urn:uuid:{town.penalty.public_id}"}
    assert all("公示至" in (entry.findtext(f"{ATOM}summary") or "") for entry in entries)
    assert "shown until" in client.get("/en/penalties/feed").content.decode()


def test_a_feed_narrows_like_its_page(client: Client, town: Town) -> None:
    feed = client.get(f"/penalties/feed?department={town.environment.code}").content.decode()
    assert "甘环罚〔2026〕9号" in feed
    assert "112号" not in feed


@pytest.mark.parametrize("address", ["/", "/penalties", "/penalties/feed", "/api/v1/public/coverage", "/api/v1/public/records?kind=permit"])
def test_an_unchanged_answer_is_304_and_is_never_kept_without_asking(client: Client, town: Town, address: str) -> None:
    first = client.get(address)
    assert "no-cache" in first["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_answer_changes_when_a_record_ends(client: Client, town: Town) -> None:
    address = "/api/v1/public/records?kind=penalty"
    before = client.get(address)
    end([town.penalty.pk], reason=Reason(because="annulled", basis="penalty-law:48"), by=SYSTEM)
    after = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert str(town.penalty.public_id) not in after.content.decode()


def test_every_json_answer_says_what_it_covers_and_how_fresh_it_is(client: Client, town: Town) -> None:
    addresses = ("organisations?q=清溪", f"organisations/{town.company.uscc}", "records?kind=penalty", f"records/{town.penalty.public_id}")
    for address in addresses:
        coverage = client.get(f"/api/v1/public/{address}").json()["coverage"]
        assert (coverage["departments"], coverage["late"]) == (2, 1), address
    feeds = client.get("/api/v1/public/coverage").json()["feeds"]
    assert {(feed["department"], feed["late"]) for feed in feeds} == {(town.market.name, False), (town.environment.name, True)}


def test_refusals_of_the_api_are_problems_in_both_languages(client: Client, town: Town) -> None:
    response = client.get("/api/v1/public/organisations/914403001922038216")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    problem = response.json()
    assert problem["code"] == "ORGANISATION_UNKNOWN"
    assert problem["detail"]
    assert problem["detail_en"]


def test_pages_about_bodies_and_records_are_kept_from_search_engines_and_others_are_not(client: Client, town: Town) -> None:
    about = ("/penalties", "/search?q=清溪", "/permits/feed", "/api/v1/public/records?kind=permit")
    for address in (f"/organisations/{town.company.uscc}", f"/records/{town.penalty.public_id}", *about):
        assert "noindex" in client.get(address)["X-Robots-Tag"], address
    for address in ("/", "/about", "/coverage", "/catalogue"):
        response = client.get(address)
        assert "X-Robots-Tag" not in response, address
        assert b'content="index, follow"' in response.content
    assert b"Disallow: /records" not in client.get("/robots.txt").content


def test_coverage_names_every_feed_and_which_is_late(client: Client, town: Town) -> None:
    page = client.get("/coverage").content.decode()
    assert town.market.name in page
    assert "逾期" in page
    assert "按期" in page
    assert "尚未报送" in page


def test_without_any_feed_an_answer_says_that_it_says_nothing(client: Client, town: Town) -> None:
    Feed.objects.all().delete()
    assert "查询结果不说明任何情况" in client.get("/search?q=不存在的公司").content.decode()


@pytest.mark.parametrize("kind", ["permit", "penalty"])
def test_every_field_and_every_check_of_the_catalogue_is_public(client: Client, db: None, kind: str) -> None:
    it = load().kinds[kind]
    fields, checks = client.get(f"/catalogue/{kind}").content.decode(), client.get(f"/catalogue/{kind}/checks").content.decode()
    assert [code for code in it.fields if f'id="{code}"' not in fields] == []
    assert [rule.code for rule in it.rules if rule.code not in checks] == []
    assert "{field}" not in checks
    assert "{value}" not in checks
    assert "待核实" in fields


def test_what_is_no_kind_is_not_found(client: Client, db: None) -> None:
    assert client.get("/catalogue/person").status_code == 404


def test_a_code_is_taken_apart_and_its_fault_named(client: Client, db: None) -> None:
    good, bad = client.get("/code?code=914403001922038216").content.decode(), client.get("/code?code=914403001922038217").content.decode()
    assert "符合编码规则" in good
    assert "市场监督管理" in good
    assert "第18位校验码不符" in bad
    assert "?code=914403001922038216" in bad  # one of two corrections that pass
    assert "现为17位" in client.get("/code?code=91440300192203821").content.decode()
    assert "不能使用。代码只用数字和大写字母" in client.get("/code?code=9111000060003IOZSV").content.decode()


@pytest.mark.parametrize("name", ["about", "objections", "accessibility", "privacy"])
def test_every_page_of_words_stands_in_both_languages_and_leads_to_the_other(client: Client, db: None, name: str) -> None:
    chinese, english = client.get(f"/{name}").content.decode(), client.get(f"/en/{name}").content.decode()
    assert '<html lang="zh-Hans"' in chinese
    assert f'href="/en/{name}"' in chinese
    assert '<html lang="en"' in english
    assert f'href="/{name}"' in english


def test_the_language_switch_keeps_the_question(client: Client, town: Town) -> None:
    assert 'href="/en/search?q=%E6%B8%85%E6%BA%AA"' in client.get("/search", {"q": "清溪"}).content.decode()


def test_the_portal_only_reads(client: Client, town: Town) -> None:
    for address in ("/", "/search", "/penalties", f"/records/{town.penalty.public_id}", "/api/v1/public/coverage"):
        assert client.post(address).status_code == 405, address
