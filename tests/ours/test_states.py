"""Every page of an organisation's own, whatever the organisation is: new, with one record, with hundreds, no more, shown as another."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodstanding.departments.models import User
from goodstanding.departments.standing import Standing
from goodstanding.ledger.models import Entry
from goodstanding.organisations.joining import confirm, propose
from goodstanding.organisations.models import Identifier, Organisation
from goodstanding.records.models import Record
from goodstanding.representing.models import Power
from tests.portal.town import PENALTY, Town, add, build, organisation, valid_code
from tests.representing.making import held, person

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
PAGES = ("", "?state=ended&kind=penalty&page=9", "cases", "powers", "looked", "print", "everything.json")


@pytest.fixture
def town(db: None) -> Town:
    return build()


@pytest.fixture
def young(town: Town) -> Organisation:
    """A body of which nobody has handed in anything."""
    return organisation(valid_code("91", "MA7XNEW1"), "甘泉市新芽农业有限公司")


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def agent(body: Organisation, signed_in: Signed, name: str = "wang") -> Client:
    user = person(name)
    held(user, body)
    return signed_in(user)


def opened(client: Client, code: str | None) -> dict[str, str]:
    """Each page in both languages, as words; the JSON as it is."""
    found = {}
    for prefix in ("", "/en"):
        for page in PAGES:
            answer: Any = client.get(f"{prefix}/ours/{code}/{page}")
            assert answer.status_code == 200, (prefix, page)
            whole = page.endswith(".json")
            found[prefix + "/" + page] = b"".join(answer.streaming_content).decode() if whole else words(answer)
    return found


def penalties(town: Town, body: Organisation, number: int) -> None:
    first = Record.everything.count()
    for n in range(first, first + number):
        decided = timezone.localdate() - timedelta(days=15 + n % 60)
        add(town.market, body, "penalty", f"甘市监处罚〔2026〕{5000 + n}号", decided=decided, klass="ordinary", data=PENALTY)


def test_an_organisation_with_nothing_reads_that_on_every_page(young: Organisation, signed_in: Signed) -> None:
    pages = opened(agent(young, signed_in), young.uscc)
    assert "没有符合条件的信息" in pages["/"]
    assert "不能作为没有违法违规记录的证明" in pages["/"]
    assert "没有办件" in pages["/cases"]
    assert "Wang" in pages["/powers"]
    assert "尚无查询记录" in pages["/looked"]
    assert "共0条" in pages["/print"]
    read = json.loads(pages["/everything.json"])
    assert (read["records"], read["cases"], read["looked_up"], len(read["powers"])) == ([], [], [], 1)


def test_nobody_who_may_act_is_said_to_the_clerk_with_what_to_do(young: Organisation, clerk: User, signed_in: Signed) -> None:
    pages = opened(signed_in(clerk), young.uscc)
    assert "目前没有被授权人" in pages["/powers"]
    assert "凭授权委托书申请授权" in pages["/powers"]


def test_one_record_is_one_on_every_page(town: Town, young: Organisation, signed_in: Signed) -> None:
    penalties(town, young, 1)
    client = agent(young, signed_in)
    pages = opened(client, young.uscc)
    assert "1 正在公示" in pages["/"]
    assert "共1条" in pages["/print"]
    (one,) = json.loads(pages["/everything.json"])["records"]
    assert client.get(f"/ours/{young.uscc}/records/{one['id']}").status_code == 200


def test_five_hundred_records_come_in_pages_whole_in_print_and_json_and_one_more_is_left_out_of_print_and_said(
    town: Town, young: Organisation, signed_in: Signed
) -> None:
    penalties(town, young, 500)
    client = agent(young, signed_in)
    seen: list[str] = []
    address = f"/ours/{young.uscc}/"
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r'id="r([0-9a-f-]{36})"', page)
        following = re.search(r'href="(\?[^"]*page=\d+)"[^>]*rel="next"|rel="next"[^>]*href="(\?[^"]*page=\d+)"', page)
        address = f"/ours/{young.uscc}/" + unescape(following[1] or following[2]) if following else ""
    assert (len(seen), len(set(seen))) == (500, 500)
    printed = client.get(f"/ours/{young.uscc}/print").content.decode()
    assert printed.count('class="gs-card"') == 500
    assert "未打印" not in printed
    decided = timezone.localdate() - timedelta(days=1)
    add(town.market, young, "penalty", "甘市监处罚〔2026〕9999号", decided=decided, klass="ordinary", data=PENALTY)
    assert "另有1条未打印" in words(client.get(f"/ours/{young.uscc}/print"))
    answer: Any = client.get(f"/ours/{young.uscc}/everything.json")
    assert len(json.loads(b"".join(answer.streaming_content))["records"]) == 501


def test_a_longer_file_asks_no_more_of_the_database_for_each_record_than_for_its_history(
    town: Town, young: Organisation, signed_in: Signed
) -> None:
    client = agent(young, signed_in)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            answer: Any = client.get(f"/ours/{young.uscc}/everything.json")
            json.loads(b"".join(answer.streaming_content))
        return len(queries)

    penalties(town, young, 2)
    few = asked()
    penalties(town, young, 20)
    assert asked() <= few + 20


def test_a_body_that_is_no_more_keeps_its_pages_which_say_so(town: Town, signed_in: Signed) -> None:
    Organisation.objects.filter(pk=town.company.pk).update(status="deregistered")
    client = agent(town.company, signed_in)
    pages = opened(client, town.company.uscc)
    for page in ("/", "/cases", "/powers", "/looked", "/print"):
        assert "名录登记状态：注销" in pages[page], page
    assert "In the register: Deregistered" in pages["/en/"]
    assert json.loads(pages["/everything.json"])["organisation"]["status"]["zh"] == "注销"
    assert len(json.loads(pages["/everything.json"])["records"]) == 30


def test_a_body_whose_every_code_has_ended_is_still_found_under_its_last(
    town: Town, signed_in: Signed, clerk: User, client: Client
) -> None:
    old = Organisation.objects.create(uscc=None, name="甘泉市老供销社", normal_name="甘泉市老供销社", status="deregistered", source="test")
    for kind, value, last in (("regno", "330100000041247", 2009), ("taxno", "330100742345671", 2012)):
        ended = timezone.localdate().replace(year=last, day=1)
        Identifier.objects.create(organisation=old, kind=kind, value=value, valid_until=ended, source="test")
    wang = agent(old, signed_in)
    for code in ("330100742345671", "330100000041247"):
        pages = opened(wang, code)
        assert "330100742345671" in pages["/"], "the newest of them heads every page"
        assert signed_in(clerk).get(f"/desk/window/{code}/").status_code == 200
    assert client.get("/organisations/330100000041247", follow=True).status_code == 200


def test_a_merged_entry_is_read_under_either_code_and_with_either_power(
    town: Town, young: Organisation, signed_in: Signed, appoint: Callable[..., User], standing_of: Callable[[User], Standing]
) -> None:
    penalties(town, young, 3)
    older, newer = agent(town.company, signed_in, "li"), agent(young, signed_in)
    two = [standing_of(appoint("clerk")) for _ in range(2)]
    confirm(propose(town.company, young, because="同一主体", by=two[0]), by=two[1])
    for client in (older, newer):
        for code in (town.company.uscc, young.uscc):
            pages = opened(client, code)
            assert young.name in pages["/"]
            assert "Li" in pages["/powers"]
            assert "Wang" in pages["/powers"]
            assert len(json.loads(pages["/everything.json"])["records"]) == 33
    shown = words(Client().get(f"/organisations/{young.uscc}"))
    assert f"经核实为同一主体，其信息并入本页显示： {town.company.name}" in shown
    assert f"并入本页显示： {young.name}" not in shown


def test_a_power_whose_last_day_is_today_counts_until_midnight_here_and_not_a_second_longer(
    town: Town, signed_in: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    today, zone = timezone.localdate(), timezone.get_current_timezone()
    user = person()
    power = held(user, town.company, ends_on=today)
    midnight = datetime.combine(today + timedelta(days=1), time(), zone)
    monkeypatch.setattr(timezone, "now", lambda: midnight - timedelta(seconds=1))
    client = signed_in(user)
    before = [client.get(f"/ours/{town.company.uscc}/{page}").status_code for page in PAGES]
    assert town.company.name in words(client.get("/ours/"))
    monkeypatch.setattr(timezone, "now", lambda: midnight)
    after = [client.get(f"/ours/{town.company.uscc}/{page}") for page in PAGES]
    assert (set(before), {one.status_code for one in after}) == ({200}, {403})
    assert all("重新申请授权" in words(one) for one in after)
    assert Entry.objects.filter(event="access:refused", subject_id=str(power.pk)).count() == len(PAGES)
    assert "已到期" in words(client.get("/ours/"))
    assert "已到期" in words(client.get(f"/powers/{power.pk}"))
    assert f"/powers/{power.pk}/end" not in client.get(f"/powers/{power.pk}").content.decode()


def test_who_acts_today_stands_on_the_first_page_however_many_powers_there_were_since(town: Town, signed_in: Signed) -> None:
    today = timezone.localdate()
    client = agent(town.company, signed_in)
    Power.objects.update(asked_at=timezone.now() - timedelta(days=300))
    for number in range(55):
        held(person(f"old{number}"), town.company, ends_on=today - timedelta(days=1))
    for page in ("", "?page=2"):
        now = words(client.get(f"/ours/{town.company.uscc}/powers{page}"))
        assert "目前没有被授权人" not in now
        assert "Wang" in now.split("申请和以往的授权")[0]
