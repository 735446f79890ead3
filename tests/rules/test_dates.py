from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.rules import dates

FIFTH = date(2018, 3, 5)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "2018/03/05",
            "2018/3/5",
            "2018-3-5",
            "2018.03.05",
            "20180305",
            "2018年3月5日",
            "2018年03月05号",
            "2018年3月5",
            "二〇一八年三月五日",
        ),
        *(
            "2018-03-05 00:00:00",
            "2018-03-05T10:20:30",
            "2018-03-05T10:20:30+08:00",
            "2018/3/5 9:30",
            "20180305103000",
            "43164",
            "43164.0",
            "43164.75",
        ),
        *("２０１８－０３－０５", " 2018-03-05\u200b", "2018-03-04T16:00:00Z", "2018-03-04T16:00:00.000+0000"),
    ],
)
def test_every_shape_met_in_practice(written: str) -> None:
    assert dates.read(written) == FIFTH
    assert not dates.is_empty(written)


@pytest.mark.parametrize(
    "written", ["2099/12/31", "2099-12-31", "20991231", "9999-12-31", "9999/12/31 00:00:00", "长期", "长期有效", "73050"]
)
def test_the_open_end(written: str) -> None:
    assert dates.read(written) == dates.OPEN


@pytest.mark.parametrize("written", ["", None, "  ", "1899-12-31", "1899/12/30", "1899-12-31 00:00:00", "0000-00-00", "0", "--"])
def test_what_means_nothing(written: str | None) -> None:
    assert dates.read(written) is None
    assert dates.is_empty(written)


@pytest.mark.parametrize(
    "written",
    [
        "2018-02-30",
        "2018-3/5",
        "5/3/2018",
        "18/3/5",
        "2018-13-01",
        "201803",
        "2018-03-05 25:00:00Z",
        "2018-03-05至2019-03-04",
        "明天",
        "12345",
        "99999",
    ],
)
def test_what_cannot_be_read_for_sure_is_refused(written: str) -> None:
    assert dates.read(written) is None
    assert not dates.is_empty(written)


@given(
    st.dates(date(1950, 1, 1), date(2099, 12, 30)),
    st.sampled_from(["%Y/%m/%d", "%Y-%m-%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M:%S"]),
)
def test_every_day_in_every_shape(day: date, shape: str) -> None:
    assert dates.read(day.strftime(shape)) == day


@given(st.dates(date(1950, 1, 1), date(2099, 12, 30)))
def test_a_spreadsheets_serial_is_the_day(day: date) -> None:
    assert dates.read(str((day - date(1899, 12, 30)).days)) == day


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_none(text: str) -> None:
    found = dates.read(text)
    assert found is None or found <= dates.OPEN
