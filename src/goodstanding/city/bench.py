"""One big file of penalties, for the benchmarks: the 2018 template's columns, faults in the shares that real feeds have."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from goodstanding.city.chance import Dice
from goodstanding.city.days import slashed
from goodstanding.city.deciding import World, decisions
from goodstanding.city.departments import departments
from goodstanding.city.faults import codes, dates, texts
from goodstanding.city.faults.planting import Scene, Spoil
from goodstanding.city.layouts import WAYS, columns
from goodstanding.rules.catalogue import Kind

CHUNK = 20_000


def _only_orgcode(code: str, scene: Scene) -> str:
    """No code but the old one."""
    scene.row["party.orgcode"] = code[8:17]
    return ""


def _as_before(_number: str, scene: Scene) -> str:
    """Somebody else's document number."""
    return scene.row["_before"]


def _out_of_order(_until: str, scene: Scene) -> str | None:
    scene.row["valid.until"] = slashed(scene.today)
    return dates.before("decision.date")("", scene)


SHARES: tuple[tuple[float, str, Spoil], ...] = (
    (0.02, "party.uscc", _only_orgcode),
    (0.01, "party.uscc", codes.wrong_last),
    (0.04, "party.name", texts.typing_error),
    (0.05, "party.uscc", codes.unknown_body),
    (0.005, "decision.date", dates.impossible),
    (0.003, "publish.until", _out_of_order),
    (0.002, "decision.number", _as_before),
    (0.001, "decision.category", dates.instead("责令改正")),
    (0.001, "party.name", texts.missing),
    (0.001, "decision.facts", texts.too_long(5000)),
)
"""(share of rows, where, how)."""


def write_bench(path: Path, world: World, kind: Kind, records: int) -> None:
    """``records`` rows of penalties into one CSV (UTF-8, header of codes), departments taking turns."""
    table = columns(WAYS["csv-2018"], kind, world.today)
    able = [one for one in departments() if any(feed.kind == "penalty" for feed in one.feeds)]
    edges = np.cumsum([share for share, _, _ in SHARES])
    with path.open("w", encoding="utf-8", newline="", buffering=1 << 20) as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow([column.header for column in table])
        for turn, start in enumerate(range(0, records, CHUNK)):
            numbers = np.arange(start, min(start + CHUNK, records), dtype=np.int64)
            which = np.searchsorted(edges, world.chance.share("bench", numbers), side="right").tolist()
            before = ""
            for number, spoil, (row, party) in zip(
                numbers.tolist(), which, decisions(world, able[turn % len(able)], "penalty", numbers), strict=True
            ):
                if spoil < len(SHARES):
                    row["_before"] = before or row["decision.number"]
                    _, role, make = SHARES[spoil]
                    planted = make(row[role], Scene(row, party, party, Dice(world.chance.seed, "bench", number), world.today))
                    row[role] = row[role] if planted is None else planted
                before = row["decision.number"]
                out.writerow([column.fill(row) for column in table])
