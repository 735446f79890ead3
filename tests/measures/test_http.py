"""One restriction and one incentive from the catalogue to the end, over HTTP; pages that leak nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.measures.models import Adoption, Application
from goodstanding.rules.terms import months_after
from tests.measures import making
from tests.measures.making import INCENTIVE, ON_LIST, RED
from tests.papers.files import png
from tests.repairs.making import agent

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]


def adopted_over_http(steward: Client, head: Client, kind: str) -> Adoption:
    """Tried, proposed, adopted."""
    tried = steward.get(reverse("measures:try", args=[kind]))
    assert tried.status_code == 200
    assert "可能涉及的单位" in tried.content.decode()
    page = reverse("measures:propose", args=[kind])
    said = {
        "acts": "政务服务处",
        "matters": "评先评优",
        "review_on": months_after(timezone.localdate(), 3).isoformat(),
        "because": "与职责相关",
    }
    missing = steward.post(page, said | {"because": ""})
    assert missing.status_code == 422
    assert "政务服务处" in missing.content.decode()
    far = steward.post(page, said | {"review_on": "2099-01-01"})
    assert far.status_code == 422
    assert steward.post(page, said).status_code == 302
    adoption = Adoption.everything.get(kind_id=kind)
    deed = reverse("measures:adoption_deed", args=[adoption.pk, "adopt"])
    assert steward.post(deed, {"number": "1", "because": "x"}).status_code == 403
    assert head.get(deed).status_code == 200
    assert head.post(deed, {"number": "", "because": "x"}).status_code == 422
    assert head.post(deed, {"number": "临市监〔2026〕7号", "because": "依法采用"}).status_code == 302
    assert steward.get(reverse("measures:adoption", args=[adoption.pk])).status_code == 200
    return adoption


def begun_over_http(steward: Client, adoption: Adoption, code: str, listing: str) -> Application:
    """Whom, on what, checked, opened."""
    begin = reverse("measures:begin", args=[adoption.pk])
    assert steward.get(begin).status_code == 200
    assert steward.get(begin, {"organisation": "91330000000000000X"}).status_code == 422
    address = f"{begin}?organisation={code}"
    assert listing in steward.get(address).content.decode()
    said = {"listing": listing, "grounds": "列入名单", "related": "直接相关"}
    assert steward.post(address, said | {"related": ""}).status_code == 422
    checked = steward.post(address, said)
    assert "请核对" in checked.content.decode()
    assert not Application.everything.filter(adoption=adoption).exists()
    changed = steward.post(address, said | {"change": "1"})
    assert changed.status_code == 200
    assert "直接相关" in changed.content.decode()
    assert steward.post(address, said | {"checked": "1"}).status_code == 302
    return Application.everything.get(adoption=adoption)


def test_one_restriction(market: Department, environment: Department, signed_in: Signed) -> None:  # noqa: PLR0915 - one journey
    office, other = making.office(market), making.office(environment)
    steward, head = signed_in(office.users["steward"]), signed_in(office.users["head"])
    body = making.body()
    dana = agent(body)
    subject = signed_in(dana.user)
    entry = making.listed(body, market)
    code = body.uscc or ""
    adoption = adopted_over_http(steward, head, ON_LIST)
    case = begun_over_http(steward, adoption, code, str(entry.pk))
    ours = reverse("measures:ours", args=[code, case.pk])
    assert subject.get(ours).status_code == 404  # nobody has told it yet

    def address(deed: str) -> str:
        return reverse("measures:deed", args=[case.pk, deed])

    assert steward.get(reverse("measures:letter", args=[case.pk, "notice"])).status_code == 200
    assert steward.get(reverse("measures:letter", args=[case.pk, "decision"])).status_code == 404
    assert steward.post(address("notify"), {"how": "direct", "on": "2020-01-01"}).status_code == 422
    scan = {"how": "direct", "on": timezone.localdate().isoformat(), "paper": _file("送达回证.png")}
    assert steward.post(address("notify"), scan).status_code == 302
    case.refresh_from_db()
    assert case.notified_paper is not None
    assert steward.get(reverse("measures:paper", args=[case.pk])).status_code == 200
    assert head.post(address("decide"), {}).status_code in {409, 422}

    page = subject.get(ours).content.decode()
    assert "陈述、申辩" in page
    assert subject.get(reverse("measures:ours_letter", args=[code, case.pk, "notice"])).status_code == 200
    answer = reverse("measures:ours_answer", args=[code, case.pk])
    assert subject.post(answer, {"words": ""}).status_code == 422
    assert subject.post(answer, {"words": "已经整改到位"}).status_code == 302

    today = timezone.localdate()
    said = {
        "number": "临市监措〔2026〕1号",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=90)).isoformat(),
        "minor": "no",
        "minor_words": "情节并非轻微",
        "weighed": "整改属实，予以从轻",
        "weight": "light",
        "proportion": "与情节相当",
        "reasons": "事实清楚",
    }
    decide = address("decide")
    assert steward.get(decide).status_code == 403
    assert head.get(decide).status_code == 200
    assert head.post(decide, said | {"weight": "severe"}).status_code == 422
    assert head.post(decide, said | {"minor": ""}).status_code == 422
    minor = head.post(decide, said | {"minor": "yes"})
    assert minor.status_code == 422
    assert "不予采取" in minor.content.decode()
    checked = head.post(decide, said)
    assert checked.status_code == 200
    assert "请核对" in checked.content.decode()
    assert head.post(decide, said | {"checked": "1"}).status_code == 302
    case.refresh_from_db()
    assert Application.everything.in_force().get() == case
    assert head.post(decide, said | {"checked": "1"}).status_code == 409

    for name in ("notice", "decision"):
        assert subject.get(reverse("measures:ours_letter", args=[code, case.pk, name])).status_code == 200
    assert "整改属实" in subject.get(ours).content.decode()
    assert signed_in(other.users["steward"]).get(reverse("measures:case", args=[case.pk])).status_code == 403
    public = Client().get(reverse("measures:measure", args=[ON_LIST])).content.decode()
    assert "实施中 1 件" in public
    assert body.name not in public
    assert case.number not in public
    assert head.get(reverse("measures:list"), {"state": "in_force"}).content.decode().count(case.number) == 1
    assert steward.post(address("end"), {"because": "整改到位"}).status_code == 302
    assert not Application.everything.in_force().exists()
    assert steward.get(reverse("measures:case", args=[case.pk])).status_code == 200


def test_one_incentive(market: Department, signed_in: Signed) -> None:
    office = making.office(market)
    steward, head = signed_in(office.users["steward"]), signed_in(office.users["head"])
    body = making.body()
    entry = making.listed(body, market, RED)
    before = Client().get(reverse("measures:incentives")).content.decode()
    assert "尚无单位采用" in before
    assert "绿色通道" in before
    adoption = adopted_over_http(steward, head, INCENTIVE)
    assert market.name in Client().get(reverse("measures:incentives")).content.decode()
    case = begun_over_http(steward, adoption, body.uscc or "", str(entry.pk))
    today = timezone.localdate()
    said = {
        "number": "临市监激〔2026〕1号",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=90)).isoformat(),
        "weight": "light",
        "proportion": "依目录",
        "reasons": "守信",
    }
    decide = reverse("measures:deed", args=[case.pk, "decide"])
    assert head.post(decide, said).status_code == 200
    assert head.post(decide, said | {"checked": "1"}).status_code == 302
    assert Application.everything.in_force().get() == case


def test_the_public_pages_filter_and_cite(market: Department, signed_in: Signed) -> None:
    office = making.office(market)
    making.adopted(office)
    for language in ("", "/en"):
        for query in ("", "?side=restriction", "?side=incentive", f"?body={market.code}", "?body=none"):
            assert Client().get(f"{language}/measures/{query}").status_code == 200
    mine = Client().get(f"/measures/?body={market.code}").content.decode()
    assert mine.count("gs-stack") == 1
    assert ON_LIST in mine
    assert INCENTIVE not in mine
    assert Client().get("/measures/no-such").status_code == 404
    assert "企业信息公示" in Client().get(f"/measures/{ON_LIST}").content.decode()


def test_at_the_window(market: Department, clerk: User, signed_in: Signed) -> None:
    case = making.case(market)
    making.notified(case.office, case.application)
    bob = signed_in(clerk)
    answer = reverse("measures:ours_answer", args=[case.agent.organisation.uscc, case.application.pk])
    assert bob.get(answer).status_code == 200
    missing = bob.post(answer, {"words": "已整改"})
    assert missing.status_code == 422
    assert "已整改" in missing.content.decode()
    assert bob.post(answer, {"words": "已整改", "consent": _file("同意书.png")}).status_code == 302
    case.application.refresh_from_db()
    assert case.application.state == "answered"


def test_strangers_are_sent_to_sign_in_and_others_refused(market: Department, signed_in: Signed) -> None:
    case = making.applied(market)
    ours = reverse("measures:ours", args=[case.agent.organisation.uscc, case.application.pk])
    for address in (ours, reverse("measures:list"), reverse("measures:catalogue"), reverse("measures:case", args=[case.application.pk])):
        assert Client().get(address).status_code == 302
    mallory = agent(making.body(2), name="mallory")
    client = signed_in(mallory.user)
    assert client.get(ours).status_code == 403
    assert client.get(reverse("measures:ours", args=[making.body(2).uscc, case.application.pk])).status_code == 404


def _file(name: str) -> object:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - only here

    return SimpleUploadedFile(name, png(), content_type="image/png")
