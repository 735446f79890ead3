"""The pages and the API: who may, what is kept that was typed, what an answer holds, and what it never does."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goodstanding.clocks.tasks import waiting
from goodstanding.departments import tokens
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.exchange import filter_making, keys, unknown_deadlines
from goodstanding.exchange.models import Delivery, Subscription
from goodstanding.ledger.models import Entry
from goodstanding.lists.models import Listing
from goodstanding.measures import standing as measures_standing
from tests.exchange.making import gathered, published, subscribed
from tests.measures import making
from tests.measures.making import BLACK, Office
from tests.repairs.making import agent

pytestmark = pytest.mark.django_db(transaction=True)
Signed = Callable[[User], Client]
HERE = "/desk/deliveries/"


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def program(department: Department, *scopes: str) -> dict[str, str]:
    """A client's headers."""
    _, token = tokens.give(
        name="办公系统", department=department, scopes=scopes or ("delivery:read",), ends_on=date(2099, 1, 1), by=SYSTEM
    )  # fmt: skip
    return {"Authorization": f"Bearer {token}"}


def taken_off(entry: Listing) -> None:
    """It ends, as far as deliveries see."""
    from goodstanding.ledger.moving import move  # noqa: PLC0415 - only here

    today = timezone.localdate()
    Listing.everything.filter(pk=entry.pk).update(ended_on=today, ended_because="wrong", ended_words="列入错误")
    move(Listing.everything.get(pk=entry.pk), "end", by=SYSTEM, because="列入错误")


def test_subscribing_keeps_what_was_typed_and_says_what_is_wrong(office: Office, signed_in: Signed) -> None:
    alice = signed_in(office.users["steward"])
    said = {"name": "审批系统", "way": "webhook", "url": "https://10.0.0.1/x", "topics": [f"list:{BLACK}"], "districts": "341402，3414"}
    for changed, says in (
        ({}, "不允许访问"), ({"url": "http://oa.example.cn/"}, "https://"), ({"url": ""}, "完整的接收地址"),
        ({"districts": "合肥", "url": "https://oa.example.cn/"}, "2 至 6 位"),
        ({"topics": []}, "至少选择一项"), ({"name": ""}, "接收系统名称"),
        ({"way": ""}, "选择接收方式"), ({"topics": ["list:scrutiny"]}, "至少选择一项"),
    ):  # fmt: skip
        answer = alice.post(f"{HERE}subscribe", {**said, **changed})
        assert answer.status_code == 422, changed
        assert says in words(answer), changed
        assert changed.get("name", "审批系统") in answer.content.decode()
    done = alice.post(f"{HERE}subscribe", {**said, "url": "https://oa.example.cn/credit"}, follow=True)
    made = Subscription.objects.get()
    assert made.number in words(done)
    assert keys.shown(keys.valid(made)[0]) in done.content.decode()
    assert made.districts == ["3414", "341402"]


def test_who_may_see_and_do_what(
    office: Office, official: User, other_steward: User, auditor: User, clerk: User, administrator: User, signed_in: Signed
) -> None:
    to = subscribed(office)
    page = f"{HERE}{to.pk}"
    for user in (official, auditor, clerk, administrator):
        assert signed_in(user).get(HERE).status_code == 200
        assert signed_in(user).get(page).status_code == 200
    assert signed_in(other_steward).get(page).status_code == 403
    assert to.number not in words(signed_in(other_steward).get(HERE))
    assert Client().get(HERE).status_code == 302
    for user in (official, auditor, clerk, other_steward):
        assert signed_in(user).post(f"{page}/end", {"because": "x"}).status_code == 403
        assert signed_in(user).get(f"{HERE}subscribe").status_code == (200 if user == other_steward else 403)
    assert signed_in(administrator).get(f"{HERE}subscribe").status_code == 200
    assert signed_in(administrator).get(f"{HERE}subscribe?department={office.department.pk}").status_code == 200
    assert signed_in(administrator).get(f"{HERE}subscribe?department=x").status_code == 404
    assert signed_in(administrator).get(f"{page}/nonsense").status_code == 404
    assert Entry.objects.filter(event="access:refused").count() >= 8


