"""What happens becomes messages: in order for each thing, none missed, none twice, and ends whatever it was that ended."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.exchange import gathering, settling, subscribing
from goodstanding.exchange.models import Delivery, Head, Holding
from goodstanding.laws import halting, lifting
from goodstanding.lists import competence, disputing, ending, publishing
from goodstanding.lists.models import Competence, Listing
from goodstanding.measures import answering, deciding
from goodstanding.measures import ending as measures_ending
from goodstanding.organisations.models import Organisation
from goodstanding.rules.refusals import Refused
from tests.exchange.making import LIST, MEASURE, gathered, published, subscribed, told
from tests.measures import making
from tests.measures.making import BLACK, Office
from tests.repairs.making import agent
from tests.repairs.test_at_once import together

pytestmark = pytest.mark.django_db(transaction=True)
LAW = "market-44"


def repealed(code: str = LAW, target: str = "law", kind: str = "repealed") -> halting.Said:
    return halting.Said(target=target, code=code, kind=kind, document="国令第1号", words="废止", since=timezone.localdate())


def ended(entry: Listing, office: Office) -> None:
    ending.end(entry, because="wrong", words="列入错误", by=office.head)


def test_an_entry_from_its_beginning_to_its_end(office: Office, other: Office) -> None:
    near, far = subscribed(office), subscribed(other)
    gathered()
    entry = published(making.body(), office.department)
    gathered()
    case = uuid4()
    disputing.dispute(entry, case=case, number="YY2026-000001", by=SYSTEM)
    gathered()
    disputing.lift(case, by=SYSTEM)
    ended(entry, office)
    gathered()
    expected = [("added", ""), ("changed", "disputed"), ("changed", "undisputed"), ("ended", "wrong")]
    # What was marked and has ended before anybody looked is told as ended, and as nothing else.
    assert told(near) == told(far) == [one for one in expected if one != ("changed", "undisputed")]
    last = Delivery.objects.filter(subscription=near).latest("pk")
    assert last.due_on is not None and last.due_on > timezone.localdate()  # noqa: PT018
    assert list(Delivery.objects.filter(subscription=near).order_by("pk").values_list("position", flat=True)) == [1, 2, 3]
    assert gathered() == 0


def test_what_was_in_force_before_comes_first_and_only_of_the_districts_wanted(office: Office) -> None:
    first, second = making.body(1), making.body(2)
    Organisation.objects.filter(pk=second.pk).update(district="110101")
    published(first, office.department)
    published(second, office.department, ends_on=timezone.localdate() + timedelta(days=40))
    here, everywhere = subscribed(office, districts=("1101",)), subscribed(office)
    gathered()
    assert [one.organisation for one in Holding.objects.filter(subscription=here)] == [second]
    assert len(told(everywhere)) == 2
    assert gathered() == 0


def test_kept_back_again_is_an_end_and_published_again_an_addition(office: Office) -> None:
    to = subscribed(office)
    entry = published(making.body(), office.department)
    gathered()
    publishing.withhold(entry, "公布超出必要限度。", by=office.head)
    gathered()
    publishing.publish(Listing.everything.get(), "情况变化。", by=office.head)
    gathered()
    assert told(to) == [("added", ""), ("ended", "withheld"), ("added", "")]


def test_what_nobody_outside_may_see_is_told_to_nobody(office: Office) -> None:
    subscribed(office)
    making.listed(making.body(), office.department)
    gathered()
    assert told() == []


def test_a_term_that_is_over_ends_by_its_date_alone(office: Office) -> None:
    to = subscribed(office)
    entry = published(making.body(), office.department)
    gathered()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE lists_listing DISABLE TRIGGER USER")
        yesterday = timezone.localdate() - timedelta(days=1)
        begun = yesterday - timedelta(days=9)
        Listing.everything.filter(pk=entry.pk).update(ends_on=yesterday, decided_on=begun, served_on=begun)
        cursor.execute("ALTER TABLE lists_listing ENABLE TRIGGER USER")
    Head.objects.update(swept_on=yesterday)
    gathered()
    assert told(to) == [("added", ""), ("ended", "term")]


def test_a_silent_departments_entry_pauses_and_comes_back(office: Office) -> None:
    to = subscribed(office)
    entry = published(making.body(), office.department)
    gathered()
    case = uuid4()
    disputing.dispute(entry, case=case, number="YY2026-000001", by=SYSTEM)
    disputing.silent_from(case, timezone.localdate(), by=SYSTEM)
    gathered()
    disputing.lift(case, by=SYSTEM)
    gathered()
    assert told(to)[0] == ("added", "")
    grounds = [ground for _, ground in told(to)[1:]]
    assert grounds == ["paused", "resumed", "undisputed"]
    assert Holding.objects.get().state == "in"


def test_a_repealed_law_ends_all_of_it_for_everybody(office: Office, other: Office) -> None:
    near, far = subscribed(office), subscribed(other, LIST, MEASURE)
    entries = [published(making.body(n), office.department) for n in range(1, 6)]
    gathered()
    halting.halt(repealed(), by=SYSTEM)
    gathered()
    assert len(entries) == 5
    for to in (near, far):
        assert told(to).count(("ended", "basis")) == 5
    assert set(Holding.objects.values_list("state", flat=True)) == {"out"}


def test_a_suspended_law_pauses_and_its_lifting_brings_back(office: Office) -> None:
    to = subscribed(office)
    published(making.body(1), office.department)
    gathered()
    halt = halting.halt(repealed(kind="suspended"), by=SYSTEM)
    gathered()
    lifting.lift(halt, "恢复", by=SYSTEM)
    gathered()
    assert told(to) == [("added", ""), ("changed", "paused"), ("changed", "resumed")]


def test_a_measure_applied_and_ended(office: Office) -> None:
    adoption = making.adopted(office)
    to = subscribed(office, MEASURE)
    whom = making.body()
    case = making.begun(office, adoption, whom, listing=making.listed(whom, office.department))
    making.notified(office, case)
    answering.answer(case, "已经整改", by=agent(whom).standing)
    gathered()
    assert told(to) == []
    deciding.decide(case, making.decision(case), by=office.head)
    gathered()
    measures_ending.end(case, "已经整改到位", by=office.head)
    gathered()
    assert told(to) == [("added", ""), ("ended", "department")]


def test_a_competence_that_is_gone_ends_what_was_told_and_tells_nothing_new(office: Office) -> None:
    to = subscribed(office)
    published(making.body(1), office.department)
    gathered()
    competence.end(Competence.objects.get(kind_id=BLACK), ends_on=timezone.localdate(), by=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE lists_competence DISABLE TRIGGER USER")
        Competence.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
        cursor.execute("ALTER TABLE lists_competence ENABLE TRIGGER USER")
    gathered()
    assert told(to) == [("added", ""), ("ended", "field")]
    with pytest.raises(Refused):
        subscribed(office)


def test_a_subscription_that_ends_ends_what_it_told(office: Office) -> None:
    to = subscribed(office)
    published(making.body(1), office.department)
    gathered()
    subscribing.end(to, "系统下线", by=office.steward)
    gathered()
    published(making.body(2), office.department)
    gathered()
    assert told(to) == [("added", ""), ("ended", "unsubscribed")]


def test_other_topics_than_before(office: Office) -> None:
    making.adopted(office)
    to = subscribed(office, LIST, MEASURE)
    published(making.body(1), office.department)
    gathered()
    subscribing.choose(to, [MEASURE], by=office.steward)
    gathered()
    subscribing.choose(to, [LIST, MEASURE], by=office.steward)
    gathered()
    assert told(to) == [("added", ""), ("ended", "unsubscribed"), ("added", "")]


def test_a_crash_at_the_end_of_a_batch_loses_nothing_and_doubles_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    to = subscribed(office)
    gathered()
    entries = [published(making.body(n), office.department) for n in range(1, 4)]
    ended(entries[0], office)
    whole = settling.settle

    def crash(*args: object) -> int:
        whole(*args)  # type: ignore[arg-type]
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(gathering, "settle", crash)
        with pytest.raises(RuntimeError):
            gathered()
    assert told(to) == []
    gathered()
    assert told(to) == [("added", "")] * 2  # the third was over before anybody was told


def test_two_workers_at_once_tell_everything_once(office: Office) -> None:
    to = subscribed(office)
    gathered()
    for n in range(1, 7):
        published(making.body(n), office.department)
    gathered_at_once = together(*[lambda: gathering.gather(batch=3)] * 3)
    gathered()
    assert gathered_at_once == ["done"] * 3
    assert told(to) == [("added", "")] * 6
    assert Holding.objects.count() == 6


def test_nobody_hears_of_what_is_outside_his_field(office: Office, other: Office) -> None:
    with pytest.raises(Refused, match="TOPIC_OUTSIDE"):
        subscribed(office, ("list", "tax_a_level"))
    with pytest.raises(Refused, match="TOPIC_OUTSIDE"):
        subscribed(other, ("measure", "procurement_ban"))
    with pytest.raises(Refused, match="TOPIC_OUTSIDE"):
        subscribed(office, ("list", "scrutiny"))


def test_a_department_without_a_subscription_is_no_receiver(office: Office, environment: Department) -> None:
    subscribed(office)
    published(making.body(), office.department)
    gathered()
    assert set(Holding.objects.values_list("subscription__department", flat=True)) == {office.department.pk}
