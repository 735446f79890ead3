"""The desk's pages of checks: who may ask, the three answers in words, the receipt, feedback, what the administrator grants."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from goodstanding.checks import sealing
from goodstanding.checks.models import Check, Feedback, Grant
from goodstanding.departments.models import Department, User
from goodstanding.ledger.models import Entry
from tests.checks.making import PURPOSE, covered, granted
from tests.checks.page_making import HONOURS, on_a_list
from tests.organisations.making import code, organisation
from tests.repairs.making import record

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
ASK = "/desk/checks/"
MATTER = "ZB-2026-17"
TENDER = {"purpose": PURPOSE, "matter": MATTER}


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: object) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]


def asked(client: Client, number: int | str = 1, **changed: str) -> Check:
    """Sent from the page, and where it led."""
    typed = {"code": code(number) if isinstance(number, int) else number, **TENDER, **changed}
    sent = client.post(ASK, typed)
    assert sent.status_code == 302, sent.content.decode()
    return Check.objects.get(pk=sent.headers["Location"].rpartition("/")[2])


def test_without_a_purpose_the_page_says_whom_to_ask_and_nothing_is_answered(market: Department, official: User, signed_in: Signed) -> None:
    organisation(1, "临澜市甲有限公司")
    client = signed_in(official)
    page = client.get(ASK).content.decode()
    assert "贵单位尚无查询授权" in page
    assert "信用信息中心管理员" in page
    assert '<input class="govuk-radios__input"' not in page
    assert client.post(ASK, {"code": code(1), **TENDER}).status_code == 422
    assert not Check.objects.exists()


def test_a_steward_an_official_and_a_head_ask_and_nobody_else(
    market: Department, appoint: Callable[..., User], clerk: User, administrator: User, auditor: User, signed_in: Signed
) -> None:
    organisation(1, "临澜市甲有限公司")
    covered(market)
    granted(market)
    for role in ("steward", "official", "head"):
        assert asked(signed_in(appoint(role, market, f"a{role}"))).kind == "nothing"
    for user in (clerk, administrator, auditor):
        assert signed_in(user).get(ASK).status_code == 403
        assert signed_in(user).post(ASK, {"code": code(1), **TENDER}).status_code == 403
    assert Check.objects.count() == 3
    assert Client().get(ASK).status_code == 302


def test_what_is_missing_is_said_and_what_was_typed_stays(market: Department, official: User, signed_in: Signed) -> None:
    organisation(1, "临澜市甲有限公司")
    granted(market, PURPOSE, "procurement")
    client = signed_in(official)
    answer = client.post(ASK, {"code": code(1), "matter": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请选择查询目的" in page
    assert "请写明为哪一事项查询" in page
    assert f'value="{code(1)}"' in page
    assert "临澜市甲有限公司" in page, "whom it would be about stands beside the code"
    person = client.post(ASK, {"code": "11010519491231002X", **TENDER})
    assert person.status_code == 422
    assert "11010519491231002X" not in person.content.decode(), "a person's number is not repeated"
    assert not Check.objects.exists()


def test_nothing_found_says_in_which_sources_and_until_when(market: Department, official: User, signed_in: Signed) -> None:
    organisation(1, "临澜市甲有限公司")
    covered(market)
    granted(market)
    client = signed_in(official)
    check = asked(client)
    page = client.get(f"{ASK}{check.pk}").content.decode()
    assert "所列来源中未查到" in page
    assert "没有查到不等于没有" in page
    assert "由有权机关的工作人员依法作出决定；本答复不作结论。" in page
    assert "所需来源均按时更新" in page
    assert market.name in page
    assert check.number in page
    assert bytes(check.sha256).hex()[:8] in page
    for word in ("良好", "合格", "无不良", "正常经营"):
        assert word not in page, "no verdict"


def test_unknown_is_never_a_nothing(market: Department, official: User, signed_in: Signed) -> None:
    granted(market)
    client = signed_in(official)
    nobody = asked(client, 9)
    page = client.get(f"{ASK}{nobody.pk}").content.decode()
    assert "“无法确定”不等于没有记录" in page
    assert "请核对代码" in page
    assert "没有本目的可以查询" not in page, "no empty list that reads as nothing"
    organisation(1, "临澜市甲有限公司")
    covered(market, came=False)
    never = asked(client)
    assert never.kind == "unknown"
    page = client.get(f"{ASK}{never.pk}").content.decode()
    assert "从未报送" in page
    assert "有来源逾期未更新或者从未报送" in page
    assert "所列来源中未查到" not in page


def test_what_is_found_stands_with_its_basis_and_its_acting_body(
    tmp_path: Path, market: Department, official: User, signed_in: Signed
) -> None:
    case = on_a_list(market)
    assert case.listing is not None
    record(tmp_path, market)
    client = signed_in(official)
    check = asked(client, purpose=HONOURS)
    assert check.kind == "found"
    for language in ("", "/en"):
        page = client.get(f"{language}{ASK}{check.pk}").content.decode()
        assert "临市监罚〔2026〕" in page
        assert market.name in page
        assert check.number in page
        assert case.listing.number in page
    assert "Something was found" in page
    assert "Measures in force" in page
    assert "A person decides; this answer concludes nothing." in page


def test_the_receipt_gives_the_same_bytes_again_and_its_proof(market: Department, official: User, signed_in: Signed) -> None:
    organisation(1, "临澜市甲有限公司")
    covered(market)
    granted(market)
    client = signed_in(official)
    check = asked(client)
    given = client.get(f"{ASK}{check.pk}/answer.json")
    assert sha256(given.content).digest() == bytes(check.sha256)
    assert "尚未封存" in client.get(f"{ASK}{check.pk}/proof").content.decode()
    sealing.seal_all()
    page = client.get(f"{ASK}{check.pk}/proof").content.decode()
    assert "尚未封存" not in page
    found = client.get(f"{ASK}{check.pk}/proof?format=json").json()
    assert found["sha256"] == bytes(check.sha256).hex()
    assert found["size"] == 1


def test_another_department_sees_neither_receipt_nor_history(
    market: Department, official: User, other_steward: User, auditor: User, signed_in: Signed
) -> None:
    organisation(1, "临澜市甲有限公司")
    covered(market)
    granted(market)
    check = asked(signed_in(official))
    eve = signed_in(other_steward)
    for address in ("", "/answer.json", "/proof"):
        assert eve.get(f"{ASK}{check.pk}{address}").status_code == 403
    assert eve.post(f"{ASK}{check.pk}", {"outcome": "seen"}).status_code == 403
    assert check.number not in eve.get(f"{ASK}history").content.decode()
    assert check.number in signed_in(auditor).get(f"{ASK}history").content.decode()
    assert not Feedback.objects.exists()


def test_history_is_narrowed_by_code_purpose_kind_and_day(market: Department, official: User, signed_in: Signed) -> None:
    organisation(1, "临澜市甲有限公司")
    covered(market)
    granted(market, PURPOSE, "procurement")
    client = signed_in(official)
    first, second = asked(client), asked(client, 9, purpose="procurement")
    today = timezone.localdate().isoformat()
    for query, wanted in {
        f"q={code(1)}": {first}, f"q={second.number}": {second}, "purpose=procurement": {second}, "kind=nothing": {first},
        f"since={today}&until={today}": {first, second}, "since=2999-01-01": set(), "since=nonsense&kind=clear": {first, second},
    }.items():  # fmt: skip
        page = client.get(f"{ASK}history?{query}").content.decode()
        assert {one for one in (first, second) if one.number in page} == wanted, query


def test_feedback_is_added_and_not_applying_needs_its_reason(market: Department, official: User, signed_in: Signed) -> None:
    case = on_a_list(market)
    assert case.listing is not None
    client = signed_in(official)
    check = asked(client)
    address, entry = f"{ASK}{check.pk}", f"entry:{case.listing.pk}"
    assert "尚未反馈" in client.get(address).content.decode()
    bare = client.post(address, {"outcome": "not_applied", "about": entry, "reasons": "", "effect": ""})
    assert bare.status_code == 422
    assert "请写明未采取的理由" in bare.content.decode()
    nothing = client.post(address, {"outcome": "applied", "about": "", "reasons": "", "effect": ""})
    assert nothing.status_code == 422
    sent = client.post(address, {"outcome": "not_applied", "about": entry, "reasons": "情节轻微，已当场改正", "effect": ""})
    assert sent.status_code == 302
    assert client.post(address, {"outcome": "seen", "about": "", "reasons": "", "effect": ""}).status_code == 302
    page = client.get(address).content.decode()
    assert "情节轻微，已当场改正" in page
    assert Feedback.objects.count() == 2
    assert Entry.objects.filter(event="check:fed_back").count() == 2


def test_found_by_name_it_is_filled_in(market: Department, official: User, signed_in: Signed) -> None:
    organisation(1, "临澜市清泉餐饮管理有限公司")
    granted(market)
    client = signed_in(official)
    page = client.get(f"{ASK}find?q=清泉餐饮").content.decode()
    assert f"{ASK}?code={code(1)}" in page
    assert f"{ASK}?code={code(1)}" in client.get(f"{ASK}suggestions?q=清泉餐饮").content.decode()
    personal = client.get(f"{ASK}find?q=11010519491231002X")
    assert personal.headers["Location"].endswith("?refused=personal")
    assert client.get(personal.headers["Location"]).status_code == 400
    filled = client.get(f"{ASK}?code={code(1)}&matter=ZB-1").content.decode()
    assert "临澜市清泉餐饮管理有限公司" in filled
    assert 'value="ZB-1"' in filled
    assert not Check.objects.exists(), "looking in the register is no check"


def test_the_administrator_grants_and_ends(market: Department, official: User, administrator: User, signed_in: Signed) -> None:
    organisation(1, "临澜市甲有限公司")
    covered(market)
    ada, grants = signed_in(administrator), f"{ASK}grants/"
    assert "尚未授予任何查询目的" in ada.get(grants).content.decode()
    typed = {"department": market.code, "purpose": PURPOSE, "starts_on": timezone.localdate().isoformat(), "ends_on": "", "because": ""}
    assert ada.post(grants, typed).status_code == 422
    assert ada.post(grants, {**typed, "because": "招标投标监督"}).status_code == 302
    again = ada.post(grants, {**typed, "because": "招标投标监督"})
    assert again.status_code == 422
    assert "招标投标监督" in again.content.decode()
    assert asked(signed_in(official)).kind == "nothing"
    grant = Grant.objects.get()
    assert ada.get(f"{grants}{grant.pk}/end").status_code == 200
    assert ada.post(f"{grants}{grant.pk}/end", {"because": ""}).status_code == 422
    assert ada.post(f"{grants}{grant.pk}/end", {"because": "职责调整"}).status_code == 302
    assert "职责调整" in ada.get(grants).content.decode()
    assert "贵单位尚无查询授权" in signed_in(official).get(ASK).content.decode()
    assert signed_in(official).get(grants).status_code == 403
    assert ada.get(f"{grants}999/end").status_code == 404
