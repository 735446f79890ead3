"""Founds a synthetic city: a folder with its departments, its register, what the departments hand in, and the truth about it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from goodstanding.city import bench, handing_in, living, overlay, registering
from goodstanding.city.chance import Chance
from goodstanding.city.days import working_days
from goodstanding.city.deciding import World
from goodstanding.city.organisations import MOST
from goodstanding.rules import loading
from goodstanding.rules.refusals import Refused
from goodstanding.rules.texts import Text
from goodstanding.rules.workdays import Calendar, UnknownYear

LEAST = 50
"""Fewer organisations than this make no city."""
FAULTS = 0.04


def found(
    directory: Path, *, organisations: int, records: int, seed: int, today: date, faults: float = FAULTS, layout: str = "city"
) -> None:
    """Write a whole city into ``directory`` (made if need be; files of the same name are replaced).

    ``organisations`` bodies in ``register.csv``; ``records`` rows handed in, over all files; ``faults`` of 0 to 1 is the share of
    rows with a planted fault. The same arguments give the same bytes. ``layout`` ``bench`` writes ``register.csv`` and one big
    ``penalties.csv`` only. Memory does not grow with the numbers. Raises :class:`Refused` on numbers that make no city.
    """
    if not LEAST <= organisations <= MOST or records < 0 or not 0 <= faults <= 1:
        raise Refused(
            "CITY_SIZE",
            Text(
                f"城市规模不合适：主体数应在 {LEAST} 至 {MOST} 之间，记录数不能为负，差错比例应在 0 至 1 之间。请调整后重试。",
                f"No such city: organisations must lie between {LEAST} and {MOST}, records must not be negative, "
                "faults must lie between 0 and 1.",
            ),
        )
    base, chance = loading.load(), Chance(seed)
    world = World(chance, organisations, _days(base.calendar, today), today)
    directory.mkdir(parents=True, exist_ok=True)
    registering.write_register(directory / "register.csv", chance, organisations, today, lately=layout == "city")
    if layout == "bench":
        bench.write_bench(directory / "penalties.csv", world, base.kinds["penalty"], records)
        return
    registering.write_departments(directory / "departments.csv")
    living.write_lives(directory, chance, organisations, today)
    catalogue = loading.load(overlay.write_catalogue(directory))
    overlay.write_mappings(directory, catalogue)
    handing_in.write_all(directory, world, catalogue, records, faults)


def _days(calendar: Calendar, today: date) -> tuple[date, ...]:
    try:
        return tuple(working_days(calendar, today))
    except UnknownYear as unknown:
        raise Refused(
            "CITY_DAY",
            Text(
                f"工作日历没有 {unknown} 年的安排，不能据此安排决定日期。请用 --today 指定日历内的日期。",
                f"The working-day calendar does not know {unknown}, so decisions cannot be dated. Give a day it knows with --today.",
            ),
        ) from unknown
