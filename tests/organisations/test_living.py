"""An organisation's life as lists and clerks tell it: nothing overwritten, nothing older taken, nothing wrong kept as if it were right."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodstanding.departments.models import User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.models import Entry
from goodstanding.organisations import statuses
from goodstanding.organisations.living import asking, relating, turning
from goodstanding.organisations.living.guessing import parent_by_name
from goodstanding.organisations.models import Name, Organisation, Registration, Relation
from goodstanding.organisations.registering import Registered, register
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from tests.organisations.making import code, organisation

pytestmark = pytest.mark.django_db
HEADER = (
    "统一社会信用代码", "名称", "行政区划", "住所", "状态", "成立日期", "变更日期", "注销日期", "上级单位统一社会信用代码",
    "原主体", "承继主体", "更正",
)  # fmt: skip
TODAY = timezone.localdate()


def load(folder: Path, *rows: dict[str, str], **options: Any) -> Registered:
    path = folder / "名录.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, HEADER)
        out.writeheader()
        out.writerows(rows)
    return register(path, by=SYSTEM, **options)


def row(number: int, name: str = "临澜市甲有限公司", **said: str) -> dict[str, str]:
    return {"统一社会信用代码": code(number), "名称": name, **said}


def believed(number: int = 1) -> list[tuple[str, str, date | None, date | None]]:
    rows = Registration.objects.filter(organisation__uscc=code(number), known_until__isnull=True).order_by("valid_until", "id")
    return list(rows.values_list("status", "district", "valid_from", "valid_until"))


def test_a_body_stands_on_the_register_since_the_latest_day_its_row_names(tmp_path: Path) -> None:
    load(
        tmp_path,
        row(1, 状态="存续", 成立日期="2001-02-03"),
        row(2, "临澜市乙有限公司", 状态="注销", 成立日期="2001-02-03", 注销日期="2020-05-01"),
    )
    assert believed(1) == [("active", "341400", date(2001, 2, 3), None)]
    assert believed(2) == [("deregistered", "341400", date(2020, 5, 1), None)]


def test_a_move_and_a_revocation_end_what_was_and_are_written_down(tmp_path: Path) -> None:
    load(tmp_path, row(1, 状态="存续", 成立日期="2001-02-03"))
    assert load(tmp_path, row(1, 行政区划="341402", 变更日期="2015-01-01")).outcomes["changed"] == 1
    assert load(tmp_path, row(1, 状态="吊销", 注销日期="2020-05-01")).outcomes["changed"] == 1
    assert believed() == [
        ("active", "341400", date(2001, 2, 3), date(2015, 1, 1)),
        ("active", "341402", date(2015, 1, 1), date(2020, 5, 1)),
        ("revoked", "341402", date(2020, 5, 1), None),
    ]
    body = Organisation.objects.get()
    assert (body.status, body.district) == ("revoked", "341402")
    assert Entry.objects.filter(event="organisation:moved").count() == Entry.objects.filter(event="organisation:closed").count() == 1
    assert Registration.objects.filter(known_until__isnull=False).count() == 2


def test_what_is_older_than_what_is_known_changes_nothing_and_is_told(tmp_path: Path) -> None:
    load(tmp_path, row(1, 状态="存续"))
    load(tmp_path, row(1, 行政区划="341402", 变更日期="2015-01-01"))
    done = load(tmp_path, row(1, 行政区划="341403", 变更日期="2014-01-01"))
    assert (done.outcomes["refused"], done.by_rule) == (1, {"OLDER_THAN_KNOWN": 1})
    assert believed()[-1] == ("active", "341402", date(2015, 1, 1), None)


def test_a_list_that_was_corrected_since_can_come_again(tmp_path: Path) -> None:
    wrong = row(1, 行政区划="341402", 变更日期="2015-01-01")
    load(tmp_path, row(1, 状态="存续"))
    load(tmp_path, wrong)
    load(tmp_path, row(1, 行政区划="341403", 更正="是"))
    assert load(tmp_path, wrong).by_rule == {"OLDER_THAN_KNOWN": 1}
    assert believed()[-1] == ("active", "341403", date(2015, 1, 1), None)


def test_a_correction_puts_the_right_statement_where_the_wrong_one_was(tmp_path: Path) -> None:
    load(tmp_path, row(1, 状态="存续"))
    load(tmp_path, row(1, "临澜市误录有限公司", 行政区划="341402", 变更日期="2015-01-01"))
    body, before = Organisation.objects.get(), timezone.now()
    assert load(tmp_path, row(1, "临澜市正名有限公司", 行政区划="341403", 更正="是")).outcomes["corrected"] == 1
    assert believed() == [("active", "341400", None, date(2015, 1, 1)), ("active", "341403", date(2015, 1, 1), None)]
    now, then = asking.state(body, on=date(2016, 1, 1)), asking.state(body, on=date(2016, 1, 1), known=before)
    assert [one.value for one in now.names] == ["临澜市正名有限公司"]
    assert [one.value for one in then.names] == ["临澜市误录有限公司"]
    assert not Name.objects.filter(name="临澜市误录有限公司", known_until__isnull=True).exists()  # never a former name
    assert Entry.objects.filter(event="organisation:corrected").count() == 2


def test_a_whole_file_may_be_a_correction(tmp_path: Path) -> None:
    load(tmp_path, row(1, 状态="存续", 成立日期="2001-02-03"))
    load(tmp_path, row(1, 状态="注销"), correct=True)
    assert believed() == [("deregistered", "341400", date(2001, 2, 3), None)]


def test_a_day_to_come_is_not_used(tmp_path: Path) -> None:
    load(tmp_path, row(1, 状态="存续"))
    done = load(tmp_path, row(1, 状态="注销", 注销日期="2098-01-01"))
    assert done.by_rule == {"DAY_AHEAD": 1}
    assert believed()[-1] == ("deregistered", "341400", TODAY, None)


def test_a_household_s_address_and_one_with_a_telephone_are_not_kept(tmp_path: Path) -> None:
    household = {**row(1), "统一社会信用代码": code(2, "92341400"), "名称": "临澜市老街口豆腐坊", "住所": "临澜市河东路9号"}
    done = load(
        tmp_path, row(1, 住所="临澜市河东路1号，联系电话13812345678"), household, row(3, "临澜市丙有限公司", 住所="临澜市河西路2号")
    )
    assert done.by_rule == {"ADDRESS_PERSONAL": 1}
    assert sorted(Registration.objects.values_list("address", flat=True)) == ["", "", "临澜市河西路2号"]


def test_a_list_says_whose_branch_a_body_is_though_the_parent_stands_below_it(tmp_path: Path) -> None:
    done = load(
        tmp_path,
        row(1, "临澜市甲有限公司城东分公司", 上级单位统一社会信用代码=code(2)),
        row(2, "临澜市甲有限公司"),
        row(3, "临澜市丙有限公司", 上级单位统一社会信用代码=code(9)),
        row(4, "临澜市丁有限公司", 上级单位统一社会信用代码=code(4)),
    )
    relation = Relation.objects.get()
    assert (relation.organisation.uscc, relation.kind, relation.other.uscc) == (code(1), "branch_of", code(2))
    assert done.by_rule == {"RELATION_UNKNOWN": 2}


def test_split_merged_and_continued_are_read_from_either_side(tmp_path: Path) -> None:
    load(
        tmp_path,
        row(1, "临澜市甲有限公司", 原主体=f"{code(2)}|改制|2001-01-01；{code(3)}|分立|2005-01-01"),
        row(2, "临澜市乙厂"),
        row(3, "临澜市丙有限公司"),
        row(4, "临澜市丁有限公司", 承继主体=f"{code(1)}|吸收合并|2010-01-01"),
        row(5, "临澜市戊有限公司", 承继主体=f"{code(1)}|借壳|2010-01-01"),
    )
    said = Relation.objects.order_by("valid_from").values_list("organisation__uscc", "kind", "other__uscc")
    assert list(said) == [(code(1), "continues", code(2)), (code(1), "split_from", code(3)), (code(4), "merged_into", code(1))]
    done = load(tmp_path, row(4, "临澜市丁有限公司", 承继主体=f"{code(2)}|吸收合并|2011-01-01"))
    assert done.by_rule == {"RELATION_DIFFERS": 1}


def test_another_parent_ends_the_old_relation(tmp_path: Path) -> None:
    load(tmp_path, row(1, "甲分公司", 上级单位统一社会信用代码=code(2)), row(2, "临澜市乙有限公司"), row(3, "临澜市丙有限公司"))
    load(tmp_path, row(1, "甲分公司", 上级单位统一社会信用代码=code(3), 变更日期="2020-01-01"))
    believed_now = Relation.objects.filter(known_until__isnull=True).order_by("id")
    assert list(believed_now.values_list("other__uscc", "valid_until")) == [(code(2), date(2020, 1, 1)), (code(3), None)]


def test_many_organisations_are_one_query(tmp_path: Path) -> None:
    load(tmp_path, *(row(n, f"临澜市{n}号有限公司", 状态="存续") for n in range(1, 40)))
    ids = list(Organisation.objects.values_list("id", flat=True))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = asking.states(ids, on=TODAY)
    assert len(queries) == 1
    assert all(len(found[one].names) == len(found[one].codes) == len(found[one].registrations) == 1 for one in ids)


def test_a_clerk_records_ends_and_takes_back_a_relation(clerk: User, standing_of: Callable[[User], Standing]) -> None:
    bob, branch, parent = standing_of(clerk), organisation(1, "临澜市甲有限公司城东分公司"), organisation(2, "临澜市甲有限公司")
    assert parent_by_name(branch) == parent
    made = relating.relate(branch, "branch_of", parent, since=date(2020, 1, 1), evidence="查验营业执照", by=bob)
    assert parent_by_name(branch) is None
    with pytest.raises(Conflict, match="RELATION_THERE"):
        relating.relate(branch, "branch_of", parent, since=date(2021, 1, 1), evidence="x", by=bob)
    relating.end(made, on=date(2024, 1, 1), because="登记机关来函", by=bob)
    assert [one.kind for one in asking.state(branch, on=date(2023, 1, 1)).relations] == ["branch_of"]
    assert [one.kind for one in asking.state(parent, on=date(2023, 1, 1)).relations] == ["<branch_of"]
    assert asking.state(branch, on=date(2024, 1, 1)).relations == []
    again = relating.relate(branch, "branch_of", parent, since=date(2025, 1, 1), evidence="x", by=bob)
    relating.take_back(again, because="误登", by=bob)
    with pytest.raises(Conflict, match="RELATION_GONE"):
        relating.take_back(again, because="误登", by=bob)
    assert Entry.objects.filter(event__in=["organisation:related", "organisation:unrelated"]).count() == 4


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"kind": "owner_of"}, "RELATION_KIND"),
        ({"since": TODAY + timedelta(days=1)}, "DAY_AHEAD"),
        ({"evidence": " "}, "EVIDENCE_MISSING"),
    ],
)
def test_a_relation_needs_a_kind_a_day_and_evidence(
    changed: dict[str, Any], refusal: str, clerk: User, standing_of: Callable[[User], Standing]
) -> None:
    given = {"kind": "branch_of", "since": date(2020, 1, 1), "evidence": "执照", **changed}
    one, other = organisation(1, "临澜市甲有限公司"), organisation(2, "临澜市乙有限公司")
    with pytest.raises(Refused, match=refusal):
        relating.relate(one, given["kind"], other, since=given["since"], evidence=given["evidence"], by=standing_of(clerk))
    with pytest.raises(Refused, match="RELATION_SELF"):
        relating.relate(one, "branch_of", one, since=date(2020, 1, 1), evidence="执照", by=standing_of(clerk))
    assert not Relation.objects.exists()


def test_a_steward_relates_nothing(steward: User, standing_of: Callable[[User], Standing]) -> None:
    one, other = organisation(1, "临澜市甲有限公司"), organisation(2, "临澜市乙有限公司")
    with pytest.raises(Forbidden):
        relating.relate(one, "branch_of", other, since=date(2020, 1, 1), evidence="执照", by=standing_of(steward))


def test_the_closed_statuses_of_the_code_list_are_those_of_the_queries() -> None:
    assert statuses.closed() == {word.strip("' ") for word in turning.CLOSED.strip("()").split(",")}


def test_a_code_that_came_back_is_corrected_again_without_standing_in_its_own_way(tmp_path: Path) -> None:
    def coded(prefix: str, **said: str) -> dict[str, str]:
        return row(1, **said) | {"统一社会信用代码": code(1, prefix)}

    load(tmp_path, coded("91341400"))
    load(tmp_path, coded("91330100", 变更日期="2016-03-01"))
    load(tmp_path, coded("91341400", 变更日期="2016-03-01", 更正="是"))
    load(tmp_path, coded("91330100", 变更日期="2022-03-01", 更正="是"))
    body = Organisation.objects.get()
    assert [(one.value, one.since, one.until) for one in asking.state(body).codes] == [
        (code(1, "91341400"), None, date(2022, 3, 1)),
        (code(1, "91330100"), date(2022, 3, 1), None),
    ]
