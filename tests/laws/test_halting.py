"""The kill switch: what rests on a law stops in the same transaction; its list is kept; people are told; a suspension is lifted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.laws import depending, force, halting, lifting, telling
from goodstanding.laws.models import Affected, Halt, Telling
from goodstanding.ledger.models import Entry
from goodstanding.notices.models import Notice
from goodstanding.rules.refusals import Conflict, Forbidden, Missing, Refused
from tests.laws.making import LAW, OTHER, Entries, entries, resting, said
from tests.repairs.making import StandingOf, agent

pytestmark = pytest.mark.django_db
Appoint = Callable[..., User]


@pytest.fixture
def part() -> Iterator[Entries]:
    with entries() as made:
        yield made


@pytest.fixture
def director(appoint: Appoint) -> User:
    return appoint("director", None, "diana")


def test_a_repeal_stops_all_that_rests_on_it_and_only_that(part: Entries, director: User, standing_of: StandingOf) -> None:
    resting(f"{LAW}:48", 1, 2)
    resting(OTHER, 3)
    seen = halting.preview("law", LAW)
    assert (seen.stops, seen.organisations) == (2, 2)
    assert {name for _, name in seen.first} == {"临澜市第1有限公司", "临澜市第2有限公司"}
    made = halting.halt(said(words="该法已被取代，联系13812345678"), by=standing_of(director))
    assert made.number.startswith("TZ")
    assert "13812345678" not in made.words
    assert len(part.stopped) == 2
    lines = Affected.objects.filter(halt=made)
    assert made.affected == lines.count()
    assert set(lines.filter(part="entries").values_list("became", flat=True)) == {"stopped"}
    regimes = lines.filter(part="regimes")
    assert not regimes.exclude(became="stays").exists(), "a regime takes two people, and is only named"
    assert not force.in_force(f"{LAW}:48", timezone.localdate())
    assert force.in_force(OTHER, timezone.localdate())
    entry = Entry.objects.get(event="law:halted")
    assert (entry.subject_id, entry.data["code"], entry.data["affected"]) == (str(made.pk), LAW, made.affected)
    assert [one.code for one in force.halts("law", LAW, timezone.localdate())] == [LAW]


def test_the_catalogue_s_own_dependants_are_named_and_go_on(director: User, standing_of: StandingOf) -> None:
    made = halting.halt(said("ndrc-36"), by=standing_of(director))
    lines = {(one.part, one.subject_id): one for one in made.lines.all()}
    assert lines["regimes", "ndrc-36"].became == "stays"
    assert lines["clauses", "ndrc-36"].n >= 1
    assert halting.preview("law", "ndrc-36").stops == 0


def test_some_articles_only(part: Entries, director: User, standing_of: StandingOf) -> None:
    resting(f"{LAW}:48", 1)
    resting(f"{LAW}:4,9", 2)
    resting(LAW, 3)
    seen = halting.preview("law", LAW, "9")
    assert (seen.stops, seen.goes_on) == (1, 2)
    made = halting.halt(said(articles=" 9、 "), by=standing_of(director))
    assert made.articles == "9"
    assert len(part.stopped) == 1
    today = timezone.localdate()
    assert [force.in_force(basis, today) for basis in (f"{LAW}:4,9", f"{LAW}:48", LAW)] == [False, True, True]
    assert force.halted("law", LAW, today) is None, "the law as a whole stands"


def test_a_suspension_pauses_and_is_lifted_and_a_repeal_is_for_good(part: Entries, director: User, standing_of: StandingOf) -> None:
    resting(LAW, 1)
    by, today = standing_of(director), timezone.localdate()
    suspended = halting.halt(said(kind="suspended"), by=by)
    assert Affected.objects.get(halt=suspended, part="entries").became == "paused"
    assert part.stopped == []
    why = force.why_not(LAW, today)
    assert why is not None
    assert "暂停" in why.zh
    with pytest.raises(Refused, match="LIFT_WORDS_MISSING"):
        lifting.lift(suspended, " ", by=by)
    lifted = lifting.lift(suspended, "暂停决定已撤销", by=by)
    assert (lifted.lifted_on, lifted.lifted_by) == (today, by.label)
    assert part.resumed == [suspended.number]
    assert force.in_force(LAW, today)
    with pytest.raises(Conflict, match="NOTHING_TO_LIFT"):
        lifting.lift(suspended, "再次", by=by)
    halting.halt(said(kind="suspended"), by=by)
    repealed = halting.halt(said(), by=by)
    with pytest.raises(Conflict, match="NOTHING_TO_LIFT"):
        lifting.lift(repealed, "恢复", by=by)
    with pytest.raises(Conflict, match="NOTHING_TO_LIFT"):
        lifting.lift(Halt.objects.get(kind="suspended", lifted_on__isnull=True), "恢复", by=by)
    assert part.stopped
    assert list(Entry.objects.filter(event__startswith="law:").order_by("id").values_list("event", flat=True)) == [
        "law:halted", "law:resumed", "law:halted", "law:halted",
    ]  # fmt: skip


def test_retroactive_is_possible_and_the_past_stays_as_it_was(director: User, standing_of: StandingOf) -> None:
    since = timezone.localdate() - timedelta(days=30)
    halting.halt(said(since=since), by=standing_of(director))
    assert force.in_force(LAW, since - timedelta(days=1))
    assert not force.in_force(LAW, since)


def test_what_cannot_be_is_refused_with_what_to_do(part: Entries, director: User, standing_of: StandingOf) -> None:
    by, today = standing_of(director), timezone.localdate()
    for wrong, code in (
        ({"kind": "gone"}, "KIND_UNKNOWN"), ({"articles": "第九条"}, "ARTICLES_UNREADABLE"), ({"document": " "}, "DOCUMENT_MISSING"),
        ({"words": ""}, "WORDS_MISSING"), ({"since": today + timedelta(days=1)}, "SINCE_IN_FUTURE"),
        ({"since": date(2020, 1, 1)}, "SINCE_TOO_EARLY"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            halting.halt(said(**wrong), by=by)
        assert refused.value.code == code
    for code in ("no-such-law", "own"):
        with pytest.raises(Missing, match="NO_SUCH_BASIS"):
            halting.halt(said(code), by=by)
    with pytest.raises(Missing, match="NO_SUCH_BASIS"):
        halting.halt(said("no_such_measure", target="measure"), by=by)
    assert not Halt.objects.exists()
    assert part.stopped == []


def test_only_the_director(
    clerk: User, administrator: User, auditor: User, market: Department, appoint: Appoint, standing_of: StandingOf
) -> None:
    others = (clerk, administrator, auditor, appoint("head", market), appoint("steward", market))
    for user in others:
        with pytest.raises(Forbidden):
            halting.halt(said(), by=standing_of(user))
    made = halting.halt(said(kind="suspended"), by=SYSTEM)
    with pytest.raises(Forbidden):
        lifting.lift(made, "恢复", by=standing_of(clerk))
    refused = Entry.objects.filter(event="access:refused", data__action="halt_basis", user_id__in=[user.pk for user in others])
    assert refused.count() == 6


def test_the_same_click_twice_is_one_deed(part: Entries, director: User, standing_of: StandingOf) -> None:
    resting(LAW, 1)
    once = said()
    first = halting.halt(once, by=standing_of(director))
    assert halting.halt(once, by=standing_of(director)) == first
    with pytest.raises(Conflict, match="HALTED_ALREADY"):
        halting.halt(replace(once, key=uuid4()), by=standing_of(director))
    with pytest.raises(Conflict, match="HALTED_ALREADY"):
        halting.halt(said(articles="9"), by=standing_of(director))
    assert Halt.objects.count() == 1
    assert Notice.objects.filter(key="laws.told.heads_halted").count() == 1, "Diana herself, once"


def test_where_one_part_fails_nothing_has_happened(part: Entries, director: User, standing_of: StandingOf) -> None:
    resting(LAW, 1)
    part.breaks = True
    with pytest.raises(RuntimeError):
        halting.halt(said(), by=standing_of(director))
    assert not Halt.objects.exists()
    assert not Affected.objects.exists()
    assert force.in_force(LAW, timezone.localdate())
    assert not Notice.objects.exists()


def test_whoever_acts_is_told_with_how_many_and_the_rest_by_the_job(
    part: Entries, director: User, appoint: Appoint, market: Department, standing_of: StandingOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = resting(LAW, 1, 2, 3, 4)
    bodies[1].merged_into = bodies[0]
    bodies[1].save(update_fields=["merged_into"])
    people = [agent(bodies[0], name="dana").user, agent(bodies[2], name="dora").user]
    head = appoint("head", market)
    monkeypatch.setattr(telling, "AT_ONCE", 1)
    monkeypatch.setattr(telling, "SET", 1)
    made = halting.halt(said(kind="suspended"), by=standing_of(director))
    assert set(Notice.objects.values_list("user_id", flat=True)) == {head.pk, director.pk, people[0].pk}
    assert Telling.objects.get().finished_at is None
    assert telling.go_on_all() == 1
    assert telling.go_on_all() == 0
    told = Notice.objects.get(user=people[0])
    assert "2 项" in told.zh, "both entries of one body, told once"
    assert made.number in told.zh
    assert made.number in told.url
    assert Notice.objects.get(user=people[1]).key == "laws.told.halted"
    assert Telling.objects.get().told == 2
    lifting.lift(made, "恢复", by=standing_of(director))
    telling.go_on_all()
    assert Notice.objects.filter(user=people[1], key="laws.told.lifted").count() == 1


def test_a_part_says_what_it_is_called_also_when_it_is_gone() -> None:
    with entries():
        assert depending.named("entries").zh == "目录条款"
    assert depending.named("entries").zh == "entries"
    assert [part.name for part in depending.parts()][:2] == sorted(part.name for part in depending.parts())[:2]
