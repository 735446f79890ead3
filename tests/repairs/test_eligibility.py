"""From which day a record may be repaired: the catalogue's dates, for every class and every day."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goodstanding.rules import publication
from goodstanding.rules.loading import HOME, load
from goodstanding.rules.reading_repairing import load_repair
from goodstanding.rules.repairing import Barred, Eligibility, Facts, barred_until, eligible
from goodstanding.rules.sources import CatalogueError
from goodstanding.rules.terms import months_after

CATALOGUE, RULES = load(), load_repair()
DAYS = st.dates(date(2019, 7, 1), date(2027, 12, 31))
KLASSES = ["", "轻微", "一般", "严重", "特定严重", "安全领域"]


def facts(decided_on: date, klass: str = "一般", **changed: object) -> Facts:
    shown = publication.show(
        "penalty", decided_on, klass=klass, procedure="", categories=["罚款"], valid_until=None, entered_on=decided_on, catalogue=CATALOGUE
    )
    known = {"categories": ("罚款",), "held": shown.held, "shown_until": None if shown.held else shown.shown_until}
    return Facts(kind="penalty", regime=shown.regime, klass=shown.klass, decided_on=decided_on, **{**known, **changed})  # type: ignore[arg-type]


def ask(known: Facts, today: date, *bars: Barred, duties: str = "unknown") -> Eligibility:
    return eligible(known, duties=duties, bars=bars, today=today, catalogue=CATALOGUE, rules=RULES)  # type: ignore[arg-type]


@settings(max_examples=300, deadline=None)
@given(DAYS, st.sampled_from(KLASSES), st.integers(0, 1500))
def test_the_earliest_day_is_the_least_period_after_the_decision_and_never_past_the_last(decided: date, klass: str, later: int) -> None:
    known, today = facts(decided, klass), decided + timedelta(days=later)
    answer = ask(known, today)
    regime = next(one for one in CATALOGUE.regimes if one.code == known.regime)
    least = regime.klass(known.klass).least
    if answer.earliest is None:
        assert not answer.may
        assert (
            known.held or known.shown_until is None or today > known.shown_until or months_after(decided, least) >= known.shown_until
        )  # nothing shows, nothing shows any more, or it ends by itself before
    else:
        assert answer.earliest == months_after(decided, least)
        assert known.shown_until is not None
        assert answer.earliest < known.shown_until
        assert answer.may is (today >= answer.earliest)
    assert answer.reasons
    assert all(half for reason in answer.reasons for half in reason)


@settings(max_examples=150, deadline=None)
@given(DAYS, st.sampled_from(KLASSES), st.integers(0, 1500))
def test_once_possible_it_stays_possible_until_the_record_stops_showing(decided: date, klass: str, later: int) -> None:
    known, today = facts(decided, klass), decided + timedelta(days=later)
    assume(known.shown_until is not None and today < known.shown_until)
    if ask(known, today).may:
        assert ask(known, today + timedelta(days=1)).may


@settings(max_examples=150, deadline=None)
@given(DAYS, st.integers(0, 400), st.integers(-400, 400), st.integers(1, 1100))
def test_a_bar_only_ever_makes_it_later_and_is_over_by_itself(decided: date, later: int, begins: int, lasts: int) -> None:
    known, today = facts(decided, "严重"), decided + timedelta(days=later)
    bar = Barred(today + timedelta(days=begins), today + timedelta(days=begins + lasts))
    free, barred = ask(known, today), ask(known, today, bar)
    if bar.since <= today <= bar.until:
        assert not barred.may
        assert barred.earliest is None or (
            free.earliest is not None and barred.earliest == max(free.earliest, bar.until + timedelta(days=1))
        )
    else:
        assert barred == free


@pytest.mark.parametrize(
    ("decided", "klass", "earliest"),
    [
        (date(2026, 11, 30), "一般", date(2027, 2, 28)),
        (date(2026, 8, 31), "一般", date(2026, 11, 30)),
        (date(2026, 4, 1), "严重", date(2027, 4, 1)),
        (date(2026, 3, 31), "严重", date(2026, 6, 30)),  # Order 58, its last day
        (date(2025, 5, 1), "安全领域", date(2026, 5, 1)),
        (date(2023, 4, 30), "严重", date(2023, 10, 30)),  # notice 527
        (date(2023, 4, 30), "特定严重", None),
    ],
)
def test_dated_examples(decided: date, klass: str, earliest: date | None) -> None:
    assert ask(facts(decided, klass), decided).earliest == earliest


def test_each_ground_says_why() -> None:
    today, decided = date(2026, 11, 23), date(2026, 8, 1)
    assert ask(facts(decided), today).code == "ready"
    assert ask(facts(date(2026, 11, 1)), today).reasons[0].zh == "尚未满最短公示期，自 2027年2月1日 起可以申请。"
    assert ask(facts(decided, ended=True), today).code == "ended"
    assert ask(facts(decided, held="secret"), today).code == "held"
    assert ask(facts(date(2022, 1, 1), "特定严重"), date(2024, 1, 1)).code == "never"
    assert ask(facts(date(2022, 1, 1)), today).code == "over"
    assert ask(facts(decided), today, duties="open").code == "unfulfilled"
    assert (
        ask(Facts(kind="permit", regime="permits", klass="valid", decided_on=decided, shown_until=date(2030, 1, 1)), today).code == "kind"
    )
    assert ask(Facts(kind="penalty", regime="gone", klass="", decided_on=decided, shown_until=date(2030, 1, 1)), today).code == "regime"
    met = {one.code: one.met for one in ask(facts(decided), today, duties="fulfilled").conditions}
    assert met == {"period": True, "fulfilled": True, "commitment": None, "other": None}


def test_what_a_source_doubts_is_looked_at_by_the_department_and_refuses_nobody() -> None:
    known = facts(date(2026, 3, 1), categories=("责令停产停业",))
    answer = ask(known, date(2026, 11, 23))
    assert answer.may
    assert "excluded" in {one.code for one in answer.conditions}
    assert "excluded" not in {one.code for one in ask(facts(date(2026, 3, 1)), date(2026, 11, 23)).conditions}


def test_a_bar_is_counted_in_months_and_moved_for_no_holiday() -> None:
    assert barred_until(date(2026, 10, 1), RULES.regimes["ndrc-36"], CATALOGUE) == date(2029, 10, 1)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('commitment = "2026-04"', 'commitment = "1999"', "there is no commitment 1999"),
        ('bar = "repair_bar"', 'bar = "repair_accept"', "counted in months"),
        ('accept = "repair_58_accept"', 'accept = "nothing"', "terms.toml has no nothing"),
        ('never = ["specific_serious"]', 'never = ["terrible"]', "the regime has no class terrible"),
        ('code = "ndrc-36"', 'code = "ndrc-37"', "no such regime"),
        ('by = "proof"', 'by = "magic"', "a condition is met by one of"),
        ("ready = {", "raedy = {", "ready is missing"),
        ('doubtful = ["责令停产停业"', 'doubtful = ["罚站"', "no kind of penalty is called 罚站"),
    ],
)
def test_a_catalogue_that_contradicts_itself_names_file_and_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    home = tmp_path / "catalogue"
    shutil.copytree(HOME, home)
    text = (home / "repair.toml").read_text("utf-8")
    assert old in text
    (home / "repair.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_repair(None, home)
    assert says in caught.value.what
    assert caught.value.file.name == "repair.toml"
    assert caught.value.line > 1
