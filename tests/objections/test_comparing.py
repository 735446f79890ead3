"""Three sides of a record: what is published, what the source's file said, what the organisation says."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from goodstanding.intake import folders
from goodstanding.objections import comparing, deciding
from goodstanding.objections.models import Item
from goodstanding.records.models import Record, Revision
from tests.objections import making
from tests.objections.conftest import MONDAY
from tests.objections.test_verbs import decision

if TYPE_CHECKING:
    from tests.objections.making import Day, Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(known_year: None, on: Day) -> Town:
    """The city whose records came through the door as a file."""
    on(MONDAY)
    return making.build(as_file=True)


def item(case: object) -> Item:
    return Item.objects.select_related("record").get(objection=case)


def test_what_is_published_as_handed_in_does_not_differ_although_a_date_is_written_otherwise(town: Town) -> None:
    found = comparing.compare(item(making.accepted(town)))
    lines = {one.code: one for one in found.lines}
    assert (found.found, found.differs, found.line, lines["CF_NR_FK"].wanted) == (True, False, 2, "0.1")
    assert (lines["CF_JDRQ"].published, lines["CF_JDRQ"].file) == ("2031-02-01", "2031/02/01")
    assert found.lines[0].code == "CF_NR_FK"  # what is disputed comes first
    assert not {"CF_FR_ZJHM", "CF_XDR_ZJHM"} & set(lines)


def test_a_difference_is_the_platforms_own_fault_and_is_put_right_at_once(town: Town) -> None:
    first = Revision.objects.get(record=town.record)
    changed = first.data | {"CF_NR": "罚款人民币贰万元整。"}
    Revision.objects.create(record=town.record, number=2, data=changed, sealed=first.sealed, because="a fault of ours")
    Record.everything.filter(pk=town.record.pk).update(revision=2)
    case = making.accepted(town, fields={"CF_NR": "罚款人民币贰仟元整。"})
    found = comparing.compare(item(case))
    assert {one.code for one in found.lines if one.differs} == {"CF_NR"}
    deciding.decide(case, decision(case, "correct", {"CF_NR": "罚款人民币贰仟元整。"}), by=town.clerk)
    latest = Revision.objects.filter(record=town.record).latest("number")
    assert (case.outcome, latest.number, latest.data["CF_NR"]) == ("upheld", 3, "罚款人民币贰仟元整。")


def test_where_the_file_is_gone_the_page_says_so_and_the_source_is_asked(town: Town) -> None:
    case = making.accepted(town)
    said = Revision.objects.get(record=town.record)
    assert said.submission is not None
    shutil.rmtree(folders.examined(said.submission))
    found = comparing.compare(item(case))
    assert (found.found, found.differs) == (False, False)