def test_every_deed_of_a_subscription(office: Office, signed_in: Signed) -> None:
    making.adopted(office)
    to = subscribed(office, url="http://127.0.0.1:9/x")
    alice, page = signed_in(office.users["steward"]), f"{HERE}{to.pk}"
    published(making.body(), office.department)
    gathered()
    for deed in ("topics", "address", "rotate", "replay", "end"):
        assert alice.get(f"{page}/{deed}").status_code == 200
    assert alice.post(f"{page}/replay", {"since": "2099-01-01"}).status_code == 422
    assert "1 条" in words(alice.post(f"{page}/replay", {"since": timezone.localdate().isoformat()}, follow=True))
    assert alice.post(f"{page}/rotate").status_code == 302
    assert keys.valid(to).count() == 2
    assert alice.post(f"{page}/rotate").status_code == 302
    assert keys.valid(to).count() == 2  # never three
    assert alice.post(f"{page}/address", {"way": "webhook", "url": "https://192.168.0.1/"}).status_code == 422
    assert alice.post(f"{page}/address", {"way": "poll", "url": ""}).status_code == 302
    assert alice.post(f"{page}/replay", {"since": timezone.localdate().isoformat()}).status_code == 422
    assert alice.post(f"{page}/topics", {"topics": [f"measure:{making.ON_LIST}"]}).status_code == 302
    assert alice.post(f"{page}/end", {"because": ""}).status_code == 422
    assert alice.post(f"{page}/end", {"because": "系统下线"}).status_code == 302
    assert alice.post(f"{page}/end", {"because": "系统下线"}).status_code == 409
    gathered()
    added, over = Delivery.objects.order_by("pk")
    assert over.ground == "unsubscribed"
    one = f"{HERE}messages/{over.key}"
    assert "取消订阅" in words(alice.get(one))
    assert alice.post(f"{one}/acknowledge").status_code == 302
    assert alice.post(f"{HERE}messages/{added.key}/acknowledge").status_code == 422
    assert "已确认移除" in words(alice.get(page))


def test_polling_in_order_with_a_cursor(office: Office, other: Office) -> None:
    subscribed(office)
    entry = published(making.body(1), office.department)
    published(making.body(2), office.department)
    gathered()
    client, token = Client(), program(office.department)
    first = client.get("/api/v1/deliveries?limit=1", headers=token).json()
    assert client.get("/api/v1/deliveries?limit=1", headers=token).json() == first  # asked again: the same again
    second = client.get(f"/api/v1/deliveries?cursor={first['next']}", headers=token).json()
    assert [one["event"]["subject"] for one in (*first["items"], *second["items"])] == list(
        Delivery.objects.order_by("pk").values_list("holding__number", flat=True)
    )
    assert Delivery.objects.filter(received_at__isnull=False).count() == 1
    idle = client.get(f"/api/v1/deliveries?cursor={second['next']}", headers=token).json()
    assert (idle["items"], idle["next"]) == ([], second["next"])
    taken_off(entry)
    gathered()
    (over,) = client.get(f"/api/v1/deliveries?cursor={idle['next']}", headers=token).json()["items"]
    address = f"/api/v1/deliveries/{over['id']}"
    whole = client.get(address, headers=token).json()
    assert (whole["state"], whole["content"], whole["why"]["zh"]) == ("out", None, "列入错误")
    assert str(entry.organisation.uscc) not in str(whole)
    done = [client.post(f"{address}/acknowledge", headers=token) for _ in range(2)]
    assert [one.status_code for one in done] == [200, 200]
    assert done[0].json() == done[1].json()
    theirs = program(other.department)
    assert client.get("/api/v1/deliveries", headers=theirs).json()["items"] == []
    assert client.get(address, headers=theirs).status_code == 403
    assert client.post(f"{address}/acknowledge", headers=theirs).status_code == 403
    for asked, status in (
        ({}, 401), (program(office.department, "intake:read"), 403),
    ):  # fmt: skip
        assert client.get("/api/v1/deliveries", headers=asked).status_code == status
    for bad in ("cursor=x", "cursor=-1", "limit=0", "limit=9999", "cursor=99999999999999999999"):
        assert client.get(f"/api/v1/deliveries?{bad}", headers=token).status_code == 422, bad
    mine = client.get(f"/api/v1/deliveries/{first['items'][0]['id']}", headers=token).json()
    assert mine["content"] is None or mine["state"] == "in"
    assert client.post(f"/api/v1/deliveries/{second['items'][0]['id']}/acknowledge", headers=token).status_code == 422


