"""The correction return goes out and comes back filled: each row answers its issue, wrong rows are told by line, nothing is taken twice."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.models import Entry
from goodstanding.organisations.issues import finding, listing, returning
from goodstanding.organisations.issues.commands import code_issues
from goodstanding.organisations.issues.listing import Wanted
from goodstanding.organisations.issues.reading_back import ReadBack, read_back
from goodstanding.organisations.models import CodeIssue, Identifier, Organisation
from goodstanding.rules.refusals import Refused, Unusable
from goodstanding.rules.returns import return_file
from tests.organisations.making import code, organisation, regno

pytestmark = pytest.mark.django_db
COLUMNS = [column.source for column in return_file().columns]


def wrong(number: int) -> str:
    right = code(number)
    return right[:-1] + ("0" if right[-1] != "0" else "1")


@pytest.fixture
def alice(steward: User, standing_of: Callable[[User], Standing]) -> Standing:
    return standing_of(steward)


@pytest.fixture
def issues(market: Department) -> list[CodeIssue]:
    """Three codes in force that fail, all market regulation's."""
    for number, name in enumerate(("临澜市甲有限公司", "=HYPERLINK(1)有限公司", "临澜市丙有限公司"), 1):
        body = organisation(number, name, regno=regno(number))
        Identifier.objects.filter(organisation=body, kind="uscc").update(value=wrong(number))
        Organisation.objects.filter(pk=body.pk).update(uscc=wrong(number))
    finding.in_the_register(by=SYSTEM)
    CodeIssue.objects.update(department=market)
    return list(CodeIssue.objects.order_by("pk"))


def taken_out(by: Standing, way: str = "csv") -> list[list[str]]:
    made = returning.export(listing.listed(by, Wanted()), way, by=by)
    if way == "csv":
        return list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert sheet is not None
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def filled(rows: list[list[str]], *answers: dict[str, str]) -> list[list[str]]:
    """The file with these answers written into its rows, in order."""
    lines = [rows[0]]
    for row, said in zip(rows[1:], answers, strict=False):
        lines.append([said.get(column, cell) for column, cell in zip(COLUMNS, row, strict=True)])
    return lines


def handed_in(folder: Path, rows: list[list[str]], by: Standing, way: str = "csv") -> ReadBack:
    path = folder / f"return.{way}"
    if way == "csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(path)
    return read_back(path, path.name, by=by)


@pytest.mark.parametrize("way", ["csv", "xlsx"])
def test_it_goes_out_with_what_is_known_and_comes_back_with_the_answers(
    issues: list[CodeIssue], alice: Standing, tmp_path: Path, way: str
) -> None:
    rows = taken_out(alice, way)
    first = dict(zip(COLUMNS, rows[1], strict=True))
    assert (first["number"], first["code"], first["name"], first["regno"]) == (str(issues[0].pk), wrong(1), "临澜市甲有限公司", regno(1))
    assert (first["kind"], first["operation"]) == ("错码", "")
    done = handed_in(
        tmp_path,
        filled(rows, {"operation": "0", "new_code": code(1)}, {"operation": "1"}, {"operation": "2", "answer": "执照一致"}),
        alice,
        way,
    )
    assert (done.rows, done.taken, done.told) == (3, 3, [])
    kept = list(CodeIssue.objects.order_by("pk").values_list("state", "operation", "new_code", "answer"))
    assert kept == [("answered", "0", code(1), ""), ("answered", "1", "", ""), ("answered", "2", "", "执照一致")]
    assert Entry.objects.filter(event="access:exported").count() == 1


def test_the_same_file_twice_changes_nothing(issues: list[CodeIssue], alice: Standing, tmp_path: Path) -> None:
    rows = filled(taken_out(alice), {"operation": "0", "new_code": code(1)}, {}, {"operation": "2", "answer": "执照一致"})
    assert handed_in(tmp_path, rows, alice).taken == 2
    again = handed_in(tmp_path, rows, alice)
    assert (again.taken, again.same, again.empty, again.told) == (0, 2, 1, [])
    assert Entry.objects.filter(event="code_issue:answered").count() == 2


def test_no_cell_can_run_as_a_formula(issues: list[CodeIssue], alice: Standing) -> None:
    for way in ("csv", "xlsx"):
        assert taken_out(alice, way)[2][COLUMNS.index("name")].startswith("'=")


