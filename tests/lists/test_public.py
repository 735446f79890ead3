"""Lists for anybody: what is shown, what is not, the same frame for red and black, and what is said of what is over."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from goodstanding.departments.standing import SYSTEM
from goodstanding.laws import halting
from goodstanding.laws.halting import Said
from goodstanding.ledger.models import Entry
from goodstanding.lists import cards, deciding, disputing, ending, remarking
from goodstanding.lists.models import Dispute, Listing, Remark
from goodstanding.lists.views import public_publicity
from goodstanding.rules.refusals import Refused
from tests.lists.making import BLACK, RED, SCRUTINY, Office, body, decision, loaded, time_over
from tests.organisations.making import code

pytestmark = pytest.mark.django_db
BOTH = ("", "/en")


def read(response: Any) -> str:
    """The page's words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("language", BOTH)
def test_red_and_black_are_told_in_the_same_frame_and_scrutiny_never(client: Client, office: Office, language: str) -> None:
    office.published(body(1, "甲公司"))
    office.published(body(2, "乙公司"), RED)
    office.reminded(body(3, "丙公司"))
    page = client.get(f"{language}/lists/")
    assert page.status_code == 200
    known = page.content.decode()
    assert f"/lists/{BLACK}" in known
    assert f"/lists/{RED}" in known
    assert f"/lists/{SCRUTINY}" not in known
    frames = [re.sub(r"<[^>]+>|\s", "", client.get(f"{language}/lists/{kind}").content.decode()) for kind in (BLACK, RED)]
    keys = ("决定文号", "有效期", "退出名单的途径") if not language else ("Ways out", "Term", "Basis")
    assert all(key.replace(" ", "") in frame for frame in frames for key in keys[1:])
    assert "甲公司" in frames[0]
    assert "乙公司" in frames[1]
    assert client.get(f"{language}/lists/{SCRUTINY}").status_code == 404
    assert client.get(f"{language}/lists/nothing").status_code == 404


def test_an_entry_says_what_it_is_and_is_not_and_how_one_leaves(client: Client, office: Office) -> None:
    made = office.published(body(1, "甲公司"))
    page = client.get(f"/lists/entries/{made.pk}")
    words = read(page)
    for said in (
        made.facts,
        made.decision_no,
        made.number,
        "这不是什么",
        "不是信用评级",
        "退出名单的途径",
        "行政复议",
        "提前移出",
        "甲公司",
    ):
        assert said in words
    assert page.headers["X-Robots-Tag"] == "noindex, noarchive"
    assert client.get(f"/lists/entries/{made.pk}", headers={"if-none-match": page.headers["ETag"]}).status_code == 304
    assert f"/ours/{code(1)}/objections/new?listing={made.pk}" in page.content.decode()
    assert 'id="prove"' in page.content.decode(), "how to prove that it stands in the public log"


@pytest.mark.parametrize("state", ["proposed", "served", "decided", "withheld", "reminded"])
def test_what_is_not_published_is_as_if_there_were_nothing(client: Client, office: Office, state: str) -> None:
    made = getattr(office, state)(body(1, "甲公司"))
    answer = client.get(f"/lists/entries/{made.pk}")
    assert answer.status_code == 404
    assert "甲公司" not in answer.content.decode()
    assert client.get(f"/lists/entries/{uuid4()}").content.decode().count("<dl") == answer.content.decode().count("<dl")
    assert "甲公司" not in client.get(f"/lists/{BLACK}").content.decode()
    assert not Listing.public.exists()


def test_what_has_ended_is_gone_with_the_reason_and_nothing_else(client: Client, office: Office) -> None:
    made = office.published(body(1, "甲公司"))
    ending.end(made, because="repaired", words="已完成整改。", by=office.steward)
    answer = client.get(f"/lists/entries/{made.pk}")
    assert answer.status_code == 410
    words = read(answer)
    assert "信用修复" in words
    assert "已完成整改。" in words
    assert not [said for said in ("甲公司", made.facts, made.decision_no, made.number) if said in words]


