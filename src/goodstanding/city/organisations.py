"""The invented organisations: number ``i`` is always the same one, with its code, names, legacy identifiers and dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from goodstanding.city import coding, naming
from goodstanding.city.chance import Chance, Whole, stride
from goodstanding.city.words import words


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of body: first two characters of its code, its share of a city, and what the register calls it."""

    trade: str
    pair: str
    share: float
    title: str


SORTS = (
    Sort("company", "91", 0.560, "企业"),
    Sort("household", "92", 0.345, "个体工商户"),
    Sort("cooperative", "93", 0.022, "农民专业合作社"),
    Sort("institution", "12", 0.014, "事业单位"),
    Sort("organ", "11", 0.004, "机关"),
    Sort("association", "51", 0.012, "社会团体"),
    Sort("private_unit", "52", 0.016, "民办非企业单位"),
    Sort("village", "N2", 0.015, "农村集体经济组织"),
    Sort("law_office", "31", 0.004, "律师事务所"),
    Sort("union", "81", 0.008, "工会"),
)
MOST = 9_000_000
"""More than this and names or numbers would begin to repeat."""
CODE_REFORM = date(2015, 10, 1)
"""GB 32100-2015 in force: older bodies brought their old numbers along."""
_STATES = ("存续", "注销", "吊销，未注销", "迁出")
_STATE_SHARES = (0.89, 0.08, 0.02, 0.01)
_RENAMED = (0.94, 0.05, 0.01)
_OLDEST = date(1992, 1, 1)
_SERIALS = 8_000_000
_SERIALS_STRIDE = stride(_SERIALS)


class Organisation(NamedTuple):
    """One body. '' where it has none; ``former`` holds (name, from, until) in order."""

    number: int
    uscc: str
    name: str
    sort: Sort
    district: str
    area: str
    regno: str
    taxno: str
    institution: str
    social: str
    status: str
    established: date
    ended: date | None
    former: tuple[tuple[str, date, date], ...]
    representative: str

    @property
    def orgcode(self) -> str:
        """Characters 9 to 17 of the code, the body's identity."""
        return self.uscc[8:17]

    @property
    def household(self) -> bool:
        """An individual business (个体工商户)."""
        return self.sort.pair == "92"


def former(one: Organisation, today: date) -> tuple[tuple[str, date, date], ...]:
    """Its former names as a city's register has them: every second body that was renamed was so in the last weeks."""
    if not one.former or one.number % 2:
        return one.former
    *before, (name, since, _) = one.former
    return (*before, (name, since, today - timedelta(days=10 + one.number % 40)))


def _areas(chance: Chance, number: Whole, district: Whole) -> list[str]:
    w = words()
    where = chance.share("area", number)
    other = chance.below("area elsewhere", number, len(w.areas_elsewhere) * len(w.areas_unlisted))
    home = [d.area for d in w.districts]
    return [
        home[d]
        if share < 0.85
        else w.areas_elsewhere[o % len(w.areas_elsewhere)]
        if share < 0.963
        else w.areas_unlisted[o % len(w.areas_unlisted)]
        for share, o, d in zip(where.tolist(), other.tolist(), district.tolist(), strict=True)
    ]


def _regnos(sorts: list[Sort], areas: list[str], numbers: list[int], seed: int) -> list[str]:
    """Registration numbers for everybody (kept by those who are old enough), those of businesses run by one person with serials from 6.

    The serial's third digit is 2 or more, so that it never reads as the month of a birth date: old identity numbers have 15 digits too.
    """
    first14 = []
    for sort, area, number in zip(sorts, areas, numbers, strict=True):
        more, place = divmod(number, _SERIALS)
        rest, third = divmod((place * _SERIALS_STRIDE + seed) % _SERIALS, 8)
        second, last = divmod(rest, 100_000)
        first14.append(f"{area}{(6 if sort.pair == '92' else 0) + more}{second}{third + 2}{last:05d}")
    return coding.regnos(first14)


def _former(part: naming.Parts, times: int, born: int, today: date) -> tuple[tuple[str, date, date], ...]:
    """Its former names; the first began when it was founded, each ended where the next began."""
    span = (today.toordinal() - born) // (times + 1)
    days = [date.fromordinal(born + span * step) for step in range(times + 1)]
    return tuple((part.former(step), days[step], days[step + 1]) for step in range(times))


def at(chance: Chance, number: Whole, today: date) -> list[Organisation]:
    """The organisations with these numbers (any order, repeats allowed), as of ``today``."""
    w = words()
    which = chance.weighted("sort", number - (number % naming.TWIN_EVERY == 1), [s.share for s in SORTS])
    sorts = [SORTS[k] for k in which.tolist()]
    district = chance.below("district", number, len(w.districts))
    areas = _areas(chance, number, district)
    age = chance.share("age", number) ** 1.7
    born = (today.toordinal() - 60 - age * (today.toordinal() - 60 - _OLDEST.toordinal())).astype(np.int64)
    old = (born < CODE_REFORM.toordinal()) & (number < coding.OLD_RANGE)
    codes = coding.usccs([s.pair + a for s, a in zip(sorts, areas, strict=True)], coding.orgcodes(number, old, chance.seed))
    regnos = _regnos(sorts, areas, number.tolist(), chance.seed)
    states = chance.weighted("state", number, _STATE_SHARES).tolist()
    ends = chance.share("end", number).tolist()
    renamed = np.where(born < today.toordinal() - 4 * 365, chance.weighted("renamed", number, _RENAMED), 0).tolist()
    names = naming.parts(chance, number, [s.trade for s in sorts])
    people = naming.people(chance, number)
    made = []
    for i, (n, sort, birth, was, part, state) in enumerate(
        zip(number.tolist(), sorts, born.tolist(), old.tolist(), names, states, strict=True)
    ):
        market, household = sort.pair[0] == "9", sort.pair == "92"
        made.append(
            Organisation(
                number=n,
                uscc=codes[i],
                name="".join(part),
                sort=sort,
                district=w.districts[district[i]].name,
                area=w.districts[district[i]].area,
                regno=regnos[i] if was and market else "",
                # A business run by one person paid tax under a number made from that person's identity number: never kept.
                taxno=areas[i] + codes[i][8:17] if was and not household else "",
                institution=f"1{areas[i][2:]}{n:07d}" if was and sort.pair == "12" else "",
                social=f"临民社证字第{n:07d}号" if was and sort.pair in ("51", "52") else "",
                status=_STATES[state],
                established=date.fromordinal(birth),
                ended=date.fromordinal(birth + int((today.toordinal() - birth) * (0.5 + ends[i] / 2))) if state else None,
                former=_former(part, renamed[i], birth, today) if renamed[i] else (),
                representative=people[i],
            )
        )
    return made
