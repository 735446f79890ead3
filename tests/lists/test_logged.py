"""What was published about an organisation's lists stands in the public log, and what never was does not."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.utils import timezone

from goodstanding.departments.standing import SYSTEM
from goodstanding.laws import halting, lifting
from goodstanding.lists import disputing, dropping, ending, publishing
from goodstanding.lists.models import Criterion, Kind, Listing
from goodstanding.publiclog import proving, sequencing
from goodstanding.publiclog.as_of import replay
from goodstanding.publiclog.models import Opening
from goodstanding.rules.refusals import Missing
from tests.lists.making import BLACK, Office, body
from tests.publiclog.making import settle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def logged() -> list[tuple[str, dict[str, Any]]]:
    """Every act of the log: its event, and what became public by it."""
    settle()
    sequencing.sequence()
    return [(one.event, orjson.loads(zlib.decompress(one.content))) for one in Opening.objects.order_by("leaf")]


def test_an_entry_comes_out_with_its_whole_decision_and_goes_with_its_ground_alone(office: Office) -> None:
    entry = office.published(body())
    assert [event for event, _ in logged()] == ["listing:published"]
    ((_, said),) = logged()
    assert (said["listing"], said["decision_no"], said["shown_until"]) == (str(entry.pk), entry.decision_no, str(entry.ends_on))
    assert said["organisation"]["name"] == entry.organisation.name
    proof = proving.prove(entry.pk)
    assert len(proof["acts"]) == 1

    ending.end(entry, because="wrong", words="列入错误，予以移出。", by=office.head)
    event, said = logged()[-1]
    assert event == "listing:ended"
    assert {key for key in said if key not in {"v", "at", "event", "listing"}} == {"because", "words"}
    with pytest.raises(Missing):
        proving.prove(entry.pk)


def test_what_was_decided_and_never_published_leaves_no_trace(office: Office) -> None:
    entry = office.withheld(body())
    ending.end(entry, because="wrong", words="列入错误", by=office.head)
    office.reminded(body(2, "临澜市乙有限公司"))
    assert logged() == []


def test_kept_back_again_it_was_public_until_then(office: Office) -> None:
    entry = office.published(body())
    then = timezone.now()
    publishing.withhold(entry, "影响已经消除", by=office.head)
    assert [event for event, _ in logged()] == ["listing:published", "listing:withheld"]
    assert [one.record_id for one in replay([entry.organisation_id], then)] == [entry.pk]
    assert replay([entry.organisation_id], timezone.now()) == []


def test_a_candidate_of_a_red_list_is_a_public_act_and_so_is_that_it_was_dropped(office: Office) -> None:

    candidate = office.publicised(body())
    dropping.drop(candidate, "异议成立", by=office.steward)
    assert [event for event, _ in logged()] == ["listing:publicised", "listing:dropped"]


def test_a_law_that_is_suspended_and_applies_again_is_said_to_everybody(office: Office) -> None:
    office.published(body())
    law = Kind.objects.get(pk=BLACK).basis.partition(":")[0]
    said = halting.Said(target="law", code=law, kind="suspended", document="令1号", words="暂停施行", since=timezone.localdate())
    halt = halting.halt(said, by=SYSTEM)
    assert not Listing.public.exists()
    lifting.lift(halt, "恢复施行", by=SYSTEM)
    assert Listing.public.exists()
    events = [event for event, _ in logged()]
    assert events == ["listing:published", "law:halted", "law:resumed"]
    assert "organisation" not in logged()[1][1]


def test_an_entry_stands_on_the_condition_it_was_listed_under_too(office: Office) -> None:
    """The list's own law stays; the article of the condition falls, and with it what was listed under it."""
    entry = office.published(body())
    condition = Criterion.objects.get(kind=BLACK, code=entry.criterion)
    law, _, articles = condition.basis.partition(":")
    assert law != entry.kind.basis.partition(":")[0] or articles, "a condition with a basis of its own"
    said = halting.Said(
        target="law", code=law, articles=articles, kind="repealed", document="令2号", words="条款废止", since=timezone.localdate()
    )
    halting.halt(said, by=SYSTEM)
    entry.refresh_from_db()
    assert (entry.state, entry.ended_because) == ("ended", "basis")


def test_a_dispute_and_a_silent_department_stand_in_the_log_and_in_what_was_public_then(office: Office) -> None:
    entry = office.published(body())
    case = disputing.dispute(entry, case=uuid4(), number="YY2026-000001", words="与事实不符", by=SYSTEM).case
    disputed = timezone.now()
    disputing.silent_from(case, timezone.localdate(), by=SYSTEM)
    silent = timezone.now()
    disputing.lift(case, by=SYSTEM)
    events = [event for event, _ in logged()]
    assert events == ["listing:published", "listing:disputed", "listing:suspended", "listing:resumed", "listing:undisputed"]
    (then,) = replay([entry.organisation_id], disputed)
    assert len(then.marks) == 1
    assert replay([entry.organisation_id], silent) == []
    (now,) = replay([entry.organisation_id], timezone.now())
    assert now.marks == ()
