"""Names as people mistype them, from a seed: a character wrong, missing, added or swapped, the city left out, the suffix changed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

COMMON = "大中国华新天金盛和达通鑫源兴宏隆泰安康美佳丰顺利民生东方海云龙瑞祥"
SUFFIXES = {
    "有限责任公司": "有限公司",
    "有限公司": "有限责任公司",
    "经营部": "商行",
    "商店": "店",
    "中心": "服务部",
    "合作社": "专业合作社",
}
PLACES = ("临澜市", "临澜", "澜东区", "澜西区", "望澜县", "望澜", "宁湄县", "宁湄", "江屿区", "石浦坪县", "石浦坪")


def substituted(name: str, chance: random.Random) -> str:
    """One character another."""
    place = chance.randrange(len(name))
    return name[:place] + chance.choice(COMMON) + name[place + 1 :]


def dropped(name: str, chance: random.Random) -> str:
    """One character missing."""
    place = chance.randrange(len(name))
    return name[:place] + name[place + 1 :]


def added(name: str, chance: random.Random) -> str:
    """One character too many."""
    place = chance.randrange(len(name) + 1)
    return name[:place] + chance.choice(COMMON) + name[place:]


def swapped(name: str, chance: random.Random) -> str:
    """Two neighbours changed."""
    place = chance.randrange(len(name) - 1)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def placeless(name: str, _: random.Random) -> str:
    """The city or county before the name left out."""
    return next((name.removeprefix(place) for place in PLACES if name.startswith(place)), name)


def suffixed(name: str, _: random.Random) -> str:
    """Another legal form or word at the end."""
    return next((name.removesuffix(end) + other for end, other in SUFFIXES.items() if name.endswith(end)), name)


DAMAGES: tuple[Callable[[str, random.Random], str], ...] = (substituted, dropped, added, swapped, placeless, suffixed)


def damage(names: Sequence[str], seed: int) -> list[tuple[str, str, str]]:
    """For each name one damage, in turn: what was done, the name as typed, the right name. Names no damage changes are left out."""
    chance = random.Random(seed)
    done = []
    for number, name in enumerate(names):
        change = DAMAGES[number % len(DAMAGES)]
        if len(name) > 3 and (typed := change(name, chance)) != name:
            done.append((change.__name__, typed, name))
    return done
