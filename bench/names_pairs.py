"""Pairs of names for the bench: of different organisations (real ones one character apart, and made ones), and of one organisation.

Real names come from the shared folder and stay in memory.
"""

from __future__ import annotations

import csv
import os
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from goodstanding.rules import legacy, names
from goodstanding.rules.naming import sounding, writing

SHARED = Path(os.environ.get("GOODSTANDING_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
COLUMNS = {
    "names_short_full.csv": ("公司中文名称",),
    "names_segmented.csv": ("name",),
    "red_list_tax_a_level_2018.csv": ("name", "taxpayer_id"),
    "tax_arrears_legacy_codes_2015.csv": ("name", "taxpayer_id"),
    "permits_cosmetics_nmpa.csv": ("name", "uscc"),
    "penalties_environment_2017_2018.csv": ("name",),
    "department_aliases_wuhan.csv": ("standard_name",),
}
SEED = 7
Pair = tuple[str, str]


def rows(file: str) -> list[dict[str, str]]:
    """The rows of a real file; raises ``SystemExit`` with words where the folder is absent."""
    path = SHARED / "real" / file
    if not path.exists():
        raise SystemExit(f"{path} is not there: set GOODSTANDING_SHARED_DATA to the folder of real data, or leave this group out")
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def real_names() -> dict[str, str]:
    """Normal name -> organisation code, empty where the file gives none."""
    found: dict[str, str] = {}
    for file, (name, *code) in COLUMNS.items():
        for row in rows(file):
            normal = names.normal(row[name])
            if len(normal) > 1:
                found[normal] = found.get(normal) or (legacy.orgcode_of_taxno(row[code[0]]) or "" if code else "")
    return found


def one_apart(given: dict[str, str]) -> list[Pair]:
    """Pairs of real names that differ by one character substituted, added or left out, and not known to be one organisation."""
    near: dict[str, list[str]] = defaultdict(list)
    for name in given:
        for at in range(len(name)):
            near[f"{name[:at]}\0{name[at + 1 :]}"].append(name)
    found = {tuple(sorted((a, b))) for some in near.values() for a in some for b in some if a != b}
    for name in given:
        found |= {tuple(sorted((name, cut))) for at in range(len(name)) if (cut := name[:at] + name[at + 1 :]) in given}
    return sorted((a, b) for a, b in found if not (given[a] and given[a] == given[b]))


def different(name: str, dice: random.Random, pool: str) -> Iterator[tuple[str, Pair]]:
    """(kind, pair): other organisations made of a real name."""
    parts = names.parts(name)
    for kind, edit in EDITS.items():
        changed = edit(parts.brand, dice, pool) if parts.brand else ""
        if changed and changed != parts.brand and parts.brand in name:
            yield kind, (name, name.replace(parts.brand, changed, 1))
    at = dice.randrange(len(name))
    yield "any_character", (name, name[:at] + dice.choice(pool.replace(name[at], "")) + name[at + 1 :])
    if parts.branch is None and parts.form:
        yield "branch", (name, name + dice.choice(("分公司", "第一分公司", "杭州分公司", "驻宁波办事处", "城东店")))
        yield "branches", (name + "第一分公司", name + "第二分公司")
    if parts.place.written in CITIES and not parts.place.below:
        other = dice.choice([city for city in CITIES if city[:2] != parts.place.written[:2] and len(city) == len(parts.place.written)])
        yield "region", (name, name.replace(parts.place.written, other, 1))
    if parts.form == "有限公司" and not parts.group and not parts.branch:
        yield "form", (name, name.removesuffix("有限公司") + "股份有限公司")
        yield "group", (name, name.removesuffix("有限公司") + "集团有限公司")


def written_otherwise(name: str, dice: random.Random) -> Iterator[tuple[str, Pair]]:
    """(kind, pair): the same organisation as people write it."""
    parts = names.parts(name)
    if parts.place.written in CITIES and not parts.place.below and name.startswith(parts.place.written):
        rest = name.removeprefix(parts.place.written)
        stem = parts.place.stems
        yield "region_shorter", (name, (stem if stem != parts.place.written else stem + "市") + rest)
        yield "region_left_out", (name, rest)
        if parts.brand and rest.startswith(parts.brand):
            yield "region_moved", (name, f"{parts.brand}（{parts.place.written}）{rest.removeprefix(parts.brand)}")
    if parts.form == "有限公司":
        yield "form_longer", (name, name.replace("有限公司", "有限责任公司"))
        yield "damaged_form", (name, name.replace("有限公司", "有眼公司"))
    script = "".join(TRADITIONAL.get(character, character) for character in name)
    if script != name:
        yield "traditional", (name, script)
    at = dice.randrange(len(name))
    yield "spaces_and_width", (name, f" {name[:at]}\u3000{name[at:]}".replace("(", "（").replace(")", "】"))


def _substituted(brand: str, dice: random.Random, pool: str) -> str:
    at = dice.randrange(len(brand))
    return brand[:at] + dice.choice(pool) + brand[at + 1 :]


def _homophone(brand: str, dice: random.Random, pool: str) -> str:
    at = dice.randrange(len(brand))
    alike = [character for character in pool if sounding.alike(character, brand[at])]
    return brand[:at] + dice.choice(alike) + brand[at + 1 :] if alike else ""


def _added(brand: str, dice: random.Random, pool: str) -> str:
    at = dice.randrange(len(brand) + 1)
    return brand[:at] + dice.choice(pool) + brand[at:]


def _left_out(brand: str, dice: random.Random, pool: str) -> str:  # noqa: ARG001 - the shape of an edit
    at = dice.randrange(len(brand))
    return brand[:at] + brand[at + 1 :] if len(brand) > 2 else ""


def _swapped(brand: str, dice: random.Random, pool: str) -> str:  # noqa: ARG001 - the shape of an edit
    at = dice.randrange(len(brand) - 1) if len(brand) > 1 else 0
    return brand[:at] + brand[at : at + 2][::-1] + brand[at + 2 :]


Edit = Callable[[str, random.Random, str], str]
EDITS: dict[str, Edit] = {
    "brand_substituted": _substituted,
    "brand_homophone": _homophone,
    "brand_added": _added,
    "brand_left_out": _left_out,
    "brand_swapped": _swapped,
}
_STEMS = """北京 上海 天津 重庆 杭州 宁波 温州 广州 深圳 佛山 东莞 苏州 南京 武汉 成都 长沙 郑州 济南 青岛 沈阳 哈尔滨 佳木斯 鸡西 合肥
福州"""
CITIES = tuple(spelling for city in _STEMS.split() for spelling in (city, f"{city}市"))
TRADITIONAL = {simple: old for old, simple in reversed(writing.folded().items())}
