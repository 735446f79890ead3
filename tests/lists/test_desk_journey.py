"""One listing over HTTP, in both languages: proposed, told, answered, heard, weighed, decided, published, taken off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.ledger.models import Entry
from goodstanding.lists.models import Listing
from goodstanding.organisations.models import Organisation
from goodstanding.records.models import Record
from goodstanding.rules.terms import months_after
from tests.lists.making import BLACK, FACTS, Office, criterion
from tests.lists.reading import scan, words
from tests.repairs.making import agent, calendar_reaches, record

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
TODAY = timezone.localdate


@pytest.mark.parametrize("language", ["", "/en"], ids=["zh", "en"])
def test_from_the_proposal_to_the_end_of_the_entry(
    tmp_path: Path, market: Department, office: Office, steward: User, head: User, signed_in: Signed, language: str
) -> None:
    assert office.department == market
    calendar_reaches()
    penalty = record(tmp_path, market)
    body = penalty.organisation
    alices, hughs, danas = signed_in(steward), signed_in(head), signed_in(agent(body).user)
    listing = proposed(alices, language, penalty)
    case, ours = f"{language}/desk/lists/{listing.pk}", f"{language}/ours/{body.uscc}/lists/{listing.pk}"
    told(alices, danas, case, ours, penalty)
    answered(danas, ours)
    weighed(alices, case)
    decided(hughs, danas, case, ours)
    published(hughs, danas, case, ours, language)
    taken_off(alices, danas, case, ours)
    said = Entry.objects.filter(subject="lists.listing", event__startswith="listing:").order_by("id").values_list("event", flat=True)
    names = ("proposed", "served", "answered", "heard", "weighed", "decided", "published", "ended")
    assert list(said) == [f"listing:{one}" for one in names]
    assert "Alice" not in words(danas.get(ours))  # the department, not its officials


def proposed(alices: Client, language: str, penalty: Record) -> Listing:
    """Found, chosen, written, checked, sent."""
    body: Organisation = penalty.organisation
    new, about = f"{language}/desk/lists/new", f"{language}/desk/lists/new/{body.pk}"
    assert f"/desk/lists/new/{body.pk}" in alices.get(new, {"q": body.uscc or ""}).content.decode()
    page = words(alices.get(about))
    assert ("最长有效期：36 个月" if not language else "Longest term: 36 months") in page
    assert alices.post(about, {"choice": f"{BLACK}:{criterion(BLACK)}"})["Location"] == f"{about}/documents"
    assert penalty.decision_no in words(alices.get(f"{about}/documents"))
    sent = alices.post(f"{about}/documents", {"record": str(penalty.pk), "facts": FACTS, "do": "next"})
    assert sent["Location"] == f"{about}/check"
    assert not Listing.everything.exists()
    assert FACTS in words(alices.get(f"{about}/check"))
    first, again = alices.post(f"{about}/check"), alices.post(f"{about}/check")
    assert first["Location"] == again["Location"]  # the same click twice is one case
    listing: Listing = Listing.everything.get()
    assert (listing.state, listing.rests.get().record_id) == ("proposed", penalty.pk)
    return listing


def told(alices: Client, danas: Client, case: str, ours: str, penalty: Record) -> None:
    """The notice with grounds, basis and rights; the organisation knows nothing before."""
    assert danas.get(ours).status_code == 404
    notice = words(alices.get(f"{case}/letters/notice"))
    basis = "市场监督管理严重违法失信名单管理办法"
    for said in (FACTS, penalty.decision_no, "10 个工作日", "要求举行听证", basis, "10 working days", penalty.organisation.name):
        assert said in notice, said
    assert alices.post(f"{case}/serve", {"how": "direct", "on": TODAY().isoformat(), "scan": scan()}).status_code == 302
    listing = Listing.everything.get()
    assert listing.state == "served"
    assert alices.get(f"{case}/papers/{listing.served_paper_id}").content.startswith(b"\x89PNG")
    page = words(danas.get(ours))
    assert FACTS in page
    assert penalty.decision_no in page
    assert danas.get(f"{ours}/letters/notice").status_code == 200


def answered(danas: Client, ours: str) -> None:
    """With the wish for a hearing."""
    answer = danas.post(f"{ours}/answer", {"words": "原料并未过期", "hearing": "on"})
    assert answer["Location"] == f"{ours}/answer/check"
    assert "原料并未过期" in words(danas.get(f"{ours}/answer/check"))
    assert danas.post(f"{ours}/answer/check")["Location"] == danas.post(f"{ours}/answer/check")["Location"] == ours
    listing = Listing.everything.get()
    assert (listing.state, listing.hearing_asked) == ("answered", True)


def weighed(alices: Client, case: str) -> None:
    """The hearing comes first; then what became of each thing that was said. The steward does not decide."""
    assert "/weigh" not in alices.get(case).content.decode()
    assert alices.post(f"{case}/hear", {"on": TODAY().isoformat(), "scan": scan("笔录.png")}).status_code == 302
    assert alices.post(f"{case}/weigh", {"because": "进货单据与批次不符，不予采纳"}).status_code == 302
    assert "/decide" not in alices.get(case).content.decode()
    assert alices.get(f"{case}/decide").status_code == 403


def decided(hughs: Client, danas: Client, case: str, ours: str) -> None:
    """The letter is looked at before it is signed."""
    ends_on = months_after(TODAY(), 24)
    said: dict[str, str] = {"number": "临市监列决〔2026〕8号", "reasons": "事实清楚，情节严重", "ends_on": ends_on.isoformat()}
    looked = words(hughs.post(f"{case}/decide", said))
    assert "临市监列决〔2026〕8号" in looked
    assert ("进货单据与批次不符" in looked, Listing.everything.get().state) == (True, "weighed")
    assert hughs.post(f"{case}/decide", {**said, "do": "confirm"}).status_code == 302
    assert hughs.post(f"{case}/decide", {**said, "do": "confirm"})["Location"] == case  # clicked twice
    decision = words(danas.get(f"{ours}/letters/decision"))
    until = f"至{ends_on.year}年{ends_on.month}月{ends_on.day}日"
    for told in ("事实清楚，情节严重", "听证", "60 日", "6 个月", until, "within 60 days"):
        assert told in decision, told
    assert not Listing.public.exists()


def published(hughs: Client, danas: Client, case: str, ours: str, language: str) -> None:
    """By a decision of its own; from then on everybody sees it, and the organisation reads the way out."""
    assert hughs.post(f"{case}/publish", {"because": " "}).status_code == 422
    assert hughs.post(f"{case}/publish", {"because": "危害公众健康，公布与行为相当"}).status_code == 302
    assert Listing.public.count() == 1
    earliest = months_after(TODAY(), 12)
    page = words(danas.get(ours))
    assert (f"{earliest.year}年{earliest.month}月{earliest.day}日" if not language else f"{earliest.year} an early end") in page
    assert "危害公众健康" in page


def taken_off(alices: Client, danas: Client, case: str, ours: str) -> None:
    """Looked at once more, then gone at once."""
    end: dict[str, str] = {"because": "repaired", "words": "已整改并履行义务"}
    assert "已整改并履行义务" in alices.post(f"{case}/end", end).content.decode()
    assert Listing.everything.get().state == "published"
    assert alices.post(f"{case}/end", {**end, "do": "confirm"}).status_code == 302
    assert alices.post(f"{case}/end", {**end, "do": "confirm"})["Location"] == case
    assert not Listing.public.exists()
    assert "已整改并履行义务" in words(danas.get(f"{ours}/letters/ended"))