def test_what_is_in_force_is_answered_as_it_is_now(office: Office) -> None:
    subscribed(office)
    entry = published(making.body(1), office.department)
    gathered()
    token = program(office.department)
    (one,) = Client().get("/api/v1/deliveries", headers=token).json()["items"]
    content = Client().get(f"/api/v1/deliveries/{one['id']}", headers=token).json()["content"]
    assert content["organisation"]["code"] == entry.organisation.uscc
    assert (content["number"], content["until"]) == (entry.number, entry.ends_on.isoformat() if entry.ends_on else None)
    assert content["basis_cited"]["zh"]
    assert measures_standing.of_body(entry.organisation_id) == []


def test_filters_are_for_whoever_may(office: Office, official: User, signed_in: Signed) -> None:
    filter_making.make_all()
    client, token = Client(), program(office.department)
    listed = client.get("/api/v1/filters", headers=token).json()
    assert listed["keys"] == [keys.shown(one) for one in keys.valid(None)]
    assert {"list-market_serious", "purpose-permit"} <= {one["code"] for one in listed["items"]}
    assert client.get("/api/v1/filters/list-market_serious", headers=token).content.startswith(b"GSFILTER1\n")
    assert client.get("/api/v1/filters/nothing", headers=token).status_code == 404
    assert client.get("/api/v1/filters").status_code == 401
    assert signed_in(official).get(f"{HERE}filters").status_code == 200
    assert signed_in(official).get(f"{HERE}filters/list-market_serious").content.startswith(b"GSFILTER1\n")


def test_an_unacknowledged_end_is_a_task_and_unknown_days_are_said(
    office: Office, signed_in: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = subscribed(office)
    entries = [published(making.body(n), office.department) for n in (1, 2)]
    gathered()
    with monkeypatch.context() as unknown:
        unknown.setattr("goodstanding.exchange.settling.due", lambda *_: None)
        for entry in entries:
            taken_off(entry)
        gathered()
    (task,) = [one for one in waiting(office.steward) if one.subject == "exchange.subscription"]
    assert (task.known, task.due_on) == (False, None)
    assert "2" in task.what.zh
    alice = signed_in(office.users["steward"])
    assert "待定" in words(alice.get(f"{HERE}{to.pk}?shown=to_acknowledge"))
    assert unknown_deadlines.recompute() == 2
    assert next(one.due_on for one in waiting(SYSTEM) if one.subject == "exchange.subscription") is not None
    Delivery.objects.filter(action="ended").update(due_on=date(2026, 1, 5))
    assert "逾期 2 条" in words(alice.get(HERE))
    shown = re.findall(r'name="delivery" value="(\d+)"', alice.get(f"{HERE}{to.pk}?shown=overdue").content.decode())
    assert len(shown) == 2
    alice.post(f"{HERE}{to.pk}/acknowledge", {"delivery": shown})
    assert not [one for one in waiting(SYSTEM) if one.subject == "exchange.subscription"]
    assert Entry.objects.filter(event="delivery:acknowledged").count() == 2


def test_the_organisation_sees_who_was_told_and_who_has_not_taken_it_out(office: Office, other: Office, signed_in: Signed) -> None:
    subscribed(office)
    subscribed(other, name="企业服务平台")
    entry = published(making.body(), office.department)
    gathered()
    dana = agent(entry.organisation)
    danas, page = signed_in(dana.user), f"/ours/{entry.organisation.uscc}/delivered"
    before = words(danas.get(page))
    assert office.department.name in before
    assert "企业服务平台" in before
    taken_off(entry)
    gathered()
    assert "尚未确认移除" in words(danas.get(page))
    for one in Delivery.objects.filter(action="ended", department=office.department):
        signed_in(office.users["steward"]).post(f"{HERE}messages/{one.key}/acknowledge")
    after = words(danas.get(page))
    assert after.count("已确认移除") == 1
    assert after.count("尚未确认移除") == 1
    stranger = agent(making.body(2), name="erin")
    assert signed_in(stranger.user).get(page).status_code == 403
