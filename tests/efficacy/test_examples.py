"""An example case: drafted from facts, approved and published by others, and gone when its ground was wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.efficacy import drafting, handing_on, tasks, withdrawing
from goodstanding.efficacy.inbox import waiting
from goodstanding.efficacy.models import Example, Version
from goodstanding.ledger.models import Entry
from goodstanding.lists import ending
from goodstanding.lists.models import Listing
from goodstanding.measures import ending as measures_ending
from goodstanding.notices.models import Notice
from goodstanding.records import ending as records_ending
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from tests.efficacy.making import WORDS, words, world
from tests.measures import making as measures
from tests.measures.making import Office

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]


def test_a_draft_says_what_happened_and_not_to_whom(market: Department) -> None:
    made = world(market)
    example = made.drafted()
    said = Version.objects.get(example=example).words
    whole = "".join(part for half in said.values() for part in half.values())
    assert all(part for half in said.values() for part in half.values())
    assert market.name in said["zh"]["measure"]
    assert "列入" in said["zh"]["happened"]
    body = made.case.agent.organisation
    assert body.name not in whole
    assert str(body.uscc) not in whole
    assert made.case.application.decision_no not in whole
    assert made.listing.decision_no not in whole


def test_an_incentive_is_granted_and_nobody_was_asked_to_answer(market: Department) -> None:
    said = Version.objects.get(example=world(market, measures.INCENTIVE).drafted()).words["zh"]
    assert "给予下列激励" in said["measure"]
    assert "陈述" not in said["did"]
    assert "激励" in said["title"]


def test_words_that_name_the_body_are_taken_out_of_the_draft(market: Department) -> None:
    where = measures.office(market)
    body = measures.body(7, "临澜市云山食品有限公司")
    entry = measures.listed(body, market, facts=f"{body.name}（云山食品）代码{body.uscc}多次销售过期食品")
    example = drafting.draft(entry, by=where.steward)
    said = Version.objects.get(example=example).words["zh"]["happened"]
    assert "云山" not in said
    assert str(body.uscc) not in said
    assert "多次销售过期食品" in said


def test_an_entry_decided_above_is_not_said_to_be_decided_here(market: Department) -> None:
    where = measures.office(market)
    example = drafting.draft(measures.listed(measures.body(7), market), by=where.steward)
    said = Version.objects.get(example=example).words["zh"]["measure"]
    assert said.startswith("省局于")
    assert market.name not in said


def test_every_version_is_kept_and_none_changes(market: Department) -> None:
    made = world(market)
    example = made.drafted()
    drafting.edit(example, WORDS, by=made.steward)
    drafting.edit(example, words(title="改过的标题"), by=made.steward)
    assert [one.number for one in example.versions.all()] == [1, 2, 3]
    assert example.version == 3
    for change in (lambda: Version.objects.filter(number=1).update(by="x"), lambda: Version.objects.filter(number=1).delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_three_people_and_each_step_by_whom_it_belongs_to(market: Department) -> None:
    made = world(market)
    example = made.submitted()
    with pytest.raises(Forbidden):
        handing_on.approve(example, "好", by=made.steward)
    with pytest.raises(Conflict):
        handing_on.publish(example, "好", by=made.director)
    handing_on.approve(example, "事实清楚", by=made.head)
    with pytest.raises(Forbidden):
        handing_on.publish(example, "好", by=made.head)
    handing_on.publish(example, "有示范意义", by=made.director)
    assert example.state == "published"
    assert [one.event for one in Entry.objects.filter(event__startswith="example:").order_by("id")] == [
        "example:drafted", "example:edited", "example:submitted", "example:approved", "example:published",
    ]  # fmt: skip


def test_a_head_who_wrote_a_word_of_it_does_not_approve(market: Department) -> None:
    made = world(market)
    example = made.drafted()
    drafting.edit(example, WORDS, by=made.head)
    handing_on.submit(example, by=made.steward)
    with pytest.raises(Forbidden) as refused:
        handing_on.approve(example, "好", by=made.head)
    assert refused.value.code == "EXAMPLE_TAKES_THREE"


def test_the_database_itself_wants_three_people(market: Department) -> None:
    made = world(market)
    example = made.submitted()
    rows = Example.objects.filter(pk=example.pk)
    for author in (example.drafted_user, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(state="approved", approved_version=example.version, approved_by="x", approved_user=author)
    handing_on.approve(example, "好", by=made.head)
    for somebody in (example.drafted_user, example.approved_user):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(state="published", published_by="x", published_user=somebody, published_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(version=1)


def test_the_author_of_any_version_is_held_off_by_the_database(market: Department) -> None:
    made = world(market)
    example = made.drafted()
    drafting.edit(example, WORDS, by=made.head)
    handing_on.submit(example, by=made.steward)
    with pytest.raises(IntegrityError, match="author"), transaction.atomic():
        Example.objects.filter(pk=example.pk).update(
            state="approved", approved_version=example.version, approved_by="x", approved_user=made.head.user_id
        )


def test_what_was_handed_on_is_not_edited_and_an_approval_falls_with_a_return(market: Department) -> None:
    made = world(market)
    example = made.approved()
    with pytest.raises(Conflict):
        drafting.edit(example, WORDS, by=made.steward)
    with pytest.raises(IntegrityError, match="handed on"), transaction.atomic():
        Version.objects.create(example=example, number=9, words=WORDS, by="x", by_user=1)
    handing_on.give_back(example, "请补充依据", by=made.director)
    assert (example.state, example.approved_user, example.approved_version) == ("draft", None, None)
    drafting.edit(example, WORDS, by=made.steward)


def test_of_one_case_there_is_one_example_at_a_time(market: Department) -> None:
    made = world(market)
    example = made.drafted()
    with pytest.raises(Conflict):
        made.drafted()
    withdrawing.drop(example, "不再需要", by=made.steward)
    assert made.drafted().number != example.number


def test_another_department_may_neither_see_nor_draft(market: Department, environment: Department, signed_in: Signed) -> None:
    made = world(market)
    other = measures.office(environment)
    with pytest.raises(Forbidden):
        drafting.draft(made.case.application, by=other.steward)
    example = made.drafted()
    assert signed_in(other.users["steward"]).get(f"/desk/examples/{example.pk}").status_code == 403


@pytest.mark.parametrize(("because", "stays"), [("wrong", False), ("objection", False), ("repaired", True), ("standard", True)])
def test_an_entry_that_was_wrong_takes_the_example_along(
    market: Department, client: Client, because: str, *, stays: bool
) -> None:  # fmt: skip
    made = world(market)
    example = made.published()
    ending.end(made.listing, because=because, words="经核实", by=made.steward)
    example.refresh_from_db()
    assert (example.state == "published") is stays
    page = client.get(f"/efficacy/examples/{example.pk}")
    assert page.status_code == (200 if stays else 410)
    assert (WORDS["zh"]["title"] in page.content.decode()) is stays
    if not stays:
        assert Entry.objects.filter(event="example:withdrawn", subject_id=str(example.pk)).get().role == "system"


def test_what_is_not_public_yet_is_dropped(market: Department) -> None:
    made = world(market)
    example = made.approved()
    ending.end(made.listing, because="wrong", words="列入错误", by=made.steward)
    example.refresh_from_db()
    assert example.state == "dropped"


@pytest.mark.parametrize(("because", "stays"), [("annulled", False), ("withdrawn", False), ("repaired", True)])
def test_a_record_that_no_longer_holds_takes_the_example_along(
    market: Department, tmp_path: Path, settings: Any, because: str, *, stays: bool
) -> None:  # fmt: skip
    settings.DATA_DIR = tmp_path
    record = measures.penalised(tmp_path, market)
    where = measures.office(market)
    taken = measures.adopted(where, measures.ON_RECORDS)
    case = measures.begun(where, taken, record.organisation, records=(record,))
    measures.notified(where, case)
    type(case).everything.filter(pk=case.pk).update(answer_until=timezone.localdate() - timedelta(days=1))
    case.refresh_from_db()
    measures.deciding.decide(case, measures.decision(case), by=where.head)
    example = drafting.draft(case, by=where.steward)
    assert record.decision_no not in str(Version.objects.get(example=example).words)
    reason = records_ending.Reason(because=because, basis="penalty-law:48", words="依法处理")
    records_ending.end([record.pk], reason=reason, by=SYSTEM)
    example.refresh_from_db()
    assert (example.state == "draft") is stays


def test_the_hourly_job_takes_down_what_no_act_has(market: Department) -> None:
    made = world(market)
    example = made.published()
    today = timezone.localdate()
    Listing.everything.filter(pk=made.listing.pk).update(state="ended", ended_on=today, ended_because="wrong", ended_words="列入错误")
    tasks.tidy(0)
    example.refresh_from_db()
    assert example.state == "withdrawn"


def test_nothing_told_from_what_was_wrong_is_published_even_by_sql(market: Department) -> None:
    made = world(market)
    example = made.approved()
    today = timezone.localdate()
    Listing.everything.filter(pk=made.listing.pk).update(state="ended", ended_on=today, ended_because="wrong", ended_words="列入错误")
    with pytest.raises(Refused, match="EXAMPLE_WRONG"):
        handing_on.publish(example, "好", by=made.director)
    with pytest.raises(IntegrityError, match="wrong"), transaction.atomic():
        Example.objects.filter(pk=example.pk).update(
            state="published", published_by="x", published_user=made.director.user_id, published_at=timezone.now()
        )


def test_the_page_names_the_body_only_while_its_entry_shows(market: Department, client: Client) -> None:
    made = world(market)
    example = made.published(named=True)
    body = made.case.agent.organisation
    address = f"/efficacy/examples/{example.pk}"
    assert body.name in client.get(address).content.decode()
    ending.end(made.listing, because="repaired", words="已修复", by=made.steward)
    answer = client.get(address)
    assert answer.status_code == 200
    said = answer.content.decode()
    assert body.name not in said
    assert str(body.uscc) not in said
    assert WORDS["zh"]["title"] in said


def test_a_body_without_a_public_entry_cannot_be_named(market: Department) -> None:
    made = world(market, shown=False)
    example = made.drafted()
    with pytest.raises(Refused, match="EXAMPLE_NAMED"):
        drafting.edit(example, WORDS, named=True, by=made.steward)


def test_a_withdrawn_case_says_why_and_nothing_else(market: Department, client: Client, appoint: Callable[..., User]) -> None:
    made = world(market)
    example = made.published()
    with pytest.raises(Refused, match="EXAMPLE_NAMES"):
        withdrawing.withdraw(example, f"{made.case.agent.organisation.name}提出意见", by=made.head)
    withdrawing.withdraw(example, "表述不准确", by=made.head)
    page = client.get(f"/efficacy/examples/{example.pk}")
    assert page.status_code == 410
    assert "表述不准确" in page.content.decode()
    assert WORDS["zh"]["happened"] not in page.content.decode()
    assert client.get("/efficacy/examples/").content.decode().count(WORDS["zh"]["title"]) == 0
    assert Version.objects.filter(example=example).count() == 2


def test_whose_turn_it_is_stands_in_the_inbox_and_the_organisation_is_told(market: Department) -> None:
    made = world(market)

    def whose(standing: Standing) -> list[str]:
        return [one.subject_id for one in waiting(standing)]

    example = made.submitted()
    assert whose(made.head) == [str(example.pk)]
    assert not whose(made.steward)
    assert not whose(made.director)
    handing_on.approve(example, "好", by=made.head)
    assert whose(made.director) == [str(example.pk)]
    assert not whose(made.head)
    handing_on.publish(example, "好", by=made.director)
    assert not whose(SYSTEM)
    assert Notice.objects.filter(user=made.case.agent.user, key="efficacy.told.published").count() == 1


def test_a_case_that_was_dropped_after_notice_is_an_example_too(market: Department) -> None:
    where: Office = measures.office(market)
    body = measures.body()
    case = measures.begun(where, measures.adopted(where), body, listing=measures.listed(body, market))
    with pytest.raises(Refused):
        drafting.edit(drafting.draft(measures.notified(where, case), by=where.steward), words(title=""), by=where.steward)
    Example.objects.update(state="dropped", ended_on=timezone.localdate(), ended_words="x")
    measures_ending.drop(case, "情节轻微且已改正", by=where.steward)
    said = Version.objects.get(example=drafting.draft(case, by=where.steward)).words["zh"]
    assert "不予采取" in said["measure"]
    assert "情节轻微且已改正" in said["measure"]
