"""``register/*.csv``: what later lists say of a few bodies, so that a city shows whole lives; and the new bodies these lists bring.

One company moves, is renamed, has two branches (one that the list calls so, one that only its name calls so), takes another company in,
and splits one off; it was itself reorganised from a works. One row of the last list corrects what an earlier one said wrongly. The lists
are numbered: each is about days later than the one before, and loading them all again changes nothing.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from goodstanding.city import organisations
from goodstanding.city.chance import Chance
from goodstanding.city.organisations import Organisation
from goodstanding.city.words import words

HEADER = (
    "统一社会信用代码", "名称", "行政区划", "住所", "状态", "成立日期", "变更日期", "注销日期",
    "上级单位统一社会信用代码", "原主体", "承继主体", "更正",
)  # fmt: skip
BRANCHES = ("第一分公司", "第二分公司")
NEW = 5
"""Bodies beyond the register's own: two branches, a works, a company that is merged, one that is split off."""


class Row(NamedTuple):
    """One line; what is empty is not said."""

    code: str
    name: str
    area: str = ""
    address: str = ""
    status: str = "存续"
    established: str = ""
    changed: str = ""
    closed: str = ""
    parent: str = ""
    predecessor: str = ""
    successor: str = ""
    correct: str = ""


def renamed(hero: Organisation) -> str:
    """What it is called in the end: a group."""
    return hero.name.removesuffix("有限公司") + "集团有限公司"


def hero(chance: Chance, count: int, today: date) -> Organisation | None:
    """The company whose life is told: the first that is old enough, has had one name only, and carries on; None where there is none."""
    numbers = np.arange(min(count, 3_000), dtype=np.int64)
    return next((one for one in organisations.at(chance, numbers, today) if _fits(one, today)), None)


def write_lives(directory: Path, chance: Chance, count: int, today: date) -> None:
    """The lists, in the order in which they are to be loaded."""
    one, others = hero(chance, count, today), _beyond(chance, count, today)
    if one is None or len(others) < NEW:
        return
    folder = directory / "register"
    folder.mkdir(exist_ok=True)
    for number, rows in enumerate(_lists(one, others, today), start=1):
        with (folder / f"{number}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\r\n")
            out.writerow(HEADER)
            out.writerows(rows)


def _beyond(chance: Chance, count: int, today: date) -> list[Organisation]:
    """Companies whose numbers, and so whose codes, the register does not have."""
    numbers = np.arange(count, min(count + 100, organisations.MOST), dtype=np.int64)
    return [one for one in organisations.at(chance, numbers, today) if one.sort.trade == "company"][:NEW]


def _fits(one: Organisation, today: date) -> bool:
    plain = one.sort.trade == "company" and one.name.endswith("有限公司") and not one.former
    return plain and one.status == "存续" and one.established < today.replace(year=today.year - 12, day=1)


def _lists(one: Organisation, others: list[Organisation], today: date) -> list[list[Row]]:
    def ago(years: int, days: int = 0) -> str:
        return date.fromordinal(today.toordinal() - 365 * years - days).isoformat()

    first, second, works, merged, split = [other.uscc for other in others]
    stem, areas = one.name.removesuffix("有限公司"), [district.area for district in words().districts if district.area != one.area]
    street = words().streets[one.number % len(words().streets)]
    birth = one.established.isoformat()
    began = (one.established - timedelta(days=1)).isoformat()
    return [
        [
            Row(works, f"{stem}厂", one.area, status="注销", closed=birth, established=ago(33), successor=f"{one.uscc}|改制|{birth}"),
            Row(first, one.name + BRANCHES[0], areas[0], established=ago(9), changed=ago(9), parent=f"{one.uscc}||{ago(9)}"),
            Row(second, one.name + BRANCHES[1], areas[1], established=ago(7), changed=ago(7)),
            Row(merged, f"{stem}配送有限公司", one.area, established=ago(11), changed=ago(11)),
        ],
        [Row(one.uscc, one.name, areas[0], f"{words().city}{street}18号", changed=ago(8))],
        [
            Row(merged, f"{stem}配送有限公司", status="注销", closed=ago(5), successor=f"{one.uscc}|吸收合并|{ago(5)}"),
            Row(one.uscc, one.name, areas[1], changed=ago(4)),
            Row(split, f"{stem}仓储有限公司", areas[0], established=ago(3), changed=ago(3), predecessor=f"{one.uscc}|分立|{ago(3)}"),
        ],
        [
            Row(one.uscc, renamed(one), changed=ago(0, 20)),
            Row(first, one.name + BRANCHES[0], status="吊销", closed=ago(1), changed=ago(1)),
        ],
        # The move of four years ago led elsewhere: an earlier list named the wrong district.
        [Row(one.uscc, renamed(one), areas[-1], changed=ago(4), correct="是")],
        [Row(works, f"{stem}厂", status="注销", closed=began, correct="是")],
    ]
