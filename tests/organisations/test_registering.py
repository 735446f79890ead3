"""The register: loaded in bulk, again and again; nothing wrong gets in, nothing that is left out is silent."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.models import Entry
from goodstanding.organisations.models import CodeException, Identifier, Name, Organisation
from goodstanding.organisations.registering import Registered, register
from goodstanding.pipeline.mapping import Mapping
from goodstanding.rules.refusals import Unusable
from tests.organisations.making import code, matched, organisation, orgcode, regno, taxno

pytestmark = pytest.mark.django_db
HEADER = "统一社会信用代码,名称,曾用名,工商注册号,税务登记号,状态,成立日期"


def load(folder: Path, *lines: str, header: str = HEADER, **options: date) -> Registered:
    path = folder / "register.csv"
    path.write_text("\n".join([header, *lines]) + "\n", "utf-8")
    return register(path, by=SYSTEM, **options)


def outcomes(done: Registered) -> dict[str, int]:
    return {outcome: n for outcome, n in done.outcomes.items() if n}


def test_an_organisation_with_its_codes_and_former_names(tmp_path: Path) -> None:
    row = f"{code(1)},临澜市甲（集团）有限公司,临澜市甲厂|2001-01-01|2010-05-01,{regno(1)},{taxno(1)},存续,2001/1/1"
    assert outcomes(load(tmp_path, row)) == {"new": 1}
    body = Organisation.objects.get()
    assert (body.uscc, body.normal_name, body.category, body.district, body.status) == (
        code(1),
        "临澜市甲(集团)有限公司",
        "91",
        "341400",
        "active",
    )
    assert set(body.identifiers.values_list("kind", "value")) == {("uscc", code(1)), ("regno", regno(1)), ("taxno", taxno(1))}
    assert list(body.names.order_by("valid_until").values_list("name", "valid_from", "valid_until")) == [
        ("临澜市甲厂", date(2001, 1, 1), date(2010, 5, 1)),
        ("临澜市甲（集团）有限公司", date(2010, 5, 1), None),
    ]
    assert Entry.objects.get(event="organisation:registered").subject_id == str(body.pk)


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    rows = [f"{code(n)},临澜市{n}号有限公司,临澜市{n}号厂||2010-05-01,{regno(n)},{taxno(n)},存续," for n in range(1, 30)]
    assert outcomes(load(tmp_path, *rows)) == {"new": 29}
    counts = [model.objects.count() for model in (Organisation, Identifier, Name, Entry)]
    assert outcomes(load(tmp_path, *rows)) == {"same": 29}
    assert [model.objects.count() for model in (Organisation, Identifier, Name, Entry)] == counts


def test_a_renamed_organisation_keeps_its_old_name_with_an_end(tmp_path: Path) -> None:
    load(tmp_path, f"{code(1)},临澜市旧名有限公司,,,,,")
    done = load(tmp_path, f"{code(1)},临澜市新名有限公司,,,,,", as_of=date(2026, 11, 1))
    assert outcomes(done) == {"renamed": 1}
    believed = Name.objects.filter(known_until__isnull=True)
    assert list(believed.order_by("id").values_list("name", "valid_from", "valid_until")) == [
        ("临澜市旧名有限公司", None, date(2026, 11, 1)),
        ("临澜市新名有限公司", date(2026, 11, 1), None),
    ]
    assert Name.objects.get(known_until__isnull=False).valid_until is None  # what was believed before the list came
    assert Organisation.objects.get().name == "临澜市新名有限公司"
    assert matched(uscc=code(1), name="临澜市旧名有限公司", decided_on=date(2026, 10, 9))[0] == Organisation.objects.get().pk


def test_a_body_known_by_its_tax_number_gets_its_unified_code(tmp_path: Path) -> None:
    load(tmp_path, f"{taxno(1)},临澜市甲有限公司", header="纳税人识别号,纳税人名称")
    assert Organisation.objects.get().uscc is None
    assert outcomes(load(tmp_path, f"{code(1)},临澜市甲有限公司,,,,,")) == {"recoded": 1}
    assert Organisation.objects.get().uscc == code(1)
    assert set(Identifier.objects.values_list("kind", "value")) == {("taxno", taxno(1)), ("uscc", code(1))}


def test_a_new_code_for_the_same_body_ends_the_old_one(tmp_path: Path) -> None:
    load(tmp_path, f"{code(1)},临澜市甲有限公司,,,,,")
    other = code(1, "91330100")
    assert outcomes(load(tmp_path, f"{other},临澜市甲有限公司,,,,,", as_of=date(2026, 11, 1))) == {"recoded": 1}
    believed = Identifier.objects.filter(known_until__isnull=True)
    assert dict(believed.values_list("value", "valid_until")) == {code(1): date(2026, 11, 1), other: None}
    assert outcomes(load(tmp_path, f"{code(1)},临澜市甲有限公司,,,,,")) == {"same": 1}  # an older file does not turn it back


@pytest.mark.parametrize(
    ("header", "row", "rule"),
    [
        ("代码,名称", f"{taxno(1)},临澜市乙有限公司", "CODE_OF_ANOTHER"),
        ("代码,名称", f"{orgcode(1)},临澜市乙有限公司", "CODE_OF_ANOTHER"),
        ("代码,名称", f"{code(1, '91330100')},临澜市乙有限公司", "CODE_OF_ANOTHER"),
        ("代码,名称", f"{code(5)[:17]}?,临澜市乙有限公司", "USCC_CHARACTER"),
        ("代码,名称", "12345,临澜市乙有限公司", "CODE_UNUSABLE"),
        ("代码,名称", "33032718000101000201,临澜市乙有限公司", "CODE_OF_A_PERSON"),
        ("代码,名称", "110101198001011237,张某某", "CODE_OF_A_PERSON"),
        ("代码,名称", ",临澜市乙有限公司", "CODE_MISSING"),
        ("代码,名称", "00000000000000000X,临澜市乙有限公司", "CODE_MISSING"),
        ("代码,名称", f"{code(5)},", "NAME_MISSING"),
    ],
)
def test_what_cannot_be_taken_is_written_down(tmp_path: Path, header: str, row: str, rule: str) -> None:
    organisation(1, "临澜市甲有限公司")
    done = load(tmp_path, row, header=header)
    assert [(line, found) for line, found, _, _ in done.findings] == [(2, rule)]
    assert Organisation.objects.count() == 1


def test_a_persons_number_is_nowhere_afterwards(tmp_path: Path) -> None:
    done = load(tmp_path, f"110101198001011237,张某某,,,,,\n{code(1)},临澜市甲有限公司,,110101198001011237,,,")
    assert "1980" not in repr(done)
    assert done.by_rule["CODE_OF_A_PERSON"] == 2
    assert set(Identifier.objects.values_list("value", flat=True)) == {code(1)}


def test_one_code_with_two_names_takes_neither(tmp_path: Path) -> None:
    done = load(tmp_path, f"{code(1)},临澜市甲有限公司,,,,,", f"{code(1)},临澜市乙有限公司,,,,,", f"{code(2)},临澜市丙有限公司,,,,,")
    assert done.by_rule == {"CODE_WITH_TWO_NAMES": 2}
    assert Organisation.objects.get().name == "临澜市丙有限公司"


def test_two_codes_with_one_organisation_code_take_neither(tmp_path: Path) -> None:
    done = load(tmp_path, f"{code(1)},临澜市甲有限公司,,,,,", f"{code(1, '91330100')},临澜市甲有限公司,,,,,")
    assert done.by_rule["ORGCODE_TWICE"] == 2
    assert not Organisation.objects.exists()


def test_a_number_two_bodies_claim_is_nobodys(tmp_path: Path) -> None:
    done = load(tmp_path, f"{code(1)},临澜市甲有限公司,,{regno(1)},,,", f"{code(2)},临澜市乙有限公司,,{regno(1)},,,")
    assert (outcomes(done), done.by_rule) == ({"new": 2}, {"CODE_SHARED": 2})
    assert not Identifier.objects.filter(kind="regno").exists()


def test_a_number_of_another_body_is_not_taken_over(tmp_path: Path) -> None:
    organisation(1, "临澜市甲有限公司", regno=regno(1))
    done = load(tmp_path, f"{code(2)},临澜市乙有限公司,,{regno(1)},,,")
    assert (outcomes(done), done.by_rule) == ({"new": 1}, {"CODE_OF_ANOTHER": 1})
    assert Identifier.objects.get(kind="regno").organisation.name == "临澜市甲有限公司"


def test_a_number_that_was_given_up_may_be_given_again(tmp_path: Path) -> None:
    first = organisation(1, "临澜市甲有限公司")
    Identifier.objects.create(organisation=first, kind="regno", value=regno(1), valid_until=date(2016, 1, 1), source="test")
    assert load(tmp_path, f"{code(2)},临澜市乙有限公司,,{regno(1)},,,").by_rule == {}
    assert Identifier.objects.get(kind="regno", organisation__name="临澜市乙有限公司").valid_from == date(2016, 1, 1)


def test_an_admitted_code_is_taken(tmp_path: Path) -> None:
    pilot = "91350211M0000XUF46"
    assert load(tmp_path, f"{pilot},厦门试点有限公司,,,,,").by_rule == {"USCC_CHECK": 1}
    CodeException.objects.create(code=pilot, evidence="执照", recorded_by="test")
    assert outcomes(load(tmp_path, f"{pilot},厦门试点有限公司,,,,,")) == {"new": 1}


def test_a_workbook_with_a_title_and_own_headers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["临澜市法人名录"], ["主体", "信用码", "备注"], ["临澜市甲有限公司", code(1), ""], ["临澜市乙有限公司", code(2), "某"]):
        sheet.append(row)
    path = tmp_path / "名录.xlsx"
    book.save(path)
    mapping = Mapping("register", columns={"主体": "name", "信用码": "code", "备注": ""})
    assert outcomes(register(path, mapping, by=SYSTEM)) == {"new": 2}
    with pytest.raises(Unusable, match="REGISTER_HEADER"):
        register(path, by=SYSTEM)


def test_the_real_lists(shared_data: Path) -> None:
    done = register(shared_data / "real" / "red_list_tax_a_level_2018.csv", by=SYSTEM)
    assert (done.rows, outcomes(done)) == (5095, {"new": 4902})
    assert done.by_rule == {
        "REPEATED": 165, "CODE_WITH_TWO_NAMES": 13, "CODE_UNUSABLE": 9, "CODE_OF_A_PERSON": 3, "USCC_CHECK": 3, "USCC_INNER_CHECK": 1,
    }  # fmt: skip
    assert not Identifier.objects.filter(value__contains="18000101").exists()
    arrears = register(shared_data / "real" / "tax_arrears_legacy_codes_2015.csv", by=SYSTEM)
    assert (arrears.rows, outcomes(arrears), arrears.by_rule) == (88, {"new": 83}, {"REPEATED": 5})
    assert Counter(Identifier.objects.values_list("kind", flat=True))["taxno"] > 500


def test_a_line_that_duckdb_will_not_take_is_read_with_care(tmp_path: Path) -> None:
    """A row far down has a cell too many, or too few: the file is still a register, and nobody is left out."""
    rows = [f"{code(number)},临澜市第{number}号有限公司,,,,存续," for number in range(1, 261)]
    rows[230] += ",一格多余"
    rows[240] = rows[240].rstrip(",")
    done = load(tmp_path, *rows)
    assert (done.rows, outcomes(done)) == (260, {"new": 260})
    assert Organisation.objects.filter(name="临澜市第231号有限公司").exists()


def test_a_line_nobody_can_read_is_named(tmp_path: Path) -> None:
    rows = [f"{code(number)},临澜市第{number}号有限公司,,,,存续," for number in range(1, 261)]
    rows[230] = f'{code(231)},"临澜市第231号有限公司,,,,存续,'
    with pytest.raises(Unusable) as refused:
        load(tmp_path, *rows)
    assert refused.value.code == "QUOTES_BROKEN"
    assert not Organisation.objects.exists()
