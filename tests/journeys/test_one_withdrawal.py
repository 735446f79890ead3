"""One withdrawal over HTTP, in both languages: said, checked as the public will read it, done, gone; late or in time; many; a regime."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.records.models import Ending, Record
from goodstanding.withdrawals import regime
from goodstanding.withdrawals.models import RegimeEnding, Withdrawal
from tests.papers.files import png
from tests.repairs.making import agent, record, records

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def details(**changed: Any) -> dict[str, Any]:
    known = {
        "because": "annulled", "document": "临府复决〔2026〕8号", "effective_on": timezone.localdate().isoformat(),
        "words": "复议机关认定事实不清、证据不足", "successor_no": "",
    }  # fmt: skip
    return {**known, **changed}


@pytest.fixture
def shown(tmp_path: Path, market: Department) -> Record:
    return record(tmp_path, market)


@pytest.mark.parametrize("language", ["", "/en"], ids=["zh", "en"])
def test_said_checked_done_and_gone(shown: Record, steward: User, signed_in: Signed, language: str) -> None:
    agent(shown.organisation)
    alices, here = signed_in(steward), f"{language}/desk/records/{shown.pk}/end"
    assert shown.decision_no in words(alices.get(here))
    wrong = alices.post(here, details(words="", document="抗诉1号"))
    assert wrong.status_code == 422
    assert "抗诉1号" in wrong.content.decode()
    sent = alices.post(here, details(paper=SimpleUploadedFile("决定书.png", png(), "image/png")))
    assert (sent.status_code, sent["Location"]) == (302, f"{here}/check")
    page = words(alices.get(f"{here}/check"))
    for said in (
        "复议机关认定事实不清", "临府复决〔2026〕8号", "决定书.png",
        *(("第四十八条", "该决定已被依法撤销", "不可恢复") if not language else ("art. 48", "annulled", "final")),
    ):  # fmt: skip
        assert said in page, said
    assert Record.public.filter(pk=shown.pk).exists()
    done = alices.post(f"{here}/check", follow=True)
    made = Withdrawal.objects.get()
    assert made.number in words(done)
    assert not Record.public.filter(pk=shown.pk).exists()
    assert Ending.objects.get().words == "复议机关认定事实不清、证据不足"
    public = Client().get(f"{language}/records/{shown.pk}")
    assert public.status_code == 410
    assert "复议机关认定事实不清" in words(public)  # the reason is public, the content is not
    assert "违反产品质量法" not in words(public)
    assert alices.get(f"{language}/desk/withdrawals/{made.pk}/document").status_code == 200
    assert alices.post(f"{here}/check").status_code == 302  # nothing is left to be done twice
    alices.post(here, details())
    assert alices.post(f"{here}/check").status_code == 409
    assert Withdrawal.objects.count() == 1


def test_what_was_typed_stays_and_each_fault_stands_at_its_field(shown: Record, steward: User, clerk: User, signed_in: Signed) -> None:
    alices, here = signed_in(steward), f"/desk/records/{shown.pk}/end"
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    for changed, says in (
        ({"effective_on": tomorrow}, "不能晚于今天"), ({"effective_on": "2020-01-01"}, "早于原决定"),
        ({"because": ""}, "请选择决定发生了什么"),
        ({"because": "varied"}, "变更后决定的文号"), ({"effective_on": "昨天"}, "请填写生效之日"),
    ):  # fmt: skip
        answer = alices.post(here, details(**changed))
        assert answer.status_code == 422, changed
        assert says in words(answer)
        assert "复议机关认定事实不清" in answer.content.decode()
    bobs = signed_in(clerk)
    assert "请上传文书" in words(bobs.post(here, details()))
    bobs.post(here, details(paper=SimpleUploadedFile("决定书.png", png(), "image/png")))
    assert "Bob" in words(bobs.post(f"{here}/check", follow=True))


def test_two_officials_at_once_and_who_may_not(
    shown: Record, steward: User, other_steward: User, official: User, auditor: User, appoint: Callable[..., User], market: Department,
    signed_in: Signed,
) -> None:  # fmt: skip
    here = f"/desk/records/{shown.pk}/end"
    for user in (other_steward, official, auditor):
        assert signed_in(user).get(here).status_code == 403
        assert signed_in(user).post(here, details()).status_code == 403
    assert signed_in(agent(shown.organisation).user).get(here).status_code == 403
    assert Client().get(here).status_code == 302
    assert signed_in(steward).get(f"/desk/records/{uuid4()}/end").status_code == 404
    first, second = signed_in(steward), signed_in(appoint("head", market))
    for one in (first, second):
        one.post(here, details())
    assert first.post(f"{here}/check").status_code == 302
    assert second.post(f"{here}/check").status_code == 409
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(steward)
    assert forged.post(here, details()).status_code == 403
    made = Withdrawal.objects.get()
    assert signed_in(other_steward).get(f"/desk/withdrawals/{made.pk}").status_code == 403
    assert made.number not in words(signed_in(other_steward).get("/desk/withdrawals/"))


def test_a_list_of_numbers_is_shown_before_anything_ends(
    tmp_path: Path, market: Department, steward: User, clerk: User, signed_in: Signed
) -> None:
    first, second, third = records(tmp_path, market, 3)
    alices = signed_in(steward)
    assert alices.post("/desk/withdrawals/new", {"numbers": "不存在1号"}).status_code == 422
    assert signed_in(clerk).post("/desk/withdrawals/new", {"numbers": first.decision_no}).status_code == 422  # whose?
    listed = SimpleUploadedFile("清单.csv", f"{second.decision_no}\n{third.decision_no}\n".encode("gb18030"), "text/csv")
    sent = alices.post("/desk/withdrawals/new", {"numbers": f"{first.decision_no}\n不存在1号", "file": listed})
    assert sent["Location"] == "/desk/withdrawals/new/details"
    page = words(alices.get(sent["Location"]))
    assert "不存在1号" in page
    assert "（3 条）" in page
    late = (timezone.localdate() - timedelta(days=60)).isoformat()
    alices.post(sent["Location"], details(effective_on=late, record=[str(first.pk), str(second.pk)]))
    check = words(alices.get("/desk/withdrawals/new/check"))
    assert "现已逾期" in check
    assert third.decision_no not in check
    assert Record.public.count() == 3
    alices.post("/desk/withdrawals/new/check")
    assert [one.pk for one in Record.public.all()] == [third.pk]

    speed = signed_in(clerk).get("/desk/withdrawals/speed")
    links = re.findall(r'href="(/desk/withdrawals/\?[^"]+)"', speed.content.decode())
    shown = [words(signed_in(clerk).get(link.replace("&amp;", "&"))) for link in links]
    assert ["共 1 次" in one for one in shown] == [False, True, False]  # in time, late, unknown


def test_the_new_decision_is_asked_for_and_linked_when_it_comes(shown: Record, tmp_path: Path, market: Department, steward: User,
                                                                signed_in: Signed) -> None:  # fmt: skip
    alices, here = signed_in(steward), f"/desk/records/{shown.pk}/end"
    coming = "临市监罚〔2026〕变1号"
    alices.post(here, details(because="varied", successor_no=coming))
    page = alices.post(f"{here}/check", follow=True)
    assert f"变更后的决定（{coming}）尚未报送" in words(page)
    new = record(tmp_path, market, CF_WSH=coming)
    page = alices.get(f"/desk/withdrawals/{Withdrawal.objects.get().pk}")
    assert f"/desk/records/{new.pk}/" in page.content.decode()


def test_a_regime_ends_when_the_head_of_the_centre_has_confirmed(
    tmp_path: Path, market: Department, administrator: User, steward: User, appoint: Callable[..., User], signed_in: Signed
) -> None:
    records(tmp_path, market, 2)
    adas, directors = signed_in(administrator), signed_in(appoint("director"))
    here = "/desk/withdrawals/regimes/"
    assert signed_in(steward).get(here).status_code == 403
    assert adas.post(f"{here}new", {"which": "ndrc-36/ordinary", "basis": "ndrc-36"}).status_code == 422
    page = adas.post(f"{here}new", {"which": "ndrc-36/ordinary", "basis": "ndrc-36", "words": "公示制度调整"}, follow=True)
    made = RegimeEnding.objects.get()
    assert "待确认" in words(page)
    assert "全部停止公示" not in words(page)  # whoever proposed it has no such button
    assert adas.post(f"{here}{made.pk}/confirm").status_code == 422
    assert "确认并全部停止公示" in words(directors.get(f"{here}{made.pk}"))
    assert directors.post(f"{here}{made.pk}/confirm").status_code == 302
    assert directors.post(f"{here}{made.pk}/decline", {"because": "x"}).status_code == 409
    regime.run_all()
    assert not Record.public.exists()
    assert "已完成" in words(adas.get(here))
