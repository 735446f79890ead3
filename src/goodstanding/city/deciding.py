"""Decisions of the invented departments: record ``i`` of a feed is always the same one, as a row from roles to texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from goodstanding.city import organisations
from goodstanding.city.chance import Chance, Whole
from goodstanding.city.conduct import Conduct, Permit, conducts, permits, phrases
from goodstanding.city.days import slashed, spoken, years_after
from goodstanding.city.departments import Department
from goodstanding.city.money import in_ten_thousands, in_words
from goodstanding.city.organisations import Organisation
from goodstanding.city.words import words
from goodstanding.rules.terms import months_after

Row = dict[str, str]
"""Role -> text (``party.name``, ``decision.date`` …); what is missing is empty."""

OPEN_END = "2099/12/31"
ORDER_36 = date(2026, 4, 1)
PUBLIC_MONTHS = {"轻微": 3, "一般": 12, "严重": 36}
"""How long a department says its penalty shows: the longest of 信用修复管理办法 (第36号令); before it three years (第58号令)."""
FRESH = 5
"""Working days back within which half of the decisions were made: handed in well within seven (国办发〔2015〕51号)."""
SHARED = 97
"""Every 97th decision names a second party: same number, same day, lawful."""


@dataclass(frozen=True, slots=True)
class World:
    """What all decisions share."""

    chance: Chance
    organisations: int
    days: tuple[date, ...]
    today: date


def decisions(world: World, department: Department, kind: str, numbers: Whole) -> Iterator[tuple[Row, Organisation]]:
    """The rows with these numbers in the department's own count, each with the party it is about."""
    stream = f"{department.slug} {kind}"
    c = world.chance
    # Half of the decisions are of the last days, as they are handed in; of the others later ones are more frequent.
    # Some bodies are met again and again.
    models = np.where(numbers % SHARED == 1, numbers - 1, numbers)
    past = (c.share(f"{stream} day", models) ** 0.5 * len(world.days)).astype(np.int64)
    fresh = len(world.days) - 1 - c.below(f"{stream} fresh day", models, FRESH)
    day_at = np.where(c.share(f"{stream} fresh", models) < 0.5, fresh, past).tolist()
    party_at = (c.share(f"{stream} party", models) ** 1.5 * world.organisations).astype(np.int64)
    party_at = (party_at + (models != numbers)) % world.organisations
    parties = organisations.at(c, party_at, world.today)
    bits = [c.below(f"{stream} {what}", models, 1 << 30).tolist() for what in ("what", "text", "size")]
    write = _penalty if kind == "penalty" else _permit
    for number, model, party, at, what, text, size in zip(numbers.tolist(), models.tolist(), parties, day_at, *bits, strict=True):
        day = world.days[at]
        row = _common(department, party, number if number == model else model, day)
        write(row, department, party, day, what, text, size)
        yield row, party


def _common(department: Department, party: Organisation, number: int, day: date) -> Row:
    """The columns every decision has. Old numbers come along with one party in three, as departments still copy them."""
    old = party.number % 3 == 0
    return {
        "party.name": party.name,
        "party.class": "个体工商户" if party.household else "法人及非法人组织",
        "party.uscc": party.uscc,
        "party.regno": party.regno if old else "",
        "party.orgcode": party.orgcode if old else "",
        "party.taxno": party.taxno if old else "",
        "party.institution": party.institution if old else "",
        "party.social": party.social if old else "",
        "party.representative": party.representative,
        "decision.date": slashed(day),
        "organ.name": department.name,
        "organ.code": department.code,
        "source.name": department.name,
        "source.code": department.code,
        "secret": "否",
        "_number": str(number + 1),
        "_year": str(day.year),
    }