def test_a_term_that_is_over_ends_by_itself(client: Client, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    made = office.published(body(1, "甲公司"), ends_on=timezone.localdate() + timedelta(days=1))
    assert client.get(f"/lists/entries/{made.pk}").status_code == 200
    later = timezone.localdate() + timedelta(days=2)
    monkeypatch.setattr(timezone, "localdate", lambda *_: later)
    answer = client.get(f"/lists/entries/{made.pk}")
    assert answer.status_code == 410
    assert "有效期届满" in read(answer)
    assert "甲公司" not in read(answer)
    assert "甲公司" not in read(client.get(f"/lists/{BLACK}"))


def test_a_dispute_stands_beside_the_entry_and_its_silence_hides_it(client: Client, office: Office) -> None:
    made = office.published(body(1, "甲公司"))
    case = uuid4()
    disputing.dispute(made, case=case, number="YY2026-000001", words="原料并未过期。", by=SYSTEM)
    assert "原料并未过期。" in read(client.get(f"/lists/entries/{made.pk}"))
    assert "异议处理中" in read(client.get(f"/lists/{BLACK}"))
    (card,) = cards.of_bodies([made.organisation_id])
    assert card.disputed
    disputing.silent_from(case, timezone.localdate(), by=SYSTEM)
    assert client.get(f"/lists/entries/{made.pk}").status_code == 404
    assert cards.of_bodies([made.organisation_id]) == []
    assert Dispute.objects.count() == 1


def test_a_law_that_falls_takes_its_list_with_it(client: Client, office: Office) -> None:
    made = office.published(body(1, "甲公司"))
    law = made.basis.partition(":")[0]
    said = Said(target="law", code=law, kind="suspended", document="文", words="暂停", since=timezone.localdate())
    halting.halt(said, by=SYSTEM)
    assert client.get(f"/lists/entries/{made.pk}").status_code == 404
    assert "该名单当前不适用" in read(client.get(f"/lists/{BLACK}"))


def test_an_organisation_is_found_by_name_and_code_within_the_list_only(client: Client, office: Office) -> None:
    office.published(body(1, "甲公司"))
    office.published(body(2, "乙公司"))
    body(3, "丙公司")

    def names(q: str) -> list[str]:
        page = client.get(f"/lists/{BLACK}", {"q": q})
        return re.findall(r'gs-line__title govuk-link" lang="zh-Hans" href="[^"]+">([^<]+)<', re.sub(r"\s+", " ", page.content.decode()))

    assert names("甲公") == ["甲公司"]
    assert names(code(2)) == ["乙公司"]
    assert sorted(names(code(2)[:12])) == ["乙公司", "甲公司"]
    assert names("丙公司") == []
    assert "该名单中没有查到" in read(client.get(f"/lists/{BLACK}", {"q": "丙公司"}))
    personal = client.get(f"/lists/{BLACK}", {"q": "11010519491231002X"})
    assert personal.headers["Location"] == f"/lists/{BLACK}?refused=personal"
    assert client.get(personal.headers["Location"]).status_code == 400


def test_pages_go_by_cursor_and_repeat_nothing(client: Client, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    load = loaded(office.department, [body(n, f"第{n}公司") for n in range(1, 6)])
    Listing.everything.filter(load=load).update(state="published", publication="公开", published_by="x", published_at=timezone.now())
    seen: list[str] = []
    address = f"/api/v1/lists/{RED}/entries?limit=2"
    for _ in range(3):
        answer = client.get(address).json()
        seen += [one["name"] for one in answer["items"]]
        address = f"/api/v1/lists/{RED}/entries?limit=2&cursor={answer['next']}"
    assert answer["next"] is None
    assert sorted(seen) == sorted(f"第{n}公司" for n in range(1, 6))
    bad = client.get(f"/api/v1/lists/{RED}/entries?cursor=nonsense")
    assert bad.status_code == 400
    assert bad.headers["Content-Type"].startswith("application/problem+json")
    assert client.get(f"/lists/{RED}?cursor=nonsense").status_code == 400


def test_the_answer_for_programs_is_the_page_s(client: Client, office: Office) -> None:
    made = office.published(body(1, "甲公司"))
    office.reminded(body(3, "丙公司"))
    answer = client.get("/api/v1/lists")
    assert {one["colour"] for one in answer.json()["items"]} == {"red", "black"}
    (black,) = [one for one in answer.json()["items"] if one["code"] == BLACK]
    assert black["shown"] == 1
    assert black["exits"]
    assert client.get("/api/v1/lists", headers={"if-none-match": answer.headers["ETag"]}).status_code == 304
    (one,) = client.get(f"/api/v1/lists/{BLACK}/entries").json()["items"]
    assert (one["number"], one["organisation"], one["disputed"]) == (made.number, code(1), False)
    assert client.get(one["url"].partition("://")[2].partition("/")[2] and f"/lists/entries/{one['id']}").status_code == 200
    for kind in (SCRUTINY, "nothing"):
        refused = client.get(f"/api/v1/lists/{kind}/entries")
        assert (refused.status_code, refused.json()["code"]) == (404, "NO_SUCH_LIST")
    assert client.get(f"/api/v1/lists/{BLACK}/entries?q=11010519491231002X").status_code == 422


def test_anybody_may_object_to_a_candidate_and_nothing_of_him_is_kept(client: Client, office: Office) -> None:
    cache.clear()
    made = office.publicised(body(1, "甲公司"))
    assert "甲公司" in read(client.get("/lists/publicity"))
    address = f"/lists/publicity/{made.pk}"
    empty = client.post(address, {"words": ""})
    assert empty.status_code == 422
    trapped = client.post(address, {"words": "内容", "website": "x"})
    assert trapped.status_code == 302
    assert not Remark.objects.exists()
    done = client.post(address, {"words": "该公司去年欠税，联系 13812345678。"}, REMOTE_ADDR="203.0.113.9")
    assert client.get(done.headers["Location"]).status_code == 200
    kept = Remark.objects.get()
    assert "13812345678" not in kept.words
    entry = Entry.objects.get(subject="lists.remark")
    assert (entry.user_id, entry.label) == (None, "visitor")
    with pytest.raises(Refused):
        deciding.decide(time_over(made), decision(made), by=office.head)
    for _ in range(9):
        client.post(address, {"words": "再次"})
    assert client.get("/lists/publicity").status_code == 200
    cache.clear()


def test_candidates_go_by_cursor_too(client: Client, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_publicity, "PAGE", 1)
    for n, name in enumerate(("甲公司", "乙公司"), 1):
        office.publicised(body(n, name))
    first = client.get("/lists/publicity").content.decode()
    (onward,) = re.findall(r'href="(\?cursor=[^"]+)"', first)
    second = client.get(f"/lists/publicity{onward}").content.decode()
    assert [sum(name in page for page in (first, second)) for name in ("甲公司", "乙公司")] == [1, 1]


def test_too_many_objections_from_one_address_wait(client: Client, office: Office) -> None:
    cache.clear()
    address = f"/lists/publicity/{office.publicised(body(1, '甲公司')).pk}"
    answers = [client.post(address, {"words": f"第{n}次"}).status_code for n in range(11)]
    assert answers == [302] * 10 + [429]
    cache.clear()


def test_a_publicity_that_is_over_takes_nothing_more(client: Client, office: Office) -> None:
    made = time_over(office.publicised(body(1, "甲公司")))
    assert "甲公司" not in read(client.get("/lists/publicity"))
    assert client.post(f"/lists/publicity/{made.pk}", {"words": "晚了"}).status_code == 404
    black = office.served(body(2, "乙公司"))
    assert client.get(f"/lists/publicity/{black.pk}").status_code == 404
    assert remarking.MOST


def test_figures_count_what_was_done_and_leave_scrutiny_out(client: Client, office: Office) -> None:
    ending.end(office.published(body(1, "甲公司")), because="wrong", words="列错。", by=office.steward)
    office.withheld(body(2, "乙公司"))
    office.reminded(body(3, "丙公司"))
    loaded(office.department, [body(4, "丁公司")])
    page = client.get("/lists/statistics")
    words = read(page)
    assert "列入错误 1" in words
    assert f"/lists/{SCRUTINY}" not in page.content.decode()
    figures = {one.kind: one.counts for one in shown_figures()}
    assert (figures[BLACK]["proposed"], figures[BLACK]["decided"], figures[BLACK]["published"], figures[BLACK]["ended"]) == (2, 2, 1, 1)
    assert (figures[RED]["proposed"], figures[RED]["loaded"]) == (0, 1)


def shown_figures() -> list[Any]:
    from goodstanding.lists.counting import figures  # noqa: PLC0415

    return figures()


def test_a_list_leaves_as_a_file_of_what_is_shown_or_of_every_state(
    client: Client, office: Office, signed_in: Any, steward: Any, other_steward: Any
) -> None:
    shown_one = office.published(body(1, "=甲公司"))
    office.withheld(body(2, "乙公司"))
    rows = list(csv.reader(io.StringIO(b"".join(client.get(f"/lists/{BLACK}.csv")).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [shown_one.number]
    assert rows[1][2] == "'=甲公司"
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"/lists/{BLACK}.xlsx")))).active
    assert [cell.value for cell in sheet[2]][3] == code(1)
    assert client.get(f"/lists/{SCRUTINY}.csv").status_code == 404
    assert client.get(f"/lists/{BLACK}.pdf").status_code == 404
    office.reminded(body(3, "丙公司"))
    own = list(csv.reader(io.StringIO(b"".join(signed_in(steward).get(f"/desk/lists/export/{BLACK}.csv")).decode("utf-8-sig"))))
    states = own[0].index("状态 state")
    assert sorted(row[states] for row in own[1:]) == ["已公布 Published", "已认定，不予公布 Decided, not published"]
    assert not [name for name in own[0] if "法定代表" in name]
    other = list(csv.reader(io.StringIO(b"".join(signed_in(other_steward).get(f"/desk/lists/export/{BLACK}.csv")).decode("utf-8-sig"))))
    assert len(other) == 1
    assert client.get(f"/desk/lists/export/{BLACK}.csv").status_code == 302
