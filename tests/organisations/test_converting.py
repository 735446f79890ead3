"""Any code to its organisation: by what stands inside it, by dated codes, on a day; contradictions are named and nothing is chosen."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodstanding.cli import goodstanding
from goodstanding.organisations.converting import convert
from goodstanding.organisations.converting_many import convert_table
from goodstanding.organisations.models import Identifier, Name, Organisation
from goodstanding.pipeline.codes.judging import SCHEMA, TEXTS, Judge
from tests.organisations.making import code, organisation, orgcode, regno, taxno

pytestmark = pytest.mark.django_db
CHANGED = date(2016, 3, 1)


def former(body: Organisation, kind: str, value: str, *, until: date = CHANGED, issue: str = "") -> None:
    Identifier.objects.create(organisation=body, kind=kind, value=value, valid_until=until, issue=issue, source="test")


def conflicts(typed: str, **more: object) -> list[str]:
    return [one.code for one in convert(typed, **more).conflicts]  # type: ignore[arg-type]


def many(*codes: str, on: date | None = None) -> list[tuple[str, str]]:
    """``uscc`` and ``how`` of each line."""
    judged = Judge().judge(pa.array(codes, pa.string()))
    lines = [pa.array(range(1, len(codes) + 1), pa.int64()), pa.array([""] * len(codes), pa.string())]
    table = convert_table(pa.table([*lines, *(judged[name] for name in TEXTS)], schema=SCHEMA), on=on)
    return list(zip(table.column("uscc").to_pylist(), table.column("how").to_pylist(), strict=True))


def test_every_kind_of_code_leads_to_the_one_organisation() -> None:
    body = organisation(1, "临澜市甲有限公司", taxno=taxno(1), institution="133010000123")
    former(body, "regno", regno(1))
    for typed, how in ((code(1), "code"), (orgcode(1), "identity"), (taxno(1), "code"), (regno(1), "code"), ("133010000123", "code")):
        found = convert(typed)
        assert [(match.organisation, match.how) for match in found.matches] == [(body, how)], typed
        assert (found.uscc, found.conflicts) == (code(1), ()), typed


def test_a_retired_code_says_so_and_was_live_on_its_day() -> None:
    body = organisation(1, "临澜市甲有限公司")
    former(body, "regno", regno(1))
    (now,) = convert(regno(1)).matches
    (then,) = convert(regno(1), on=date(2010, 1, 1)).matches
    assert (now.state, then.state) == ("retired", "live")
    assert [(one.kind, one.value, one.until) for one in now.former] == [("regno", regno(1), CHANGED)]


def test_a_number_given_again_belongs_to_whoever_had_it_on_the_day() -> None:
    older, newer = organisation(1, "临澜市甲有限公司"), organisation(2, "临澜市乙有限公司")
    former(older, "regno", regno(7))
    Identifier.objects.create(organisation=newer, kind="regno", value=regno(7), valid_from=CHANGED, source="test")
    assert convert(regno(7), on=date(2010, 1, 1)).matches[0].organisation == older
    assert convert(regno(7)).matches[0].organisation == newer
    assert many(regno(7), on=date(2010, 1, 1)) == [(code(1), "register")]
    assert many(regno(7)) == [(code(2), "register")]


def test_one_code_on_two_organisations_is_named_and_decides_nothing() -> None:
    first, second = organisation(1, "临澜市甲有限公司"), organisation(2, "临澜市乙有限公司")
    Identifier.objects.create(organisation=first, kind="regno", value=regno(5), source="test")
    Identifier.objects.create(organisation=second, kind="social", value=regno(5), source="test")
    found = convert(regno(5))
    assert {match.organisation for match in found.matches} == {first, second}
    assert (found.uscc, [one.code for one in found.conflicts]) == ("", ["SEVERAL_ORGANISATIONS"])
    assert many(regno(5)) == [("", "several")]


def test_a_doubted_code_is_not_matched_and_it_is_said() -> None:
    body = organisation(1, "临澜市甲有限公司")
    Identifier.objects.create(organisation=body, kind="regno", value=regno(3), issue="CODE_SHARED", source="test")
    found = convert(regno(3))
    assert (found.matches, [one.code for one in found.conflicts]) == ((), ["CODE_DOUBTED"])
    assert many(regno(3)) == [("", "doubted")]


def test_the_same_identity_under_another_prefix_is_found_with_a_word_of_warning() -> None:
    body = organisation(1, "临澜市甲有限公司")
    found = convert(code(1, "91330100"))
    assert [(match.organisation, match.how) for match in found.matches] == [(body, "identity")]
    assert [one.code for one in found.conflicts] == ["OTHER_PREFIX"]
    assert many(code(1, "91330100")) == [(code(1), "register_core")]


def test_a_name_is_held_against_the_names_of_the_day() -> None:
    body = organisation(1, "临澜市新名有限公司")
    Name.objects.filter(organisation=body).update(valid_from=CHANGED)
    Name.objects.create(organisation=body, name="临澜市旧名有限公司", normal_name="临澜市旧名有限公司", valid_until=CHANGED, source="test")
    assert conflicts(code(1), name="临澜市新名有限公司") == []
    assert conflicts(code(1), name="临澜市旧名有限公司", on=date(2010, 1, 1)) == []
    assert conflicts(code(1), name="临澜市旧名有限公司") == ["NAME_OF_ANOTHER_TIME"]
    assert conflicts(code(1), name="临澜市他人有限公司") == ["NAME_DIFFERS"]


def test_what_is_no_longer_believed_is_not_told() -> None:
    body = organisation(1, "临澜市甲有限公司")
    Identifier.objects.create(
        organisation=body, kind="regno", value=regno(1), known_until=datetime(2020, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai")), source="test"
    )
    assert convert(regno(1)).matches == ()
    assert many(regno(1)) == [("", "none")]


def test_a_merged_entry_is_told_as_the_one_it_is_shown_as() -> None:
    shown, merged, deeper = (organisation(n, f"临澜市{n}号有限公司") for n in (1, 2, 3))
    Organisation.objects.filter(pk=merged.pk).update(merged_into=shown)
    Organisation.objects.filter(pk=deeper.pk).update(merged_into=merged)
    assert convert(code(3)).matches[0].organisation == shown
    assert many(code(2), code(3)) == [(code(1), "register"), (code(1), "register")]


@pytest.mark.parametrize("typed", ["110101199003070011", "13800138000", "", "00000000000000000X"])
def test_a_persons_number_and_a_placeholder_are_never_looked_up(typed: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        found = convert(typed)
    assert (found.matches, len(asked)) == ((), 0)


def test_many_lines_get_what_one_gets() -> None:
    body = organisation(1, "临澜市甲有限公司", taxno=taxno(1))
    former(body, "regno", regno(1))
    lines = [code(1), code(1).lower(), f" {code(1)[:8]} {code(1)[8:]} ", orgcode(1), f"{orgcode(1)[:8]}-{orgcode(1)[8]}", taxno(1),
             regno(1), f"注册号：{regno(1)}", code(9), "110101199003070011", "", "乱写"]  # fmt: skip
    hows = ["register", "register", "register", "register_core", "register_core", "register", "former", "former", "none", "", "", "none"]
    answers = many(*lines)
    assert [how for _, how in answers] == hows
    for typed, (found, how) in zip(lines, answers, strict=True):
        if how not in ("", "none"):
            assert found == convert(typed).uscc == code(1)


def test_the_command_asks_the_register_where_it_is_told_to(tmp_path: Path) -> None:
    former(organisation(1, "临澜市甲有限公司"), "regno", regno(1))
    given, out = tmp_path / "codes.txt", tmp_path / "out.csv"
    given.write_text(f"{regno(1)}\n{code(1)}\n{code(9)}\n", "utf-8")
    for more, expected in (([], ["", code(1), code(9)]), (["--register"], [code(1), code(1), code(9)])):
        done = CliRunner().invoke(goodstanding, ["codes", str(given), "--out", str(out), *more])
        assert done.exit_code == 0, done.output
        with out.open(encoding="utf-8-sig", newline="") as file:
            assert [row["统一社会信用代码 USCC"] for row in csv.DictReader(file)] == expected
