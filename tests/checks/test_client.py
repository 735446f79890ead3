"""The thin client against the live server: three answers and no fourth, receipts that can be proved, refusals in words."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.db import connection

from goodstanding.checks import sealing
from goodstanding.checks.models import Check, Feedback
from goodstanding.departments.models import ApiClient, Department
from tests.checks.making import PURPOSE, client, covered, granted
from tests.organisations.making import code, organisation

pytestmark = pytest.mark.django_db(transaction=True)
HERE = Path(__file__).parents[2] / "clients" / "python"


@pytest.fixture(scope="module")
def goodstanding() -> ModuleType:
    """The file as somebody copies it."""
    spec = importlib.util.spec_from_file_location("goodstanding_client", HERE / "goodstanding_client.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["goodstanding_client"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def office(goodstanding: ModuleType, live_server: Any, market: Department) -> Any:
    """Market regulation's office system; one organisation on the register."""
    organisation(1, "临澜市甲有限公司")
    covered(market)
    granted(market)
    secret = client(market)
    return goodstanding.Client(live_server.url, client_id=str(ApiClient.objects.get().pk), secret=secret)


def test_an_answer_is_one_of_three_and_no_truth_value(office: Any) -> None:
    answer = office.check(code(1), purpose=PURPOSE, matter="ZB-1")
    assert (answer.kind, answer.complete) == ("nothing", True)
    assert answer.current_to is not None
    assert office.check(code(9), purpose=PURPOSE).kind == "unknown"
    with pytest.raises(TypeError):
        bool(answer)


def test_the_same_bytes_again_and_the_proof(goodstanding: ModuleType, office: Any) -> None:
    answers = [office.check(code(1), purpose=PURPOSE, matter=f"ZB-{n}") for n in range(5)]
    with pytest.raises(goodstanding.Problem) as early:
        office.proof(answers[0].id)
    assert early.value.status == 409
    sealing.seal_all()
    for answer in answers:
        assert office.again(answer.id).content == answer.content
        assert goodstanding.verify(answer, office.proof(answer.id))
    forged = goodstanding.Answer.of(answers[0].content.replace(b"ZB-0", b"ZB-9"))
    assert not goodstanding.verify(forged, office.proof(answers[0].id))
    assert not goodstanding.verify(answers[0], office.proof(answers[1].id))


def test_many_come_in_their_order_and_a_key_asks_nothing_twice(
    goodstanding: ModuleType, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(goodstanding, "MOST", 2)
    codes = [code(n) for n in (3, 1, 2)]
    found = list(office.check_many(codes, purpose=PURPOSE, matter="ZB-1", key="tender-1"))
    assert [one["asked"]["code"] for one in found] == codes
    assert [one["kind"] for one in found] == ["unknown", "nothing", "unknown"]
    assert list(office.check_many(codes, purpose=PURPOSE, matter="ZB-1", key="tender-1")) == found
    assert Check.objects.count() == 3


def test_feedback_and_refusals(goodstanding: ModuleType, office: Any, live_server: Any) -> None:
    answer = office.check(code(1), purpose=PURPOSE)
    office.feed_back(answer.id, "seen")
    assert Feedback.objects.get().outcome == "seen"
    for said in ({"outcome": "not_applied"}, {"outcome": "applied", "measure": "procurement_ban"}):
        with pytest.raises(goodstanding.Problem) as refused:
            office.feed_back(answer.id, **said)
        assert refused.value.status == 422
        assert refused.value.code
    with pytest.raises(goodstanding.Problem) as not_granted:
        office.check(code(1), purpose="procurement")
    assert (not_granted.value.status, not_granted.value.code) == (403, "PURPOSE_NOT_GRANTED")
    stranger = goodstanding.Client(live_server.url, client_id="1", secret="gs_wrong")
    with pytest.raises(goodstanding.Problem) as unknown:
        stranger.check(code(1), purpose=PURPOSE)
    assert unknown.value.status == 401
    with pytest.raises(ValueError, match="https"):
        goodstanding.Client("http://credit.example.cn", client_id="1", secret="gs_x")
    connection.close()


def test_the_token_is_asked_for_once_and_sent_nowhere_else(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    office.check(code(1), purpose=PURPOSE)
    token = office._token
    office.check(code(1), purpose=PURPOSE)
    assert office._token == token
    assert not token.startswith("gs_"), "the secret itself is only exchanged"
