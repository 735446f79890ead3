"""Each way of finding beyond codes and pieces of names: short names, one character wrong, pinyin, initials; in order, and explained."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.organisations.models import Frequency, Name, Organisation, SearchKey, Sound, Unkeyed
from goodstanding.organisations.searching import (
    Hit,
    Narrowed,
    counting,
    keying,
    nearing,
    ranking,
    search,
    spelling,
    understand,
    weighing,
    wording,
)
from goodstanding.rules import names
from tests.organisations.making import code, organisation

pytestmark = pytest.mark.django_db

REGISTER = (
    "神州高铁技术股份有限公司",
    "中国移动通信集团有限公司",
    "重庆长乐银行股份有限公司",
    "临澜市清溪食品有限公司",
    "临澜市澜东区盈丰粮油商贸有限公司",
    "临澜市澜东区禾川五金店",
    "南方航空股份有限公司临澜分公司",
    "云汀国泰运输有限责任公司",
)


@pytest.fixture
def register() -> dict[str, Organisation]:
    made = {name: organisation(number, name) for number, name in enumerate(REGISTER, 1)}
    keying.key()
    return made


def found(text: str, **more: object) -> list[tuple[str, str]]:
    return [(hit.name, hit.found_by) for hit in search(text, **more).items]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "name", "by"),
    [
        ("神州高铁", "神州高铁技术股份有限公司", "name"),
        ("神州技术", "神州高铁技术股份有限公司", "short"),
        ("中移动", "中国移动通信集团有限公司", "short"),
        ("神州高鉄技術股份有限公司", "神州高铁技术股份有限公司", "near"),
        ("神州高鐵技術股份有限公司", "神州高铁技术股份有限公司", "name"),
        ("神州高铁技木股份有限公司", "神州高铁技术股份有限公司", "near"),
        ("神州高铁技股份有限公司", "神州高铁技术股份有限公司", "near"),
        ("神州高高铁技术股份有限公司", "神州高铁技术股份有限公司", "near"),
        ("神州铁高技术股份有限公司", "神州高铁技术股份有限公司", "near"),
        ("赢丰粮油", "临澜市澜东区盈丰粮油商贸有限公司", "near"),
        ("云汀国泰运输有限公司", "云汀国泰运输有限责任公司", "similar"),
        ("shenzhougaotie", "神州高铁技术股份有限公司", "sound"),
        ("Shen Zhou Gao Tie", "神州高铁技术股份有限公司", "sound"),
        ("shenzhougaot", "神州高铁技术股份有限公司", "sound"),
        ("shenzhougaotiejishugufenyouxiangongsi", "神州高铁技术股份有限公司", "sound"),
        ("szgt", "神州高铁技术股份有限公司", "initials"),
        ("SZGTJS", "神州高铁技术股份有限公司", "initials"),
        ("qingxishipin", "临澜市清溪食品有限公司", "sound"),
        ("qxsp", "临澜市清溪食品有限公司", "initials"),
        ("linlanshiqingxi", "临澜市清溪食品有限公司", "sound"),
        ("hechuanwujin", "临澜市澜东区禾川五金店", "sound"),
        ("chongqing", "重庆长乐银行股份有限公司", "sound"),
        ("changleyinhang", "重庆长乐银行股份有限公司", "sound"),
        ("zhangleyinhang", "重庆长乐银行股份有限公司", "sound"),
        ("changyueyinxing", "重庆长乐银行股份有限公司", "sound"),
        ("clyh", "重庆长乐银行股份有限公司", "initials"),
        ("zyyx", "重庆长乐银行股份有限公司", "initials"),
    ],
)
def test_each_way_of_finding(register: dict[str, Organisation], typed: str, name: str, by: str) -> None:
    assert found(typed)[0] == (name, by)


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        ("赢丰粮油商贸", "有1个字不同：输入的是“赢”，登记的是“盈”", "one character differs: 赢 was typed, 盈 is registered"),
        ("盈丰油商贸", "比登记的名称少1个字：“粮”", "one character is missing: 粮"),
        ("盈丰粮粮油商贸", "比登记的名称多1个字：“粮”", "one character too many: 粮"),
        (
            "盈丰油粮商贸",
            "相邻2个字次序不同：输入的是“油粮”，登记的是“粮油”",
            "two characters are swapped: 油粮 was typed, 粮油 is registered",
        ),
        ("中移动", "简称相符", "by short name"),
        ("qxsp", "拼音首字母相符", "by the initials of its pinyin"),
        ("qingxi", "拼音相符", "by pinyin"),
        ("盈丰粮油", "名称相符", "by name"),
    ],
)
def test_every_hit_says_why(register: dict[str, Organisation], typed: str, zh: str, en: str) -> None:
    assert wording.why(search(typed).items[0]) == (zh, en)


def test_a_former_name_is_found_in_every_way_and_said_to_be_former(register: dict[str, Organisation]) -> None:
    body = register["临澜市清溪食品有限公司"]
    former = "临澜市老街副食品商店"
    Name.objects.create(organisation=body, name=former, normal_name=former, valid_until=date(2015, 1, 1), source="test")
    keying.key()
    ways = {"老街副食": "former_name", "老衔副食品商店": "former_near", "ljfsp": "former_initials", "laojiefu": "former_sound"}
    for typed, by in ways.items():
        (hit,) = search(typed).items
        assert (hit.organisation_id, hit.found_by, hit.matched) == (body.pk, by, former)
        assert "曾用名" in wording.why(hit).zh


def test_what_is_exact_comes_first_then_what_begins_then_what_holds_then_what_is_near() -> None:
    for number, name in enumerate(("甲泰和商行", "泰合商行", "泰和商行", "泰和商行分店"), 1):
        organisation(number, name)
    keying.key()
    assert [name for name, _ in found("泰和商行")] == ["泰和商行", "泰和商行分店", "甲泰和商行", "泰合商行"]
    assert [by for _, by in found("泰和商行")] == ["name", "name", "name", "near"]


def test_pages_of_all_ways_together_have_no_gap_and_no_double() -> None:
    for number in range(30):
        organisation(number, f"泰{'和合禾'[number % 3]}商行{number:02d}号店")
    keying.key()
    once = [hit.organisation_id for hit in search("泰和商行", limit=100).items]
    assert len(once) == len(set(once)) == 30
    for limit in (1, 3, 7, 10):
        hits: list[Hit] = []
        cursor = ""
        while True:
            page = search("泰和商行", limit=limit, cursor=cursor)
            hits += page.items
            cursor = page.next
            if not cursor:
                break
        assert [hit.organisation_id for hit in hits] == once


def test_a_merged_entry_stands_once_under_the_entry_it_is_shown_as() -> None:
    into, absorbed = organisation(1, "临澜市泰和商贸有限公司"), organisation(2, "临澜市泰和商贸公司")
    other = organisation(3, "临澜市泰和工贸有限公司")
    absorbed.merged_into = into
    absorbed.save()
    keying.key()
    assert [hit.organisation_id for hit in search("泰和").items] == [into.pk, other.pk]
    (hit, *_) = search("泰和商贸公司").items
    assert (hit.organisation_id, hit.code, hit.found_by, hit.matched) == (into.pk, code(1), "merged_name", "临澜市泰和商贸公司")
    assert [one.found_by for one in search(code(2)).items] == ["merged_code"]
    near = search("临澜市太和商贸有限公司").items
    assert [one.organisation_id for one in near].count(into.pk) == 1
    for limit in (1, 2):
        first = search("泰和", limit=limit)
        rest = search("泰和", limit=limit, cursor=first.next).items if first.next else []
        assert [one.organisation_id for one in (*first.items, *rest)] == [into.pk, other.pk]


def test_results_are_narrowed_and_counted() -> None:
    for number in range(12):
        made = organisation(number, f"临澜泰和{number}号{'商贸' if number % 3 else '食品'}有限公司")
        Organisation.objects.filter(pk=made.pk).update(
            district="341402" if number % 2 else "341421", status="active" if number % 4 else "deregistered"
        )
    keying.key()
    counted = counting.count("泰和")
    assert (counted.total, counted.more) == (12, False)
    assert dict(counted.facets["district"]) == {"341402": 6, "341421": 6}
    assert dict(counted.facets["status"]) == {"active": 9, "deregistered": 3}
    assert dict(counted.facets["trade"]) == {"商贸": 8, "食品": 4}
    only = Narrowed(district="341421", trade="商贸")
    hits = search("泰和", only=only).items
    assert len(hits) == counting.count("泰和", only).total == 4
    assert {hit.district for hit in hits} == {"341421"}
    assert {hit.district for hit in search("太和2号商贸", only=only).items} <= {"341421"}


def test_many_are_counted_up_to_the_cap_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(8):
        organisation(number, f"临澜泰和{number}号商贸有限公司")
    monkeypatch.setattr(counting, "CAP", 5)
    monkeypatch.setattr(counting, "_COUNTED", counting._COUNTED.replace("1001", "6").replace("1000", "5"))
    counted = counting.count("泰和")
    assert (counted.total, counted.more) == (5, True)


def test_new_names_are_noted_by_whatever_inserts_them_and_keyed_once() -> None:
    body = organisation(1, "临澜市清溪食品有限公司")
    assert Unkeyed.objects.count() == 1
    assert keying.key() == 1
    assert (Unkeyed.objects.count(), SearchKey.objects.count(), Frequency.objects.get().names) == (0, 1, 1)
    assert keying.key() == 0
    Name.objects.filter(organisation=body).update(normal_name="临澜市清湖食品有限公司")
    assert keying.key() == 1
    assert SearchKey.objects.get().normal_name == "临澜市清湖食品有限公司"
    assert set(Sound.objects.filter(key__startswith="sqing").values_list("key", flat=True)) == {"sqinghushipinyouxiangongsi"}


def test_without_keys_codes_and_pieces_of_names_are_found_all_the_same() -> None:
    organisation(1, "临澜市清溪食品有限公司")
    assert found("清溪") == [("临澜市清溪食品有限公司", "name")]
    assert found(code(1)) == [("临澜市清溪食品有限公司", "code")]
    assert found("清湖食品") == []


@pytest.mark.parametrize(
    "typed",
    [
        "%%%%", "__", "\\\\", "清%食", "溪_食", "'; DROP TABLE organisations_name; --", "{name}", "%(name)s", "食" * 300, "🏭🏭🏭🏭",
        "👨‍👩‍👧‍👦公司", "\u202e司公限有品食溪清", "清\u200b溪", "\x00\x00清溪", "(((((((", "A" * 43, "a" * 300, "i%", "s_____", "١٢٣٤٥٦",
    ],
)  # fmt: skip
def test_hostile_input_is_text_like_any_other(register: dict[str, Organisation], typed: str) -> None:
    if len(names.normal(typed)) < 2:
        return
    hits = search(typed).items
    assert {hit.name for hit in hits} <= set(REGISTER)
    if names.normal(typed) != "清溪":
        assert all(hit.found_by != "name" for hit in hits)
    counting.count(typed)


def test_a_pinyin_text_is_no_wrong_code() -> None:
    asked = understand("shenzhougaotiejish")
    assert (asked.kind, asked.faults) == ("code", ())


@given(st.text("临澜清溪食品有限公司A1", min_size=2, max_size=14), st.data())
def test_one_change_is_told_as_what_it_is(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    for text, kind in (
        (name[:place] + "甲" + name[place + 1 :], "substituted"),
        (name[:place] + name[place + 1 :], "missing"),
        (name[:place] + "甲" + name[place:], "added"),
    ):
        difference = nearing.told(text, name)
        assert difference.kind == kind
        assert difference.typed == ("甲" if kind != "missing" else "")


@given(st.lists(st.text("临澜清溪食品有限公司AB12", min_size=2, max_size=20), min_size=1, max_size=6))
def test_many_names_have_the_pairs_that_one_name_has(some: list[str]) -> None:
    counts, ranked = ranking.count_and_rank(some, None)
    for name, pairs in zip(some, ranked, strict=True):
        assert set(pairs) <= set(weighing.pairs(name))
        assert len(pairs) == min(len(weighing.pairs(name)), weighing.KEPT)
    assert sum(memoryview(counts).cast("I")) == sum(len(weighing.pairs(name)) for name in some)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("重庆市长安汽车", {"schanganqiche", "szhanganqiche", "icaqc", "izaqc", "schongqingshichanganqiche"}),
        ("乐行", {"slehang", "slexing", "syuehang", "syuexing", "ilh", "ilx", "iyh", "iyx"}),
        ("7天酒店", {"s7tianjiudian", "i7tjd"}),
        ("绿地", {"slvdi", "sludi", "ild"}),
    ],
)
def test_names_are_spelt_in_every_usual_reading(name: str, keys: set[str]) -> None:
    assert keys <= spelling.spellings(name, spelling.brand_at(name))
