"""The register by HTTP: the director's way from a law to its halt, what anybody may read, and what the API says."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.laws import bases, force, halting, lifting, reading
from goodstanding.laws.models import Halt, Law
from goodstanding.ledger.models import Entry
from goodstanding.rules.reading_listing import load_listing
from goodstanding.rules.refusals import Missing
from tests.laws.making import DOCUMENT, LAW, Entries, entries, resting, said
from tests.papers.files import png

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
Appoint = Callable[..., User]
STOP = f"/desk/laws/law/{LAW}/stop"


@pytest.fixture
def part() -> Iterator[Entries]:
    with entries() as made:
        yield made


@pytest.fixture
def diana(appoint: Appoint, signed_in: Signed) -> Client:
    return signed_in(appoint("director", None, "diana"))


def typed(**changed: str) -> dict[str, Any]:
    known = {"kind": "repealed", "articles": "", "document": DOCUMENT, "since": timezone.localdate().isoformat(), "words": "已被新法取代"}
    return {**known, **changed}


def read(response: Any) -> str:
    return str(response.content.decode())


def test_from_the_law_to_the_deed_and_its_list(part: Entries, diana: Client) -> None:
    bodies = resting(f"{LAW}:48", 1, 2)
    assert STOP in read(diana.get(f"/desk/laws/law/{LAW}"))
    assert "请填写废止或者暂停文件" in read(diana.post(STOP, typed(document="")))
    wrong = diana.post(STOP, typed(articles="第九条", document="文件1号"))
    assert wrong.status_code == 422
    assert "文件1号" in read(wrong), "nothing typed is lost"
    sent = diana.post(STOP, {**typed(), "paper": SimpleUploadedFile("决定.png", png(), "image/png")})
    assert sent.headers["Location"] == f"{STOP}/check"
    page = read(diana.get(f"{STOP}/check"))
    assert "将停止 2 项，涉及 2 家主体" in page
    assert bodies[0].name in page
    assert "/desk/withdrawals/regimes/" not in page, "no regime rests on this law"
    table = read_csv(diana.get(f"/desk/laws/law/{LAW}/affected.csv"))
    assert [line[1] for line in table if line[0] == "目录条款" and line[1]] == [one.name for one in bodies]
    assert not Halt.objects.exists(), "looking does nothing"
    done = diana.post(f"{STOP}/check")
    made = Halt.objects.get()
    assert done.headers["Location"] == f"/desk/laws/halts/{made.pk}"
    assert made.paper is not None
    assert len(part.stopped) == 2
    page = read(diana.get(f"/desk/laws/halts/{made.pk}"))
    assert made.number in page
    assert bodies[0].name in read(diana.get(f"/desk/laws/halts/{made.pk}/list"))
    assert [line[1] for line in read_csv(diana.get(f"/desk/laws/halts/{made.pk}/list.csv"))[1:] if line[1]] == [one.name for one in bodies]
    assert diana.get(f"/desk/laws/halts/{made.pk}/document").headers["Content-Type"] == "image/png"
    assert Entry.objects.filter(event="access:exported").count() == 2


def read_csv(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_the_second_click_comes_to_the_same_deed(part: Entries, diana: Client) -> None:
    resting(LAW, 1)
    diana.post(STOP, typed())
    page = read(diana.get(f"{STOP}/check"))
    key = page.partition('name="key"')[2].partition('value="')[2].partition('"')[0]
    first, second = (diana.post(f"{STOP}/check", {"key": key}) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == f"/desk/laws/halts/{key}"
    assert Halt.objects.count() == 1
    diana.post(STOP, typed(kind="suspended"))
    again = diana.post(f"{STOP}/check", follow=True)
    assert again.status_code == 409
    assert "此前已经停用" in read(again)
    assert part.stopped


def test_a_regime_that_rests_on_it_is_ended_elsewhere(diana: Client) -> None:
    diana.post("/desk/laws/law/ndrc-36/stop", typed())
    assert "/desk/withdrawals/regimes/" in read(diana.get("/desk/laws/law/ndrc-36/stop/check"))


def test_a_measure_is_stopped_the_same_way(part: Entries, diana: Client) -> None:
    from goodstanding.laws.targets import measures  # noqa: PLC0415 - whichever the catalogue has

    code = next(iter(measures()))
    resting(f"measure {code}", 1)
    stop = f"/desk/laws/measure/{code}/stop"
    assert 'name="articles"' not in read(diana.get(stop))
    diana.post(stop, typed(kind="suspended"))
    diana.post(f"{stop}/check")
    made = Halt.objects.get()
    assert (made.target, made.code, made.kind) == ("measure", code, "suspended")
    found = force.halted("measure", code, timezone.localdate())
    assert found == made
    why = force.why_halted("measure", code, timezone.localdate())
    assert why is not None
    assert made.number in why.zh
    assert "暂停适用" in read(Client().get(f"/laws/measures/{code}"))
    lifting.lift(made, "恢复", by=SYSTEM)
    assert force.why_halted("measure", code, timezone.localdate()) is None
    assert part.resumed == [made.number]


def test_a_suspension_is_lifted_on_its_page(diana: Client) -> None:
    made = halting.halt(said(kind="suspended"), by=SYSTEM)
    page = f"/desk/laws/halts/{made.pk}"
    assert f"{page}/lift" in read(diana.get(page))
    assert diana.post(f"{page}/lift", {"because": ""}).status_code == 422
    assert diana.post(f"{page}/lift", {"because": "暂停决定已撤销"}).status_code == 302
    assert f"{page}/lift" not in read(diana.get(page))
    again = diana.post(f"{page}/lift", {"because": "再次解除"})
    assert again.status_code == 409
    assert "没有可以解除的暂停" in read(again)


def test_who_may_do_and_see_what(
    part: Entries, clerk: User, administrator: User, market: Department, appoint: Appoint, signed_in: Signed, stranger: User
) -> None:
    resting(LAW, 1)
    made = halting.halt(said(), by=SYSTEM)
    head = appoint("head", market)
    for user in (clerk, administrator, head):
        client = signed_in(user)
        assert client.get("/desk/laws/").status_code == 200
        assert STOP not in read(client.get(f"/desk/laws/law/{LAW}"))
        for address in (STOP, f"{STOP}/check", f"/desk/laws/law/{LAW}/affected.csv"):
            assert client.get(address).status_code == 403
            assert client.post(address, typed()).status_code in (403, 405)
        assert client.post(f"/desk/laws/halts/{made.pk}/lift", {"because": "x"}).status_code == 403
        assert client.get(f"/desk/laws/halts/{made.pk}").status_code == 200
    for address in ("list", "list.csv"):
        assert signed_in(clerk).get(f"/desk/laws/halts/{made.pk}/{address}").status_code == 200
        assert signed_in(head).get(f"/desk/laws/halts/{made.pk}/{address}").status_code == 403
    assert signed_in(stranger).get("/desk/laws/").status_code == 403
    assert Client().get("/desk/laws/").status_code == 302
    assert part.stopped


def test_a_form_from_elsewhere_is_not_taken(appoint: Appoint) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(appoint("director", None, "diana"))
    assert client.post(STOP, typed()).status_code == 403
    assert client.post(f"{STOP}/check").status_code == 403


def test_anybody_reads_the_register_and_only_what_was_public_is_named(part: Entries, monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = resting(LAW, 1, 2, 3)
    open_ones, closed = [one for one in bodies if one.pk % 2], [one for one in bodies if not one.pk % 2]
    assert open_ones
    assert closed
    visitor = Client()
    page = read(visitor.get(f"/laws/{LAW}"))
    assert "现有 3 项" in page
    assert not any(one.name in page for one in bodies), "how many, not who"
    made = halting.halt(said(words="<b>该法</b>已被取代"), by=SYSTEM)
    assert made.number in read(visitor.get("/laws/"))
    assert made.number in read(visitor.get("/laws/halts"))
    assert made.number in read(visitor.get(f"/laws/{LAW}"))
    answer = visitor.get(f"/laws/halts/{made.number}")
    page = read(answer)
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert all(one.name in page for one in open_ones)
    assert not any(one.name in page for one in closed)
    assert "<b>该法" not in page
    assert visitor.get(f"/laws/halts/{made.number}", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    listed = visitor.get(f"/api/v1/laws/halts/{made.number}").json()
    assert {one["name"] for one in listed["items"] if one["name"]} == {one.name for one in open_ones}
    assert [line["n"] for line in listed["affected"] if line["became"] == "stopped"] == [3]
    real, last = timezone.localdate, reading.names_until(made)
    monkeypatch.setattr(timezone, "localdate", lambda *at: real(*at) if at else last)
    assert open_ones[0].name in read(visitor.get(f"/laws/halts/{made.number}"))
    monkeypatch.setattr(timezone, "localdate", lambda *at: real(*at) if at else last + timedelta(days=1))
    assert not any(one.name in read(visitor.get(f"/laws/halts/{made.number}")) for one in bodies), "afterwards only the numbers"


def test_a_law_s_page_says_what_of_the_catalogue_rests_on_it() -> None:
    rules, visitor = load_listing(), Client()
    basis = {kind.title.zh: kind.basis for kind in rules.kinds.values()} | {one.title.zh: one.basis for one in rules.measures.values()}
    basis |= {one.text.zh: one.basis for kind in rules.kinds.values() for one in kind.criteria}
    wanted = {
        law: {title for title, it in basis.items() if bases.parse(it).law == law} for law in {bases.parse(it).law for it in basis.values()}
    }
    assert wanted
    for law, titles in list(wanted.items())[:6]:
        page = html.unescape(read(visitor.get(f"/laws/{law}")))
        assert [title for title in titles if title not in page] == []


def test_english_and_what_is_not_there(part: Entries) -> None:
    visitor = Client()
    assert "Register of legal bases" in read(visitor.get("/en/laws/"))
    for address in ("/laws/no-such-law", "/laws/own", "/laws/measures/nothing", "/laws/halts/TZ2026-999999"):
        assert visitor.get(address).status_code == 404
    assert visitor.get("/laws/halts?cursor=rubbish").status_code == 400
    assert visitor.post("/laws/").status_code == 405
    assert part.stopped == []
    with pytest.raises(Missing):
        halting.checked(said("no-such-law"))


def test_programs_read_the_same_page_by_page(part: Entries) -> None:
    resting(LAW, 1)
    made = [halting.halt(said(code), by=SYSTEM) for code in (LAW, "licensing-law", "review-law")]
    client, codes, cursor = Client(), list[str](), ""
    while True:
        page = client.get("/api/v1/laws", {"limit": "7", "cursor": cursor}).json()
        codes += [one["code"] for one in page["items"]]
        if not (cursor := page["next"]):
            break
    assert codes == sorted(Law.objects.exclude(pk="own").values_list("pk", flat=True))
    whole = {one["code"]: one for one in client.get("/api/v1/laws", {"limit": 100}).json()["items"]}
    assert whole[LAW]["state"] == "repealed"
    assert whole[LAW]["halts"] == [made[0].number]
    assert whole["ndrc-527"]["state"] == "over"
    first = client.get("/api/v1/laws/halts", {"limit": 2}).json()
    second = client.get("/api/v1/laws/halts", {"limit": 2, "cursor": first["next"]}).json()
    assert [one["number"] for one in first["items"] + second["items"]] == [one.number for one in reversed(made)]
    assert second["next"] is None
    answer = client.get("/api/v1/laws/halts")
    assert client.get("/api/v1/laws/halts", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    for address, status in (("/api/v1/laws/halts/none", 404), ("/api/v1/laws?cursor=x", 400), ("/api/v1/laws?limit=0", 422)):
        wrong = client.get(address)
        assert (wrong.status_code, wrong.headers["Content-Type"]) == (status, "application/problem+json")
    assert part.stopped