def _penalty(row: Row, department: Department, party: Organisation, day: date, what: int, text: int, size: int) -> None:
    some = conducts(department.slug)
    conduct = some[what % len(some)]
    fine = _fine(conduct, size)
    klass = "一般" if conduct.klass == "轻微" and day < ORDER_36 else conduct.klass
    taken = size % 97 * 120 + 260 if conduct.confiscates else 0
    mark = f"{department.mark}罚〔{row['_year']}〕{row['_number']}号"
    row |= {
        "status": "0",
        "decision.number": mark,
        "decision.violation": f"{conduct.title}，违反了{conduct.broke}的规定",
        "decision.facts": facts(conduct, department, party, day, text),
        "decision.basis": conduct.basis,
        "decision.category": ";".join(conduct.kinds),
        "decision.content": "；".join(_sanctions(conduct, fine, taken, text)),
        "fine": in_ten_thousands(fine) if fine else "",
        "confiscated": in_ten_thousands(taken) if taken else "",
        "suspended": f"{conduct.withdraw}（{party.uscc}）" if conduct.withdraw else "",
        "valid.until": OPEN_END if text % 3 else slashed(years_after(day, 1)),
        "publish.until": slashed(months_after(day, PUBLIC_MONTHS[klass] if day >= ORDER_36 else 36)),
        "publication.class": klass,
        "publication.procedure": "简易程序" if conduct.simple and size % 2 else "普通程序",
        "_title": conduct.title,
    }


def _fine(conduct: Conduct, size: int) -> int:
    """A round sum in the span the law leaves."""
    low, high = conduct.fine
    if not high:
        return 0
    step = 100 if high <= 10_000 else 500 if high <= 100_000 else 2000
    return low + size % ((high - low) // step + 1) * step


def _sanctions(conduct: Conduct, fine: int, taken: int, text: int) -> Iterator[str]:
    count = len(conduct.kinds)
    for at, kind in enumerate(conduct.kinds, start=1):
        lead = f"{at}.{{}}" if count > 1 else "{}"
        if kind == "罚款":
            yield lead.format(
                f"罚款人民币{in_words(fine)}（{fine}元）" if text % 2 else f"处以罚款{in_ten_thousands(fine)}万元（大写：{in_words(fine)}）"
            )
        elif kind.startswith("没收"):
            yield lead.format(f"没收违法所得{taken}元")
        elif kind.startswith("暂扣"):
            yield lead.format(f"吊销{conduct.withdraw}")
        else:
            yield lead.format(kind)


def premises(party: Organisation, text: int) -> str:
    """Where the party carries on its business."""
    streets = words().streets
    return f"{words().city}{party.district}{streets[text % len(streets)]}{text % 389 + 1}号"


def facts(conduct: Conduct, department: Department, party: Organisation, day: date, text: int) -> str:
    """What was found, as a decision tells it: 90 to 200 characters."""
    p = phrases()
    values = _numbers(text) | {
        "name": party.name,
        "place": premises(party, text),
        "day": spoken(day - timedelta(days=text % 60 + 12)),
        "past": spoken(day - timedelta(days=text % 400 + 200)),
        "served": spoken(day - timedelta(days=text % 5 + 6)),
    }
    found = conduct.found[text // 3 % len(conduct.found)]
    return (
        (p.opening[text % len(p.opening)] + "发现" + found + p.closing[text // 7 % len(p.closing)])
        .format_map(values)
        .replace("本机关", department.short, 1)
    )


def _numbers(text: int) -> dict[str, object]:
    things = phrases().things
    return {"thing": things[text // 11 % len(things)], "k": text // 13 % 8 + 2, "n": text // 17 % 88 + 10, "m": text // 19 % 8800 + 420}


def _permit(row: Row, department: Department, party: Organisation, day: date, what: int, text: int, size: int) -> None:
    some = [one for one in permits(department.slug) if one.for_all or not party.household] or list(permits(department.slug))
    permit: Permit = some[what % len(some)]
    begins = day + timedelta(days=size % 10)
    values = _numbers(text) | {"name": party.name, "place": premises(party, text), "trade": "食品销售经营者"}
    row |= {
        "status": "1",
        "decision.title": permit.title,
        "decision.number": f"{department.mark}许〔{row['_year']}〕{row['_number']}号",
        "decision.category": permit.kind,
        "permit.certificate": permit.certificate,
        "permit.number": f"{permit.letters}{words().area}{day:%y}{int(row['_number']):07d}" if permit.letters else "",
        "decision.content": permit.content[text // 3 % len(permit.content)].format_map(values),
        "valid.from": slashed(begins),
        "valid.until": slashed(years_after(begins, permit.years) - timedelta(days=1)) if permit.years else OPEN_END,
        "_title": permit.title,
    }
