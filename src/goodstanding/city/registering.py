"""Writes ``register.csv``, the register of the city's organisations, and ``departments.csv``."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np

from goodstanding.city import organisations
from goodstanding.city.chance import Chance
from goodstanding.city.departments import departments
from goodstanding.city.words import words

CHUNK = 20_000
HEADER = (
    "统一社会信用代码", "名称", "曾用名", "组织机构代码", "工商注册号", "税务登记号", "事业单位证书号", "社会组织登记证号",
    "行政区划", "主体类别", "状态", "成立日期", "注销日期",
)  # fmt: skip
"""``曾用名`` is ``name|from|until`` (until exclusive), several joined with ``;``."""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def write_register(path: Path, chance: Chance, count: int, today: date, *, lately: bool = True) -> None:
    """All ``count`` organisations, in order of their numbers; CSV, UTF-8. ``lately``: some were renamed only the other day."""
    with path.open("w", encoding="utf-8", newline="", buffering=1 << 20) as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(HEADER)
        for start in range(0, count, CHUNK):
            numbers = np.arange(start, min(start + CHUNK, count), dtype=np.int64)
            out.writerows(
                (
                    o.uscc, o.name, ";".join("|".join(map(str, was)) for was in (organisations.former(o, today) if lately else o.former)),
                    o.orgcode if o.taxno or o.regno or o.institution or o.social else "", o.regno, o.taxno, o.institution, o.social,
                    o.area, o.sort.title, o.status, _day(o.established), _day(o.ended),
                )
                for o in organisations.at(chance, numbers, today)
            )  # fmt: skip


def write_departments(path: Path) -> None:
    """The departments; ``kinds`` says what each hands in."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(("code", "name", "name_en", "short_name", "district", "kinds"))
        for one in departments():
            out.writerow((one.code, one.name, one.en, one.short, words().area, ";".join(feed.kind for feed in one.feeds)))
