"""Days as people write them, and the State Council's notice as it stands."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.clocks.doubting import doubts
from goodstanding.clocks.reading import Stretch, entries, listed, notice, together
from goodstanding.rules.loading import load
from tests.clocks.years import NOTICE_2026, NOTICE_2027, coming, day

SATURDAYS = [day(f"2027-{month:02}-{number:02}") for month, first in ((3, 6), (6, 5), (7, 3), (8, 7)) for number in range(first, 31, 7)]


def days(stretches: list[Stretch]) -> set[date]:
    return {day for one in stretches for day in one.days}


def test_the_notice_of_2026_says_what_the_catalogue_says() -> None:
    said, known = notice(NOTICE_2026, 2026), load().calendar
    assert said.wrong == []
    assert days(said.off) == {day for day in known.off if day.year == 2026}
    assert days(said.worked) == {day for day in known.worked if day.year == 2026}
    assert doubts(2026, said.off, said.worked) == []


def test_a_notice_of_another_year_betrays_itself_by_its_days_of_the_week() -> None:
    assert notice(NOTICE_2026, 2027).wrong
    assert "周四" in notice(NOTICE_2026, 2027).wrong[0].zh
    assert notice(NOTICE_2027, 2027).wrong == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2027-01-01 至 2027-01-03", ["2027-01-01/2027-01-03"]),
        ("1月1日至3日", ["2027-01-01/2027-01-03"]),
        ("1月1日—1月3日", ["2027-01-01/2027-01-03"]),
        ("2027/1/1 to 2027/1/3", ["2027-01-01/2027-01-03"]),
        ("1月30日（周六）至2月2日（周二）", ["2027-01-30/2027-02-02"]),
        ("4.25、5.8", ["2027-04-25/2027-04-25", "2027-05-08/2027-05-08"]),
        ("4月25日\n5月8日\n", ["2027-04-25/2027-04-25", "2027-05-08/2027-05-08"]),
        ("2026年12月31日", ["2026-12-31/2026-12-31"]),
        ("", []),
    ],
)
def test_lists_are_read_in_every_way_people_write_them(written: str, meant: list[str]) -> None:
    found, wrong = entries(written, 2027)
    assert wrong == []
    assert [f"{one.first}/{one.last}" for one in found] == meant


@pytest.mark.parametrize("written", ["元旦", "1月1日放假", "2月30日", "1月3日至1日", "1月1日至3月31日", "13月1日", "2027-01", "3日"])
def test_what_cannot_be_read_is_named_and_not_skipped(written: str) -> None:
    assert entries(written, 2027)[1]


@given(st.sets(st.dates(date(2027, 1, 1), date(2027, 12, 31)), max_size=40))
def test_what_is_listed_reads_back(chosen: set[date]) -> None:
    # A stretch is 31 days at most: longer ones do not occur, and are refused.
    stretches = [one for one in together(sorted(chosen)) if len(one.days) <= 31]
    assert entries(listed(stretches), 2027) == (stretches, [])


@given(st.text(max_size=200))
def test_no_text_brings_the_reader_down(words: str) -> None:
    for one in (*entries(words, 2027)[0], *notice(words, 2027).off):
        assert one.days


@pytest.mark.parametrize(
    ("instead", "field", "says"),
    [
        ({"worked": [day("2027-01-06")]}, "worked", "不是周末"),
        ({"worked": [day("2027-02-06")]}, "worked", "既在放假日期内"),
        ({"off": [*coming().off, day("2027-03-07")]}, "off", "本来就是周末"),
        ({"off": [*coming().off, day("2028-01-03")]}, "off", "不属于 2027 年"),
        ({"worked": [day("2026-12-26")]}, "worked", "请在 2026 年的日历中设置"),
        ({"off": coming().off[:4]}, "off", "10月1日是法定节假日"),
        ({"off": [one for one in coming().off if one.first.month in {1, 5, 10} and one.first.day == 1][:3]}, "off", None),
        ({"off": [*coming().off, Stretch(date(2027, 7, 5), date(2027, 7, 30))]}, "off", "多于历年通知"),
        ({"worked": SATURDAYS}, "worked", "多于历年通知"),
    ],
)
def test_nonsense_is_refused_with_the_sentence_that_says_why(instead: dict[str, list[Stretch]], field: str, says: str | None) -> None:
    year = coming(**instead)
    found = doubts(2027, year.off, year.worked)
    if says is None:
        assert found == []
    else:
        assert [(field, True)] == [(name, says in sentence.zh) for name, sentence in found]


def test_every_year_the_catalogue_knows_would_be_believed_but_for_days_of_the_year_before() -> None:
    known = load().calendar
    for year in sorted(known.years):
        off = together([one for one in known.off if one.year == year and one.weekday() < 5])
        worked = together([one for one in known.worked if one.year == year and one.weekday() >= 5])
        assert [one for one in doubts(year, off, worked) if "少于" not in one[1].zh] == []
