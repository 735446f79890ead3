"""One power through HTTP: asked in three steps, decided by a clerk, used, ended; and whoever has none is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pgtrigger
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import User
from goodstanding.departments.standing import Standing
from goodstanding.ledger.models import Entry
from goodstanding.organisations.models import Identifier, Organisation
from goodstanding.papers.models import Paper
from goodstanding.representing import ending
from goodstanding.representing.models import Consent, Power
from goodstanding.rules.loading import load
from goodstanding.ui.days import written
from tests.papers import files
from tests.representing.making import asked, body, held, person, upload

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def wang() -> User:
    return person()


@pytest.fixture
def company() -> Organisation:
    return body()


def days(first: int = 0, last: int = 60) -> dict[str, str]:
    today = timezone.localdate()
    starts_on, ends_on = today + timedelta(days=first), today + timedelta(days=last)
    return {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat(), "words": "提出异议"}


def send(client: Client, company: Organisation, prefix: str = "") -> Any:
    """All three steps."""
    found = client.get(f"{prefix}/powers/ask", {"code": company.uscc or ""})
    assert company.name in words(found)
    details = client.post(f"{prefix}/powers/ask/{company.uscc}", days() | {"letter": upload()})
    assert details.headers["Location"] == f"{prefix}/powers/ask/check"
    check = client.get(f"{prefix}/powers/ask/check")
    assert "委托书.pdf" in words(check)
    number = re.search(r'name="letter" value="([0-9a-f-]+)"', check.content.decode())
    assert number
    return client.post(f"{prefix}/powers/ask/check", {"letter": number[1]}, follow=True)


@pytest.mark.parametrize(
    ("prefix", "sent", "granted", "mine", "over"),
    [
        ("", "申请已提交", "已同意授权", "本单位的全部信息", "授权已于"),
        ("/en", "Your request has been sent", "Granted", "Every record about us", "was ended on"),
    ],
)
def test_one_power(
    wang: User, company: Organisation, clerk: User, signed_in: Signed, prefix: str, sent: str, granted: str, mine: str, over: str
) -> None:
    user, bob = signed_in(wang), signed_in(clerk)
    assert user.get(f"{prefix}/ours/{company.uscc}/").status_code == 403
    assert sent in words(send(user, company, prefix))
    power = Power.objects.get()
    assert company.name in words(bob.get(f"{prefix}/desk/powers/"))
    served = bob.get(f"{prefix}/desk/powers/{power.pk}/letter")
    assert (served.content, served.headers["X-Content-Type-Options"]) == (files.pdf(), "nosniff")
    form = {name: days()[name] for name in ("starts_on", "ends_on")}
    assert granted in words(bob.post(f"{prefix}/desk/powers/{power.pk}/grant", form, follow=True))
    assert bob.get(f"{prefix}/desk/powers/{power.pk}/letter").status_code == 404
    assert company.name in words(user.get(f"{prefix}/ours/"))
    assert mine in words(user.get(f"{prefix}/ours/{company.uscc}/"))
    listed = words(user.get(f"{prefix}/ours/{company.uscc}/powers"))
    assert "Wang" in listed
    ended = user.post(f"{prefix}/powers/{power.pk}/end", {"because": "离职"}, follow=True)
    assert "离职" in words(ended)
    refused = user.get(f"{prefix}/ours/{company.uscc}/")
    assert (refused.status_code, over in words(refused)) == (403, True)
    assert Entry.objects.filter(event="access:refused", subject_id=str(power.pk)).count() == 1


def test_the_agent_whose_power_ended_yesterday_is_told_so_and_how_to_go_on(wang: User, company: Organisation, signed_in: Signed) -> None:
    today = timezone.localdate()
    power = held(wang, company, ends_on=today - timedelta(days=1))
    for page in ("", "cases", "powers", "looked", "print", "everything.json"):
        answer = signed_in(wang).get(f"/ours/{company.uscc}/{page}")
        assert answer.status_code == 403
        assert "重新申请授权" in words(answer)
    assert Entry.objects.filter(event="access:refused", subject_id=str(power.pk)).count() == 6
    assert "已到期" in words(signed_in(wang).get("/ours/"))


def test_whoever_acts_for_another_organisation_learns_nothing_and_is_written_down(
    wang: User, company: Organisation, steward: User, signed_in: Signed
) -> None:
    held(wang, body(2))
    power = held(person("li"), company)
    for user in (wang, steward):
        for path in (f"/ours/{company.uscc}/", f"/ours/{company.uscc}/everything.json", f"/powers/{power.pk}", f"/powers/{power.pk}/end"):
            answer = signed_in(user).get(path)
            assert (path, answer.status_code) == (path, 403)
            assert company.name not in words(answer)
    assert signed_in(wang).get("/ours/000000000000000000/").status_code == 403, "whether there is such a code is not said either"
    assert Entry.objects.filter(event="access:refused", user_id__in=(wang.pk, steward.pk)).count() == 9


def test_strangers_are_sent_to_sign_in_and_visitors_read_what_it_is(client: Client, company: Organisation) -> None:
    for path in (f"/ours/{company.uscc}/", "/powers/ask", "/powers/ask/check", "/desk/powers/", "/desk/window/"):
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 302)
        assert answer.headers["Location"].startswith("/account/login/")
    assert "/account/signup/" in client.get("/ours/").content.decode()


def test_the_same_click_twice_is_one_request(wang: User, company: Organisation, signed_in: Signed) -> None:
    user = signed_in(wang)
    first = send(user, company)
    letter = str(Power.objects.get().letter_id)
    again = user.post("/powers/ask/check", {"letter": letter}, follow=True)
    assert again.redirect_chain[-1][0] == first.redirect_chain[-1][0]
    assert Power.objects.count() == 1


def test_nothing_that_was_typed_is_lost_when_the_letter_is_refused(wang: User, company: Organisation, signed_in: Signed) -> None:
    user, path = signed_in(wang), f"/powers/ask/{company.uscc}"
    typed = days() | {"words": "查询本单位信息"}
    active = files.pdf(b"<< /S /JavaScript /JS (1) >>")
    for name, content, why in (("委托书.docm", files.macro(), "导出"), ("a.pdf", active, "打印为 PDF"), ("a.pdf", b"hello", "只接收")):
        answer = user.post(path, typed | {"letter": SimpleUploadedFile(name, content)})
        assert (answer.status_code, why in words(answer)) == (422, True)
        assert "查询本单位信息" in words(answer)
        assert typed["ends_on"] in answer.content.decode()
    assert "请上传授权委托书" in words(user.post(path, typed))
    assert not Paper.objects.exists()


def test_a_letter_uploaded_once_need_not_be_uploaded_again_and_another_replaces_it(
    wang: User, company: Organisation, signed_in: Signed
) -> None:
    user, path = signed_in(wang), f"/powers/ask/{company.uscc}"
    user.post(path, days() | {"letter": upload()})
    assert user.post(path, days(last=30)).status_code == 302
    assert Paper.objects.count() == 1
    user.post(path, days() | {"letter": upload("新.png", files.png())})
    assert [one.is_there for one in Paper.objects.order_by("at")] == [False, True]
    assert "新.png" in words(user.get("/powers/ask/check"))


def test_a_form_that_did_not_come_from_us_is_refused(wang: User, company: Organisation) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wang)
    answer = strict.post(f"/powers/ask/{company.uscc}", days() | {"letter": upload()})
    assert answer.status_code == 403
    assert not Paper.objects.exists()


def test_the_clerk_refuses_with_a_reason_and_the_asker_reads_it(wang: User, company: Organisation, clerk: User, signed_in: Signed) -> None:
    power = asked(wang, company)
    bob = signed_in(clerk)
    assert bob.post(f"/desk/powers/{power.pk}/refuse", {"because": ""}).status_code == 422
    too_long = bob.post(f"/desk/powers/{power.pk}/grant", {name: days(last=300)[name] for name in ("starts_on", "ends_on")})
    assert (too_long.status_code, days(last=300)["ends_on"] in too_long.content.decode()) == (422, True)
    bob.post(f"/desk/powers/{power.pk}/refuse", {"because": "委托书未盖公章"})
    assert "委托书未盖公章" in words(signed_in(wang).get(f"/powers/{power.pk}"))
    assert bob.post(f"/desk/powers/{power.pk}/refuse", {"because": "x"}).status_code == 409


def test_the_auditor_sees_requests_and_neither_letters_nor_buttons(
    wang: User, company: Organisation, auditor: User, signed_in: Signed
) -> None:
    power = asked(wang, company)
    audrey = signed_in(auditor)
    page = audrey.get(f"/desk/powers/{power.pk}/")
    assert page.status_code == 200
    assert "/grant" not in page.content.decode()
    for path in ("letter", "grant", "refuse", "end"):
        assert audrey.get(f"/desk/powers/{power.pk}/{path}").status_code == 403


def test_the_clerk_at_the_window_prints_a_slip_and_opens_the_pages_which_the_organisation_sees(
    wang: User, company: Organisation, clerk: User, signed_in: Signed
) -> None:
    bob = signed_in(clerk)
    found = bob.get("/desk/window/", {"code": company.uscc or ""}, follow=True)
    assert company.name in words(found)
    slip = words(bob.get(f"/desk/window/{company.uscc}/slip/objection"))
    assert "提出异议" in slip
    assert "（公章）" in slip
    assert bob.get(f"/desk/window/{company.uscc}/slip/nothing").status_code == 404
    assert bob.get(f"/ours/{company.uscc}/").status_code == 200
    assert bob.post(f"/desk/window/{company.uscc}/", {}).status_code == 422
    bob.post(f"/desk/window/{company.uscc}/", {"slip": upload("同意书.png", files.png())})
    consent = Consent.objects.get()
    assert "同意书.png" in words(bob.get(f"/desk/window/{company.uscc}/"))
    assert bob.get(f"/desk/consents/{consent.pk}/paper").content == files.png()
    assert signed_in(wang).get(f"/desk/consents/{consent.pk}/paper").status_code == 403
    held(wang, company)
    seen = words(signed_in(wang).get(f"/ours/{company.uscc}/looked"))
    assert "Bob" in seen
    assert "窗口办理" in seen


def test_a_letter_to_print_names_both_and_asks_for_no_number(wang: User, company: Organisation, signed_in: Signed) -> None:
    page = words(signed_in(wang).get(f"/powers/letter/{company.uscc}"))
    assert company.name in page
    assert "Wang" in page
    assert "不要求填写身份证件号码" in page


def test_another_who_acts_for_the_same_organisation_sees_a_power_and_ends_it(wang: User, company: Organisation, signed_in: Signed) -> None:
    power, fellow = held(wang, company), person("li")
    held(fellow, company)
    li = signed_in(fellow)
    assert "Wang" in words(li.get(f"/powers/{power.pk}"))
    answer = li.post(f"/powers/{power.pk}/end", {"because": "离职"}, follow=True)
    assert "授权已终止" in words(answer)
    assert Power.objects.get(pk=power.pk).ended_by == f"Li（{company.name}）"
    assert signed_in(wang).get(f"/ours/{company.uscc}/").status_code == 403
    assert "离职" in words(li.get("/account/notices/"))


def test_an_account_finds_its_way_back_from_its_notices(wang: User, signed_in: Signed) -> None:
    assert 'href="/ours/"' in signed_in(wang).get("/account/notices/").content.decode()


def test_a_persons_number_typed_as_a_code_leaves_the_address_and_is_not_repeated(wang: User, clerk: User, signed_in: Signed) -> None:
    number = "110101199003071233"
    for client, path in ((signed_in(wang), "/powers/ask"), (signed_in(clerk), "/desk/window/")):
        answer = client.get(path, {"code": number}, follow=True)
        assert answer.redirect_chain[-1][0] == f"{path}?refused=personal"
        assert number not in answer.content.decode()
        assert "疑似个人证件号码" in words(answer)
        assert "名录中没有该代码" in words(client.get(path, {"code": "91341400MA00000000"}))


def test_of_several_powers_that_are_over_the_refusal_names_the_one_that_counted_last(
    wang: User, company: Organisation, clerk: User, signed_in: Signed, standing_of: Callable[[User], Standing]
) -> None:
    today = timezone.localdate()
    held(wang, company, starts_on=today - timedelta(days=90), ends_on=today - timedelta(days=1))
    ended = held(wang, company, starts_on=today, ends_on=today + timedelta(days=90))
    ending.end(ended, because="离职", by=standing_of(clerk))
    long_ago = today - timedelta(days=50)
    with pgtrigger.ignore():
        Power.objects.filter(pk=ended.pk).update(ended_on=long_ago)
    refused = words(signed_in(wang).get(f"/ours/{company.uscc}/"))
    assert f"已于{written(today - timedelta(days=1)).zh}届满" in refused


def test_what_was_begun_yesterday_is_asked_for_another_first_day_and_nothing_else_is_lost(
    wang: User, company: Organisation, signed_in: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, today = signed_in(wang), timezone.localdate()
    user.post(f"/powers/ask/{company.uscc}", days() | {"letter": upload()})
    monkeypatch.setattr(timezone, "localdate", lambda *_: today + timedelta(days=1))
    answer = user.post("/powers/ask/check", {}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/powers/ask/{company.uscc}"
    assert "授权起始日不得早于今天" in words(answer)
    assert "委托书.pdf" in words(answer)
    assert not Power.objects.exists()


def test_the_slip_names_todays_code_whatever_code_the_visitor_gave(company: Organisation, clerk: User, signed_in: Signed) -> None:
    Identifier.objects.create(organisation=company, kind="regno", value="330100000041247", source="test")
    slip = words(signed_in(clerk).get("/desk/window/330100000041247/slip/query"))
    assert str(company.uscc) in slip
    assert "330100000041247" not in slip


def test_how_long_the_centre_takes_is_said_as_the_catalogue_has_it(wang: User, signed_in: Signed) -> None:
    term = load().terms["power_decide"].count
    assert f"信用信息中心在{term}个工作日内审核" in words(signed_in(wang).get("/powers/ask"))
