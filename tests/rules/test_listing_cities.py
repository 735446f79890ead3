"""A city adds what holds in that city, by its own regulation; what the country has set stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from goodstanding.rules.loading import EXAMPLE_CITY, CatalogueError
from goodstanding.rules.reading_listing import load_listing

LAW = """
[linlan-regulation]
title = { zh = "临澜市社会信用条例", en = "Linlan Social Credit Regulation" }
number = "2024年"
level = "local_regulation"
since = 2024-03-01
"""
LIST = """
[exits]
moved = { zh = "迁出本市。", en = "It has moved away." }

[[lists]]
code = "linlan_dust"
colour = "black"
title = { zh = "扬尘污染严重失信单位", en = "Serious breaches of dust control" }
field = { zh = "生态环境", en = "Environment" }
body = { zh = "市生态环境局", en = "Environment bureau" }
basis = "linlan-regulation:21"
scope = "local"
criteria = [
  { code = "dust_grave", text = { zh = "情节严重，受到行政处罚的。", en = "Grave and penalised." }, basis = "linlan-regulation:21" },
]
answer = "listing_answer"
hearing = true
months = 24
early_months = 6
exits = ["expired", "repaired", "annulled", "moved"]
remedies = ["objection", "review", "court"]
public = true
since = 2024-03-01
"""
MEASURE = """
[[measures]]
code = "linlan_dust_watch"
type = "watch"
side = "restriction"
title = { zh = "增加扬尘检查", en = "More inspections for dust" }
content = { zh = "列入期间加强施工扬尘现场检查。", en = "While listed, sites are inspected more often." }
lists = ["linlan_dust"]
body = { zh = "市生态环境局", en = "Environment bureau" }
basis = "linlan-regulation:24"
weight = "light"
review_months = 6
scope = "local"
purposes = ["supervision", "linlan_bus"]
since = 2024-03-01
"""
PURPOSE = """
[[purposes]]
code = "linlan_bus"
title = { zh = "公交特许经营审查", en = "Examining bus concessions" }
basis = "linlan-regulation:30"
body = { zh = "市交通运输局", en = "Transport bureau" }
what = ["penalty", "black"]
"""
FILES = {"laws": LAW, "lists": LIST, "measures": MEASURE, "purposes": PURPOSE}
TYPE = '\n[[types]]\ncode = "curfew"\nside = "restriction"\ntitle = { zh = "宵禁", en = "Curfew" }\n'
LIFTED = """
[tender-deposit]
title = { zh = "通知", en = "Notice" }
number = "1"
level = "law"
since = 2023-01-06
"""
HASTE = """
[listing_answer]
title = { zh = "即时答复", en = "At once" }
count = 0
unit = "working"
starts = "listing.served"
basis = "own"
"""
LOOSENED = [
    ("lists", 'scope = "local"', 'scope = "national"', "a burden needs a law"),
    ("lists", 'basis = "linlan-regulation:21"\nscope = "local"', 'basis = "wage-regulation:48"\nscope = "national"', "a city adds only"),
    ("lists", 'basis = "linlan-regulation:21"\nscope', 'basis = "market-44"\nscope', "that place's own regulation"),
    ("lists", 'basis = "linlan-regulation:21"\nscope', 'basis = "own"\nscope', "that place's own regulation"),
    ("lists", 'code = "linlan_dust"\n', 'code = "wage_arrears"\n', "wage_arrears is defined twice"),
    ("lists", "受到行政处罚的。", "受到两次以上行政处罚的。", "no counting"),
    ("measures", 'scope = "local"', 'scope = "national"', "a burden needs a law"),
    ("measures", 'basis = "linlan-regulation:24"\n', 'basis = "policy-33:10"\n', "that place's own regulation"),
    ("measures", 'code = "linlan_dust_watch"', 'code = "watch_closely"', "watch_closely is defined twice"),
    ("measures", 'lists = ["linlan_dust"]', 'lists = ["linlan_dust", "scrutiny"]', "only reminds"),
    ("measures", "加强施工扬尘现场检查。", "限制负责人任职。", "aimed at a person"),
    ("measures", 'type = "watch"', 'type = "curfew"', "no type of measure called curfew"),
    ("measures", "\n[[measures]]", f"{TYPE}\n[[measures]]", "the types of measures are closed"),
    ("purposes", 'code = "linlan_bus"', 'code = "permit"', "permit is defined twice"),
    ("laws", "\n[linlan-regulation]", f"{LIFTED}\n[linlan-regulation]", "cannot lift a text to another level"),
]


def city(folder: Path, **changed: str) -> Path:
    folder.mkdir()
    for name, text in (FILES | changed).items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


def test_a_city_adds_its_own_by_its_own_regulation(tmp_path: Path) -> None:
    national, rules = load_listing(), load_listing(city(tmp_path / "linlan"))
    assert set(rules.kinds) - set(national.kinds) == {"linlan_dust"}
    assert set(rules.measures) - set(national.measures) == {"linlan_dust_watch"}
    assert set(rules.purposes) - set(national.purposes) == {"linlan_bus"}
    assert rules.kinds["linlan_dust"].exits[-1].zh == "迁出本市。"
    assert rules.types == national.types
    assert all(rules.kinds[code] == kind for code, kind in national.kinds.items())
    assert all(rules.measures[code] == measure for code, measure in national.measures.items())


@pytest.mark.parametrize(("file", "good", "bad", "what"), LOOSENED)
def test_a_city_cannot_loosen_what_the_country_has_set(tmp_path: Path, file: str, good: str, bad: str, what: str) -> None:
    assert good in FILES[file]
    folder = city(tmp_path / "linlan", **{file: FILES[file].replace(good, bad, 1)})
    with pytest.raises(CatalogueError) as error:
        load_listing(folder)
    assert what in error.value.what
    assert error.value.file == folder / f"{file}.toml"
    assert error.value.line > 1


def test_a_city_cannot_take_the_time_to_answer_away(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="leaves no time to answer"):
        load_listing(city(tmp_path / "linlan", terms=HASTE))
    assert load_listing(city(tmp_path / "slower", terms=HASTE.replace("count = 0", "count = 15")))


def test_the_example_city_adds_incentives_of_local_regulations_and_nothing_else() -> None:
    national, rules = load_listing(), load_listing(EXAMPLE_CITY)
    added = [rules.measures[code] for code in set(rules.measures) - set(national.measures)]
    assert len(added) == 4
    assert {one.side for one in added} == {"incentive"}
    assert {one.scope for one in added} == {"local"}
    assert not any(one.sure for one in added)
    assert rules.kinds == national.kinds
