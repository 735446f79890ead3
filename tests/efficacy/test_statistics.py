"""The figures: each opens exactly its rows, departments are measured, and in public a small number is not said."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodstanding.checks import asking, feeding_back
from goodstanding.checks.models import Check
from goodstanding.departments.models import Department, User
from goodstanding.efficacy import counting, counting_checks
from goodstanding.efficacy.counting import Scope
from goodstanding.efficacy.counting_checks import Asked
from goodstanding.efficacy.public_numbers import FEW
from goodstanding.lists import ending as lists_ending
from goodstanding.measures import ending
from goodstanding.measures.models import Application
from tests.checks.making import asks
from tests.checks.page_making import on_a_list
from tests.measures import making
from tests.measures.making import Case
from tests.organisations.making import code

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
CASE = re.compile("/desk/measures/applications/[0-9a-f-]{36}")


def this_year() -> Scope:
    return Scope(year=timezone.localdate().year)


def again(case: Case, number: int) -> Application:
    """Another organisation, the same measure, in force."""
    body = making.body(number)
    made = making.notified(case.office, making.begun(case.office, case.adoption, body, listing=making.listed(body, case.office.department)))
    Application.everything.filter(pk=made.pk).update(answer_until=timezone.localdate() - timedelta(days=1))
    made.refresh_from_db()
    making.deciding.decide(made, making.decision(made), by=case.office.head)
    return made


@pytest.fixture
def world(market: Department) -> Case:
    """One of each: repaired, ended by hand, its term over, dropped by hand, dropped with its entry, in force."""
    case = making.applied(market)
    assert case.listing is not None
    lists_ending.end(case.listing, because="repaired", words="已修复", by=case.office.steward)
    ending.end(again(case, 2), "不再需要", by=case.office.steward)
    over = again(case, 3)
    # As if it had begun in time to be over by now: a day is all that tells.
    today = timezone.localdate()
    with pgtrigger.ignore():
        Application.everything.filter(pk=over.pk).update(
            notified_on=today - timedelta(days=50), answer_until=today - timedelta(days=40), decided_on=today - timedelta(days=30),
            starts_on=today - timedelta(days=30), ends_on=today - timedelta(days=1),
        )  # fmt: skip
    fourth, fifth = making.body(4), making.body(5)
    dropped = making.begun(case.office, case.adoption, fourth, listing=making.listed(fourth, market))
    ending.drop(dropped, "情节轻微且已改正", by=case.office.steward)
    entry = making.listed(fifth, market)
    making.begun(case.office, case.adoption, fifth, listing=entry)
    lists_ending.end(entry, because="wrong", words="列入错误", by=case.office.steward)
    again(case, 6)
    return case


def test_every_figure_counts_what_happened(world: Case) -> None:
    (row,) = counting.counted(this_year())
    assert (row.kind, row.department) == (world.adoption.kind_id, world.office.department.pk)
    assert {name: row.n(name) for name in counting.FIGURES} == {
        "begun": 6, "dropped": 2, "applied": 4, "ended": 3, "off_list": 1, "repaired": 1, "records_repaired": 0,
    }  # fmt: skip
    assert {part: row.n("ended", part) for part in counting.ENDED} == {
        "term": 1, "entry": 1, "record": 0, "basis": 0, "measure": 0, "department": 1,
    }  # fmt: skip
    assert (row.n("dropped", "department"), row.n("dropped", "entry")) == (1, 1)
    assert row.median == 0  # two ended on their first day, one after 29


def test_every_number_opens_exactly_its_rows(world: Case) -> None:
    (row,) = counting.counted(this_year())
    for (name, part), n in row.counts.items():
        assert len(counting.rows(name, this_year(), part)) == n, (name, part)
    assert {one.state for one in counting.rows("dropped", this_year())} == {"dropped"}
    ended_by_hand = counting.rows("ended", this_year(), "department").get()
    assert ended_by_hand.ended_words == "不再需要"


def test_another_year_side_or_department_has_none_of_it(world: Case, environment: Department) -> None:
    year = this_year().year
    for scope in (
        Scope(year=year - 2), Scope(year=year, side="incentive"), Scope(year=year, department=environment.code),
        Scope(year=year, within=environment.pk), Scope(year=year, kind="green_lane"),
    ):  # fmt: skip
        assert counting.counted(scope) == []
        assert not counting.rows("begun", scope)
    assert counting.counted(Scope(year=year, side="restriction", kind=world.adoption.kind_id, within=world.office.department.pk))


def test_as_many_statements_for_one_case_as_for_many(world: Case, client: Client) -> None:
    with CaptureQueriesContext(connection) as first:
        client.get("/efficacy/")
    for number in range(20, 24):
        again(world, number)
    with CaptureQueriesContext(connection) as second:
        client.get("/efficacy/")
    assert len(second) == len(first)


def test_on_the_desk_each_number_is_a_link_that_lists_its_cases(world: Case, signed_in: Signed) -> None:
    client = signed_in(world.office.users["head"])
    page = client.get("/desk/efficacy/").content.decode()
    for figure, n in (("begun", 6), ("dropped", 2), ("applied", 4), ("ended", 3), ("off_list", 1)):
        assert f"rows?figure={figure}" in page
        listed = client.get(f"/desk/efficacy/rows?figure={figure}&year={this_year().year}").content.decode()
        assert len(CASE.findall(listed)) == n, figure
    assert "情节轻微且已改正" in client.get("/desk/efficacy/rows?figure=dropped&part=department").content.decode()
    assert client.get("/desk/efficacy/rows?figure=score").status_code == 404


def test_a_department_sees_its_own_and_the_centre_all(world: Case, environment: Department, signed_in: Signed, clerk: User) -> None:
    other = making.office(environment)
    assert "/desk/efficacy/rows?figure=" not in signed_in(other.users["head"]).get("/desk/efficacy/").content.decode()
    rows = signed_in(other.users["head"]).get(f"/desk/efficacy/rows?figure=begun&department={world.office.department.code}")
    assert not CASE.search(rows.content.decode())
    assert "/desk/efficacy/rows?figure=begun" in signed_in(clerk).get("/desk/efficacy/").content.decode()


def test_in_public_a_small_number_is_not_said_and_nothing_opens(world: Case, client: Client) -> None:
    page = client.get("/efficacy/").content.decode()
    assert f"不足{FEW}" in page
    assert "不分列" in page
    assert "<td" in page
    assert world.application.number not in page
    assert "/desk/" not in page
    assert world.agent.organisation.name not in page
    data = client.get("/efficacy/data.json").json()
    (row,) = data["measures"]
    assert row["begun"] == 6
    assert row["ended"] == {"fewer_than": FEW}
    assert row["ended_by"] is None
    assert row["dropped_by"] is None
    assert row["median_days"] is None
    lines = list(csv.reader(io.StringIO(client.get("/efficacy/data.csv").content.decode("utf-8-sig"))))
    said = {(line[5].split()[0], line[6]): line[7] for line in lines[1:]}
    assert said["启动", ""] == "6"
    assert said["终止", ""] == f"<{FEW}"
    assert ("终止", "term") not in {(one, part) for one, part in said if part}


def test_on_the_desk_files_are_exact(world: Case, signed_in: Signed) -> None:
    client = signed_in(world.office.users["steward"])
    (row,) = client.get("/desk/efficacy/data.json").json()["measures"]
    assert (row["ended"], row["ended_by"]["term"], row["median_days"]) == (3, 1, 0)
    text = b"".join(client.get("/desk/efficacy/data.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert f",{row['ended']}" in text


def test_no_organisation_is_scored_graded_or_ranked(world: Case, client: Client) -> None:
    data = client.get("/efficacy/data.json").json()
    keys = {key for rows in (data["measures"], data["checks"], data["feedback"]) for one in rows for key in one}
    assert not {key for key in keys if any(word in key for word in ("organisation", "score", "grade", "rank"))}


def test_an_empty_year_says_so(client: Client, db: None) -> None:
    page = client.get("/efficacy/")
    assert page.status_code == 200
    assert "没有可统计的事项" in page.content.decode()
    assert client.get("/efficacy/?year=1999&side=x&kind=y").status_code == 200


@pytest.fixture
def checked(market: Department) -> tuple[Case, list[Check]]:
    """Four checks: applied, not applied with a reason (said otherwise before), seen, and nothing said."""
    case = on_a_list(market, "honours")
    codes = [str(case.agent.organisation.uscc)] * 4
    found = [asking.ask([one], purpose="honours", matter="评选", by=asks(market))[0] for one in codes]
    by, kind = asks(market), case.adoption.kind_id
    feeding_back.feed_back(found[0], "applied", measure=kind, by=by)
    feeding_back.feed_back(found[1], "applied", measure=kind, by=by)
    feeding_back.feed_back(found[1], "not_applied", measure=kind, reasons="情节轻微且已改正", by=by)
    feeding_back.feed_back(found[2], "seen", by=by)
    return case, found


def test_the_last_word_on_a_check_counts(checked: tuple[Case, list[Check]]) -> None:
    asked = Asked(year=timezone.localdate().year)
    (row,) = counting_checks.by_purpose(asked)
    assert {name: row.n(name) for name in counting_checks.FIGURES} == {
        "asked": 4, "applied": 1, "not_applied": 1, "not_applicable": 0, "seen": 1, "ended": 0, "silent": 1,
    }  # fmt: skip
    (measure,) = counting_checks.by_measure(asked)
    assert measure.counts == {"applied": 1, "not_applied": 1}
    assert counting_checks.by_measure(asked, "incentive") == []
    for name in counting_checks.FIGURES:
        assert len(counting_checks.rows(name, asked)) == row.n(name), name


def test_not_applying_with_a_reason_is_shown_as_an_answer_of_its_own(
    checked: tuple[Case, list[Check]], signed_in: Signed, client: Client
) -> None:
    desk = signed_in(checked[0].office.users["head"])
    assert "说明理由，未采取" in desk.get("/desk/efficacy/").content.decode()
    rows = desk.get("/desk/efficacy/receipts?figure=not_applied&purpose=honours").content.decode()
    assert rows.count("/desk/checks/") >= 1
    assert "情节轻微且已改正" in rows
    assert checked[1][1].number in rows
    assert checked[1][0].number not in rows
    (row,) = client.get("/efficacy/data.json").json()["checks"]
    assert row["not_applied"] == {"fewer_than": FEW}
    assert "silent" not in row


def test_checks_a_law_hides_are_not_counted_in_public(checked: tuple[Case, list[Check]], client: Client) -> None:
    with pgtrigger.ignore():
        Check.objects.update(hidden=True)
    data = client.get("/efficacy/data.json").json()
    assert data["checks"] == []
    assert data["feedback"] == []
    assert counting_checks.by_purpose(Asked(year=timezone.localdate().year, hidden=True))[0].n("asked") == 4


def test_the_code_of_a_body_is_nowhere(world: Case, client: Client) -> None:
    whole = client.get("/efficacy/").content.decode() + client.get("/efficacy/data.json").content.decode()
    assert all(code(number) not in whole for number in range(1, 7))
