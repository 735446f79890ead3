"""Personal data stops at the door; organisations' codes pass."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goodstanding.rules import legacy, persons, uscc
from goodstanding.rules.personal_numbers import ID_WEIGHTS
from tests.rules import making

many = settings(max_examples=400, deadline=None)
ID_GROUPS = [[18], [6, 8, 4], [3, 3, 4, 4, 4], [6, 4, 4, 4], [1] * 18, [17, 1]]


def whats(text: str, *, code_column: bool = False) -> set[str]:
    return {hit.what for hit in persons.find(text, code_column=code_column)}


@many
@given(making.lines, making.spread(making.ids(), ID_GROUPS), making.lines)
def test_an_identity_number_is_found_in_any_disguise(before: str, number: str, after: str) -> None:
    masked, hits = persons.mask(f"{before}，{number}，{after}")
    assert "id" in {hit.what for hit in hits}
    assert number not in masked


@many
@given(
    making.spread(making.mobiles(), [[11], [3, 4, 4], [3, 8], [4, 4, 3], [1] * 11]),
    making.lines,
    st.sampled_from(["", "+86 ", "0086-", "（+86）"]),
)
def test_a_mobile_number_is_found_in_any_disguise(number: str, line: str, country: str) -> None:
    masked, hits = persons.mask(f"{line}，{country}{number}。")
    assert "phone" in {hit.what for hit in hits}
    assert number not in masked


@many
@given(making.spread(making.cards(), [[4, 4, 4, 4], [4, 4, 4, 4, 3], [6, 13], [4, 4, 4, 4, 2]]), making.lines)
def test_a_bank_card_is_found(number: str, line: str) -> None:
    assert "card" in whats(f"{line}，{number}，") or "id" in whats(f"{line}，{number}，")


@many
@given(making.spread(making.old_ids(), [[15], [6, 6, 3]]), making.lines)
def test_an_identity_number_of_fifteen_digits_is_found(number: str, line: str) -> None:
    assert "id" in whats(f"{line}，{number}，")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("电话：0571-88888888", "phone"),
        ("(0571) 8888 8888", "phone"),
        ("（010）88888888转801", "phone"),
        ("手 机 号 码 ： 1 3 8 0 0 1 3 8 0 0 0", "phone"),
        ("座机88888888", "phone"),
        ("微信号：13800138000", "phone"),
        ("护照号码：E12345678", "passport"),
        ("张某某持G12345678入境", "passport"),
        ("港澳居民来往内地通行证H1234567801", "passport"),
        ("台胞证 12345678", "passport"),
        ("邮箱zhang.san@example.com", "email"),
        ("ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "email"),
        ("zhangsan(at)example.com", "email"),
        ("家住杭州市西湖区文三路12号3幢2单元501室", "address"),
        ("住　址：紫金港小区3号楼", "address"),
        ("户籍所在地为浙江省淳安县某某乡某某村", "address"),
        ("张某（住杭州市拱墅区莫干山路100号）", "address"),
        ("经营者张某，男，1980年出生，住所地杭州市西湖区文三路12号", "address"),
        ("李某，女，1979年1月1日出生，杭州市西湖区翠苑一区12幢3单元401室", "address"),
        ("身份证号：33010619900101123", "id"),
        ("身份证330106199001019999", "id"),
        ("外国人永久居留身份证911124198108030024", "id"),
    ],
)
def test_what_words_and_shapes_give_away(text: str, what: str) -> None:
    assert what in whats(text)


def test_a_room_behind_a_comma_belongs_to_the_address() -> None:
    masked, _ = persons.mask("家住杭州市西湖区文三路12号，3幢501室，从事餐饮")
    assert masked == "家住***，从事餐饮"


def test_the_mask_leaves_the_words_around() -> None:
    assert persons.mask("法人张某，身份证号330106199001011233，手机13800138000。")[0] == "法人张某，身份证号***，手机***。"


@pytest.mark.parametrize(
    "text",
    [
        *making.LINES,
        "注册地址：浙江省杭州市西湖区文三路12号3幢2单元501室",
        "经营场所：杭州市上城区河坊街1号",
        "当事人：某某有限公司，统一社会信用代码91330106MA2CDEFG7X，住所：杭州市文一路123号，法定代表人：张三",
        "2018.3.5-2018.9.30，共计12,345,678.90元",
        "许可证编号：浙餐证字2018330106000123，发证日期2018-03-05 2019-03-04",
        "投诉电话12345、12315，服务热线400-800-1234",
        "住宅小区、住宿业、住院部、居民区的噪声",
        "第13800号公告，批准文号国药准字H20183001",
        "检验报告编号E20180305，型号G12345678-01",
        "罚款1380013.80元",
    ],
)
def test_what_an_organisation_says_about_itself_stays(text: str) -> None:
    assert persons.find(text) == []


@many
@given(making.usccs(), making.lines, making.lines)
def test_a_uscc_stays_in_free_text(code: str, before: str, after: str) -> None:
    assume(not looks_like_an_id(code))
    assert persons.find(f"{before}统一社会信用代码{code}，{after}") == []
    assert persons.find(f"{before}{code}，{after}") == []


@many
@given(making.usccs())
def test_a_uscc_stays_in_a_code_column(code: str) -> None:
    assume(not looks_like_an_id(code))
    assert persons.find(code, code_column=True) == []
    assert persons.find(f"{code[:8]} {code[8:]}\u200b", code_column=True) == []


@many
@given(making.usccs(pairs=["91", "92", "93"]))
def test_a_company_code_is_never_taken_for_a_person(code: str) -> None:
    assert persons.find(code) == []
    assert persons.find(code, code_column=True) == []


@many
@given(making.regnos())
def test_a_registration_number_stays_in_its_column(number: str) -> None:
    assert persons.find(number, code_column=True) == []


@many
@given(st.sampled_from(making.PLACES), making.orgcodes())
def test_a_tax_number_of_an_organisation_stays_in_its_column(place: str, orgcode: str) -> None:
    assert persons.find(place + orgcode, code_column=True) == []


@many
@given(making.old_ids().filter(lambda n: n[6:8] >= "30" and n[6:8] != "60"), making.usccs())
def test_a_persons_old_number_goes_whatever_checks_it_passes_by_chance(number: str, body: str) -> None:
    """Beside a USCC the tax number of the same body has the same organisation code inside."""
    if legacy.orgcode_of_taxno(number) != uscc.orgcode(body):
        assert {hit.what for hit in persons.find(number, code_column=True, body=body)} == {"id"}


@many
@given(st.sampled_from(making.PLACES), making.usccs())
def test_the_tax_number_of_the_same_body_stays(place: str, body: str) -> None:
    assert persons.find(place + uscc.orgcode(body), code_column=True, body=body) == []


@many
@given(making.ids())
def test_an_identity_number_goes_from_a_code_column(number: str) -> None:
    assert whats(number, code_column=True) == {"id"}
    assert whats(number + "01", code_column=True) == {"id"}
    assert persons.mask(f" {number}", code_column=True)[0] == "***"


@many
@given(making.old_ids(), making.mobiles())
def test_other_personal_numbers_go_from_a_code_column(old: str, mobile: str) -> None:
    assume(not legacy.regno_ok(old) and legacy.orgcode_of_taxno(old) is None)
    assert whats(old, code_column=True) == {"id"}
    assert whats(mobile, code_column=True) == {"phone"}


def test_a_mistyped_uscc_is_not_a_person() -> None:
    assert persons.find("914403001922038217", code_column=True) == []
    assert persons.find("913301087254808020") == []


def test_a_known_code_is_kept_whatever_it_looks_like() -> None:
    number = both()
    assert whats(number) == {"id"}
    assert whats(f"统一社会信用代码{number}") == set()
    assert whats(number, code_column=True) == {"id"}
    assert persons.find(number, known=frozenset({number})) == []
    assert persons.find(number, code_column=True, known=frozenset({number})) == []


def test_under_one_uscc_in_ten_thousand_is_removed_wrongly() -> None:
    """A million codes as registers hold them: nine of ten start with 9, two of five are all digits."""
    chance, removed, number = random.Random(20261123), 0, 200_000
    for _ in range(number):
        pair = chance.choice(["91"] * 5 + ["92"] * 3 + ["93", chance.choice(["11", "12", "51", "52", "31"])])
        area = f"{chance.choice(making.PLACES)[:2]}{chance.randrange(100):02}{chance.randrange(40):02}"
        first8 = "".join(chance.choices("0123456789" if chance.random() < 0.4 else making.FREE, k=8))
        first17 = pair + area + first8 + legacy.orgcode_check_character(first8)
        removed += bool(persons.find(first17 + uscc.check_character(first17), code_column=True))
    assert removed <= number / 10_000


@given(st.text(max_size=60))
@many
def test_masking_twice_changes_nothing_and_places_are_right(text: str) -> None:
    masked, hits = persons.mask(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert len(masked) == len(text) - sum(hit.end - hit.start for hit in hits) + len(hits) * len(persons.MASK)


def looks_like_an_id(code: str) -> bool:
    """The one in 25,000 that the module's reasons speak of."""
    return code[:17].isdigit() and code[17] == "10X98765432"[sum(int(d) * w for d, w in zip(code[:17], ID_WEIGHTS, strict=True)) % 11]


def both() -> str:
    """An identity number that passes both checks of a USCC."""
    chance = random.Random(3)
    while True:
        first8 = f"{chance.randrange(60, 99)}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}{chance.randrange(100):02}"
        first17 = f"110101{'19'}{first8}{legacy.orgcode_check_character(first8)}"[:17]
        code = first17 + uscc.check_character(first17) if first17.isdigit() else ""
        if code and looks_like_an_id(code) and uscc.passes(code):
            return code
