"""What shows, and how long: the plain reference of the rules and the join over a whole table say the same."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.records import publishing
from goodstanding.records.entering import enter
from goodstanding.records.models import Record, Window
from goodstanding.rules import publication
from goodstanding.rules.loading import load
from tests.organisations.making import organisation
from tests.records.handing_in import hand_in, penalty, permit

TODAY = date(2026, 11, 23)
CITY = Path(publishing.__file__).parents[1] / "catalogue" / "city_example"
ATOMS = ["警告", "通报批评", "罚款", "没收违法所得", "暂扣许可证件", "其他-责令改正", ""]
DAYS = st.dates(date(2015, 1, 1), TODAY)


@st.composite
def decisions(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "kind": draw(st.sampled_from(["penalty", "permit"])),
        "decided_on": draw(
            DAYS
            | st.sampled_from(
                [date(2019, 6, 30), date(2019, 7, 1), date(2023, 4, 30), date(2024, 2, 29), date(2026, 3, 31), date(2026, 4, 1)]
            )
        ),
        "valid_until": draw(st.none() | st.dates(date(2015, 1, 1), date(2099, 12, 31))),
        "category": ";".join(draw(st.lists(st.sampled_from(ATOMS), max_size=3))),
        "stated_klass": draw(st.sampled_from([None, "", "轻微", "一般", "严重", "特定严重", "安全领域", "不详"])),
        "procedure": draw(st.sampled_from([None, "", "普通程序", "简易程序"])),
        "secret": draw(st.sampled_from([None, "是", "否"])),
        "status": draw(st.sampled_from([None, "1", "2"])),
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(decisions(), min_size=1, max_size=30))
def test_the_join_says_what_the_reference_says(said: list[dict[str, Any]]) -> None:
    catalogue = load(CITY)
    db = duckdb.connect()
    publishing.register(db, catalogue)
    for kind in ("penalty", "permit"):
        rows = [{"row": n, **row} for n, row in enumerate(said) if row["kind"] == kind]
        if not rows:
            continue
        schema = pa.schema(
            [("row", pa.int64())]
            + [(name, pa.date32() if name in {"decided_on", "valid_until"} else pa.string()) for name in publishing.INPUT]
        )
        db.register("said", pa.Table.from_pylist([{name: row[name] for name in schema.names} for row in rows], schema=schema))
        query = publishing.query("SELECT * FROM said", catalogue.kinds[kind], catalogue, entered_on=f"DATE '{TODAY}'")
        columns = "shown_from, shown_until, regime, klass, basis, held"
        answers = db.execute(f"SELECT {columns} FROM ({query}) ORDER BY row").fetchall()
        for row, answer in zip(rows, answers, strict=True):
            expected = reference(kind, row)
            assert answer == ((None, None, *expected[2:]) if expected.held else tuple(expected)), row


def reference(kind: str, row: dict[str, Any]) -> publication.Showing:
    catalogue = load(CITY)

    def item(role: str, value: str | None) -> str:
        field = catalogue.kinds[kind].fields.get(catalogue.kinds[kind].field(role))
        found = catalogue.codes[field.codes].find(value) if field and field.codes and value else None
        return found.value if found else ""

    return publication.show(
        kind, row["decided_on"], klass=item("publication.class", row["stated_klass"]),
        procedure=item("publication.procedure", row["procedure"]), categories=[part for part in row["category"].split(";") if part],
        valid_until=row["valid_until"], entered_on=TODAY, catalogue=catalogue, secret=item("secret", row["secret"]),
        status=item("status", row["status"]),
    )  # fmt: skip


@pytest.mark.django_db
def test_a_penalty_shows_from_today_until_a_year_after_the_decision(tmp_path: Path, market: Department) -> None:
    organisation(1, "临澜市甲有限公司")
    decided = timezone.localdate() - timedelta(days=30)
    shown = entered(tmp_path, market, penalty(CF_JDRQ=decided.isoformat(), CF_GSJZQ="2031-05-11"))
    assert (shown.shown_from, shown.shown_until) == (timezone.localdate(), decided.replace(year=decided.year + 1))
    assert shown.claim == date(2031, 5, 11)  # kept as the source's claim, not obeyed
    assert shown.basis
    assert shown.regime
    assert list(Record.public.all()) == [shown]


@pytest.mark.django_db
def test_an_old_decision_enters_and_does_not_show(tmp_path: Path, market: Department) -> None:
    organisation(1, "临澜市甲有限公司")
    shown = entered(tmp_path, market, penalty(CF_JDRQ="2017-05-11"))
    assert not shown.is_shown()
    assert not Record.public.exists()


@pytest.mark.django_db
def test_a_warning_alone_is_held(tmp_path: Path, market: Department) -> None:
    organisation(1, "临澜市甲有限公司")
    held = entered(tmp_path, market, penalty(CF_CFLB="警告"))
    assert (held.held, held.shown_from, held.shown_until) == ("warning_only", None, None)
    assert not Record.public.exists()


@pytest.mark.django_db
def test_a_permit_shows_while_it_is_valid(tmp_path: Path, market: Department) -> None:
    organisation(1, "临澜市甲有限公司")
    assert entered(tmp_path, market, permit()).shown_until == date(2031, 5, 10)


@pytest.mark.django_db
def test_showing_ends_by_itself_on_the_day_after_the_last(tmp_path: Path, market: Department) -> None:
    organisation(1, "临澜市甲有限公司")
    record = entered(tmp_path, market, penalty())
    assert record.shown_until is not None
    for day, shows in ((record.shown_until, True), (record.shown_until + timedelta(days=1), False)):
        assert record.is_shown(day) is shows
        assert Record.everything.all().shown(day).exists() is shows


def entered(folder: Path, department: Department, row: dict[str, str | None]) -> Record:
    handed = hand_in(folder, department, [row], "permit" if "XK_WSH" in row else "penalty")
    enter(handed.folder, handed, by=SYSTEM)
    return Record.everything.get()


@pytest.mark.django_db
def test_the_guard_knows_every_class_of_the_catalogue() -> None:
    publishing.install(load(None))
    publishing.install(load(None))
    assert {(w.kind, w.regime, w.klass) for w in Window.objects.all()} == {(row[0], row[1], row[3]) for row in publication.rows(load(None))}
