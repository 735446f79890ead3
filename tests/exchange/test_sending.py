"""Over a real line: signed calls, tried again for three days, in order, and no receiver that fails or hangs holds up another."""

from __future__ import annotations

import base64
import importlib.util
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils import timezone

from goodstanding.exchange import acknowledging, envelope, keys, posting, replaying, schedule, sending, subscribing
from goodstanding.exchange.models import Attempt, Delivery, Key, Subscription
from goodstanding.ledger.models import Entry
from goodstanding.lists import ending
from goodstanding.notices.models import Notice
from goodstanding.rules.refusals import Refused
from tests.exchange.making import gathered, hours_pass, listening, published, subscribed, until_due
from tests.measures import making
from tests.measures.making import Office
from tests.repairs.test_at_once import together

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def offline() -> ModuleType:
    """The receivers' own tool, which knows nothing of this system."""
    spec = importlib.util.spec_from_file_location("offline", ROOT / "tools" / "offline.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_call_is_signed_thin_and_says_where_to_ask(office: Office, offline: ModuleType) -> None:
    with listening() as receiver:
        to = subscribed(office, url=receiver.url)
        entry = published(making.body(), office.department)
        gathered()
        assert sending.send() == 1
        keys.rotate(to, by=office.steward)
        ending.end(entry, because="wrong", words="列入错误", by=office.head)
        gathered()
        sending.send()
    (headers, body), (later, second) = receiver.came
    (event, over) = receiver.events
    assert headers["content-type"].startswith("application/cloudevents+json")
    assert headers["webhook-id"] == event["id"]
    assert (event["specversion"], event["type"], event["subject"]) == ("1.0", "goodstanding.list_entry.added", entry.number)
    assert (over["type"], over["data"]["ground"]) == ("goodstanding.list_entry.ended", "wrong")
    assert event["sequence"] < over["sequence"]
    assert over["data"]["acknowledge"].endswith("/acknowledge")
    for said in (body, second):
        assert len(said) < 20_000
        for private in (entry.organisation.name, entry.organisation.uscc, entry.facts, entry.decision_no):
            assert str(private).encode() not in said
    old, new = Key.objects.order_by("since")
    assert len(headers["webhook-signature"].split()) == 1
    assert len(later["webhook-signature"].split()) == 2
    message = f"{later['webhook-id']}.{later['webhook-timestamp']}.".encode() + second
    for key, signature in zip((new, old), later["webhook-signature"].split(), strict=True):
        Ed25519PublicKey.from_public_bytes(bytes(key.public)).verify(base64.b64decode(signature.removeprefix("v1a,")), message)
        assert offline.verify(later, second, [keys.shown(key)], set()) == later["webhook-id"]
    assert list(Delivery.objects.filter(received_at__isnull=True)) == []


def test_a_replayed_forged_or_old_call_is_not_believed(office: Office, offline: ModuleType) -> None:
    with listening() as receiver:
        to = subscribed(office, url=receiver.url)
        published(making.body(), office.department)
        gathered()
        sending.send()
    ((headers, body),) = receiver.came
    trusted, seen, now = [keys.shown(Key.objects.get(subscription=to))], set[str](), time.time()
    stranger = keys.shown(keys.of_filters())
    assert offline.verify(headers, body, trusted, seen)
    for changed, content, known, when in (
        (headers, body, trusted, now), (headers, body + b" ", trusted, now), (headers, body, [stranger], now),
        (headers, body, trusted, now + 301), (headers, body, trusted, now - 301),
        ({**headers, "webhook-id": "msg_other"}, body, trusted, now),
        ({**headers, "webhook-timestamp": str(int(now) + 1)}, body, trusted, now),
        ({**headers, "webhook-signature": "v1a,AAAA v1,x"}, body, trusted, now),
        ({}, body, trusted, now),
    ):  # fmt: skip
        with pytest.raises(offline.Wrong):
            offline.verify(changed, content, known, seen if changed is headers and content == body else set(), when)


def test_500_for_two_days_then_it_recovers(office: Office) -> None:
    with listening() as receiver:
        receiver.status = 500
        to = subscribed(office, url=receiver.url)
        entry = published(making.body(), office.department)
        gathered()
        ending.end(entry, because="wrong", words="列入错误", by=office.head)
        gathered()
        for _ in range(8):
            sending.send()
            assert sending.send() == 0  # nothing more until the next attempt is due
            until_due()
        assert [event["type"].rpartition(".")[2] for event in receiver.events] == ["added"] * 8  # the end never overtakes
        receiver.status = 200
        assert sending.send() == 2
    assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 2
    assert len({headers["webhook-timestamp"] for headers, _ in receiver.came}) >= 1
    assert Delivery.objects.filter(received_at__isnull=False).count() == 2
    assert Attempt.objects.filter(status=500).count() == 8
    to.refresh_from_db()
    assert (to.stopped_at, to.rests_until) == (None, None)


def test_nothing_for_three_days_stops_it_and_somebody_hears_of_it(office: Office, administrator: Any) -> None:
    with listening() as receiver:
        receiver.status = 503
        to = subscribed(office, url=receiver.url)
        published(making.body(), office.department)
        gathered()
        for _ in range(schedule.MOST):
            sending.send()
            until_due()
        to.refresh_from_db()
        assert (to.stopped_because, len(receiver.came)) == ("given_up", 10)
        assert sending.send() == 0
        assert Notice.objects.filter(zh__contains="推送已停止").count() == 3
        assert Entry.objects.filter(event="delivery:given_up").count() == 1
        receiver.status = 200
        with pytest.raises(Refused, match="STOPPED"):
            replaying.replay_since(to, timezone.localdate(), by=office.steward)
        subscribing.move(to, "webhook", receiver.url, by=office.steward)
        assert replaying.replay_since(to, timezone.localdate(), by=office.steward) == 1
        assert sending.send() == 1
    assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 1


def test_one_message_that_fails_holds_up_no_other(office: Office) -> None:
    with listening() as receiver:
        subscribed(office, url=receiver.url)
        for n in (1, 2, 3):
            published(making.body(n), office.department)
        gathered()
        first = Delivery.objects.earliest("pk")
        post = posting.post

        def refuse_one(url: str, body: bytes, headers: dict[str, str]) -> posting.Said:
            receiver.status = 500 if headers["webhook-id"] == envelope.message_id(first) else 200
            return post(url, body, headers)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(posting, "post", refuse_one)
            assert sending.send() == 2
    assert list(Delivery.objects.filter(received_at__isnull=True)) == [first]


def test_410_is_the_end_of_calls_and_of_nothing_else(office: Office) -> None:
    with listening() as receiver:
        receiver.status = 410
        to = subscribed(office, url=receiver.url)
        entry = published(making.body(), office.department)
        gathered()
        sending.send()
        to.refresh_from_db()
        assert to.stopped_because == "gone"
        ending.end(entry, because="wrong", words="列入错误", by=office.head)
        gathered()
        until_due()
        assert sending.send() == 0
    assert len(receiver.came) == 1
    assert Delivery.objects.filter(action="ended", acknowledged_at__isnull=True).count() == 1


def test_a_receiver_that_hangs_holds_up_no_other(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting.post, "__kwdefaults__", {"patience": 1.0})
    with listening() as slow, listening() as quick:
        slow.hangs = True
        hung, well = subscribed(office, url=slow.url, name="甲"), subscribed(office, url=quick.url, name="乙")
        for n in (1, 2, 3):
            published(making.body(n), office.department)
        gathered()
        assert sending.send() == 3
    assert Delivery.objects.filter(subscription=well, received_at__isnull=False).count() == 3
    faults = set(Attempt.objects.filter(delivery__subscription=hung).values_list("fault", flat=True))
    assert faults == {"timeout"}
    hung.refresh_from_db()
    assert hung.rests_until is not None
    assert Attempt.objects.filter(delivery__subscription=hung).count() == 1  # not every message waits for it in turn


def test_a_receiver_that_is_down_is_called_less_and_less_however_much_waits(office: Office) -> None:
    to = subscribed(office, url="http://127.0.0.1:9/nobody")
    for n in range(1, 9):
        published(making.body(n), office.department)
    gathered()
    rests = []
    for _ in range(8):
        sending.send()
        to.refresh_from_db()
        assert to.rests_until is not None
        rests.append((to.rests_until - timezone.now()).total_seconds())
        Subscription.objects.filter(pk=to.pk).update(rests_until=timezone.now())
    assert rests[0] < 10
    assert rests[-1] > 3600
    assert Attempt.objects.count() == 8


def test_two_senders_at_once_call_once(office: Office) -> None:
    with listening() as receiver:
        subscribed(office, url=receiver.url)
        for n in range(1, 6):
            published(making.body(n), office.department)
        gathered()
        assert together(*[sending.send] * 3) == ["done"] * 3
        sending.send()
    ids = [headers["webhook-id"] for headers, _ in receiver.came]
    assert len(ids) == len(set(ids)) == 5


def test_it_is_asked_to_wait_and_waits(office: Office) -> None:
    with listening() as receiver:
        receiver.status, receiver.headers = 429, {"Retry-After": "7200"}
        to = subscribed(office, url=receiver.url)
        published(making.body(), office.department)
        gathered()
        sending.send()
        hours_pass(1.9)
        assert sending.send() == 0
        assert len(receiver.came) == 1
        hours_pass(0.2)
        receiver.status = 200
        assert sending.send() == 1
    assert Subscription.objects.get(pk=to.pk).rests_until is None


@pytest.mark.parametrize("status", [301, 302, 307, 404, 500])
def test_only_2xx_counts_and_nothing_is_followed(status: int) -> None:
    with listening() as elsewhere, listening() as receiver:
        receiver.status, receiver.headers = status, {"Location": elsewhere.url}
        said = posting.post(receiver.url, b"{}", {})
        assert (said.status, said.received) == (status, False)
        assert elsewhere.came == []


def test_an_endless_or_dripping_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as receiver:
        receiver.answer = b"x" * 10_000_000
        assert posting.post(receiver.url, b"{}", {}).received
        receiver.hangs = True
        begun = time.monotonic()
        assert posting.post(receiver.url, b"{}", {}, patience=0.5).fault == "timeout"
        assert time.monotonic() - begun < 10
    assert posting.post(receiver.url, b"{}", {}).fault == "refused"


def test_an_end_is_acknowledged_once_and_nothing_else_is(office: Office) -> None:
    to = subscribed(office)
    entry = published(making.body(), office.department)
    gathered()
    ending.end(entry, because="wrong", words="列入错误", by=office.head)
    gathered()
    added, over = Delivery.objects.order_by("pk")
    with pytest.raises(Refused, match="NOTHING_TO_ACKNOWLEDGE"):
        acknowledging.acknowledge(added, by=office.steward)
    first = acknowledging.acknowledge(over, by=office.steward).acknowledged_at
    assert acknowledging.acknowledge(over, by=office.head).acknowledged_at == first
    assert acknowledging.acknowledge_all(to, [over.pk, added.pk], by=office.steward) == 0
    assert Entry.objects.filter(event="delivery:acknowledged").count() == 1
