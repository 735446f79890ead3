"""The figures of a month: as many queries for many departments as for one, and each department's own."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodstanding.departments.models import Department
from goodstanding.objections import filing, statistics
from goodstanding.objections.models import Objection
from tests.objections import making
from tests.objections.conftest import MONDAY
from tests.objections.making import Day, Town

pytestmark = pytest.mark.django_db
MONTH = MONDAY.replace(day=1)


def missing_at(town: Town, name: str, code: str) -> Objection:
    """A decision of another department is missing."""
    other = Department.objects.create(code=code, name=name, district="330100")
    missing = filing.Missing(described=f"{name}1号", department=other)
    return making.filing.file(
        filing.Filing(organisation=town.organisation, token=making.uuid4(), ground="missing", words="未公示", records={}, missing=missing),
        by=town.alice,
    )


def test_each_department_has_its_own_figures_and_more_of_them_cost_no_query(town: Town, on: Day) -> None:
    _, asked = making.forwarded(town)
    on(date(2031, 3, 10))
    making.answering.answer(asked, making.answering.Answer(answer="confirms", words="属实", document=making.upload()), by=town.steward)
    with CaptureQueriesContext(connection) as one:
        (alone,) = statistics.rows(MONTH)
    assert (alone.filed, alone.decided, alone.asked, alone.late, alone.median) == (1, 0, 1, 1, 5)
    for n, name in enumerate(("甲局", "乙局")):
        missing_at(town, name, f"1133010000000{n}627P")
    with CaptureQueriesContext(connection) as many:
        rows = {row.department.name: row for row in statistics.rows(MONTH)}
    assert len(many) == len(one)
    assert rows[alone.department.name] == alone
    assert [(rows[name].filed, rows[name].asked, rows[name].median) for name in ("甲局", "乙局")] == [(1, 0, None)] * 2
