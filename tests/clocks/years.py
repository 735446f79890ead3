"""A year nobody has announced yet, as the State Council would write it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from goodstanding.clocks import calendar
from goodstanding.clocks.reading import Stretch, notice
from goodstanding.clocks.setting import Year
from goodstanding.rules.loading import load
from goodstanding.rules.workdays import Calendar

SOURCE = "国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕×号）"
NOTICE_2027 = """
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历除夕、周五）至11日（农历正月初六、周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
"""
NOTICE_2026 = """
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""


def cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue's calendar ends with 2026."""
    whole = load()
    off, worked = (frozenset(one for one in days if one.year <= 2026) for days in (whole.calendar.off, whole.calendar.worked))
    known = Calendar(off, worked, whole.calendar.years & frozenset(range(2027)))
    monkeypatch.setattr(calendar, "load", lambda _: replace(whole, calendar=known))


def coming(**instead: object) -> Year:
    """2027 as that notice says, with something else instead where it is named."""
    said = notice(NOTICE_2027, 2027)
    return Year(**{"year": 2027, "off": said.off, "worked": said.worked, "source": SOURCE, **instead})  # type: ignore[arg-type]


def day(iso: str) -> Stretch:
    """One day as a stretch."""
    return Stretch(date.fromisoformat(iso), date.fromisoformat(iso))


__all__ = ("NOTICE_2026", "NOTICE_2027", "SOURCE", "coming", "cut", "day")