def test_bad_rows_are_told_by_line_in_both_languages_and_do_not_hold_up_the_others(
    issues: list[CodeIssue], alice: Standing, tmp_path: Path
) -> None:
    header, *rows = filled(taken_out(alice), {"operation": "7"}, {"operation": "1", "code": code(9)}, {"operation": "2", "answer": "无误"})
    strange = [list(rows[2]), list(rows[2])]
    strange[0][0], strange[1][0] = "999999999", "１号"
    done = handed_in(tmp_path, [header, *rows, *strange], alice)
    assert (done.rows, done.taken) == (5, 1)
    assert [one.line for one in done.told] == [2, 3, 5, 6]
    assert all(one.why.zh and one.why.en for one in done.told)
    assert CodeIssue.objects.filter(state="answered").count() == 1


def test_two_answers_to_one_issue_in_a_file_are_both_left(issues: list[CodeIssue], alice: Standing, tmp_path: Path) -> None:
    header, row, *_ = filled(taken_out(alice), {"operation": "1"})
    other = [*row]
    other[COLUMNS.index("operation")] = "2"
    done = handed_in(tmp_path, [header, row, other], alice)
    assert (done.taken, len(done.told)) == (0, 2)


def test_a_changed_answer_after_the_first_is_told_and_not_taken(issues: list[CodeIssue], alice: Standing, tmp_path: Path) -> None:
    rows = taken_out(alice)
    handed_in(tmp_path, filled(rows, {"operation": "1"}), alice)
    done = handed_in(tmp_path, filled(rows, {"operation": "2", "answer": "无误"}), alice)
    assert (done.taken, [one.line for one in done.told]) == (0, [2])
    assert CodeIssue.objects.order_by("pk")[0].operation == "1"


def test_another_departments_issue_is_as_unknown_as_none_and_the_try_is_written_down(
    issues: list[CodeIssue], alice: Standing, other_steward: User, standing_of: Callable[[User], Standing], tmp_path: Path
) -> None:
    eve = standing_of(other_steward)
    rows = filled(taken_out(alice), {"operation": "1"}, {"operation": "1"})
    assert taken_out(eve)[1:] == []
    done = handed_in(tmp_path, rows, eve)
    assert (done.taken, len(done.told)) == (0, 2)
    assert {one.why.zh for one in done.told} == {"没有这个编号的问题，或不由您的部门答复。"}
    assert Entry.objects.filter(event="access:refused", user_id=other_steward.pk).count() == 1


def test_who_may_not_answer_reads_nothing_back(official: User, standing_of: Callable[[User], Standing], tmp_path: Path) -> None:
    with pytest.raises(Refused, match="NOT_ALLOWED"):
        handed_in(tmp_path, [["x"]], standing_of(official))


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 3000, b"\x89PNG\r\n\x1a\n" + bytes(50), b"PK\x03\x04 broken", "名称,代码\n甲,乙\n".encode(), b"<html>", b'{"a": [1'],
)
def test_a_file_that_is_no_return_is_refused_with_a_sentence(alice: Standing, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(content)
    with pytest.raises(Unusable) as refused:
        read_back(path, path.name, by=alice)
    assert refused.value.why.zh
    assert refused.value.why.en


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    cells=st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(["0", "1", "2", code(7), wrong(1)]), min_size=5, max_size=5
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_the_cells_hold_each_row_is_taken_empty_or_told(
    issues: list[CodeIssue], alice: Standing, tmp_path: Path, cells: list[list[str]]
) -> None:
    header = ["问题编号", "统一社会信用代码", "数据操作标识位", "新统一社会信用代码", "核实说明"]
    numbers = [str(issue.pk) for issue in issues]
    rows = [[numbers[place % 3] if place % 2 else row[0], *row[1:]] for place, row in enumerate(cells)]
    try:
        done = handed_in(tmp_path, [header, *rows], alice)
    except Unusable:
        return
    assert done.taken + done.same + done.empty + len(done.told) == done.rows


def test_the_command_takes_out_and_reads_back(issues: list[CodeIssue], market: Department, tmp_path: Path) -> None:
    run = CliRunner()
    listed = run.invoke(code_issues, ["list"])
    assert listed.output.count("错码") == 3
    out = tmp_path / "return.csv"
    assert run.invoke(code_issues, ["export", str(out), "--department", market.code]).exit_code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(filled(rows, {"operation": "1"}, {"operation": "5"}))
    read = run.invoke(code_issues, ["read", str(out), "--department", market.code])
    assert (read.exit_code, CodeIssue.objects.filter(state="answered").count()) == (1, 1)
    assert "数据操作标识位应为" in read.output
    assert run.invoke(code_issues, ["find"]).exit_code == 0
    assert run.invoke(code_issues, ["export", str(tmp_path / "x.pdf")]).exit_code == 2
