"""The city through the product's doors: faults that only the register or the records can know are found there, by the expected rule."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.utils import timezone

from goodstanding.city import founding as city_founding
from goodstanding.city.faults.rows import ROWS
from goodstanding.city.faults.table import FAULTS
from goodstanding.departments import founding
from goodstanding.departments.models import Department, HeaderMapping, User
from goodstanding.departments.standing import SYSTEM, of_user
from goodstanding.intake import checking, confirming, entering, folders, receiving, spool
from goodstanding.intake.models import Submission
from goodstanding.intake.receiving import About
from goodstanding.organisations.registering import register
from goodstanding.pipeline import mapping
from tests.city import reading

pytestmark = pytest.mark.django_db
UNMATCHED = {"NAME_MISMATCH", "UNKNOWN_ORGANISATION", "NAME_ONLY"}


@pytest.fixture
def there(tmp_path: Path, settings: Any) -> Path:
    """A city of today, its departments and its register known to the product."""
    city = tmp_path / "city"
    city_founding.found(city, organisations=2_000, records=4_000, seed=3, today=timezone.localdate(), faults=0.1)
    settings.CITY_CATALOGUE, settings.DATA_DIR = city / "catalogue", tmp_path / "data"
    settings.DATA_DIR.mkdir()
    founding.found_departments(founding.read(city / "departments.csv"), by=SYSTEM)
    done = register(city / "register.csv", mapping.load(city / "mappings" / "register.toml"), by=SYSTEM)
    assert (done.outcomes["new"], done.findings) == (2_000, [])
    return city


def _hand_in(city: Path, entry: dict[str, str]) -> Submission:
    department = Department.objects.get(code=entry["department"])
    if entry["mapping"]:
        own = mapping.to_dict(mapping.load(city / "mappings" / entry["mapping"]))
        HeaderMapping.objects.get_or_create(
            department=department, kind=entry["kind"], name="own", defaults={"mapping": own, "saved_by": "test"}
        )
    path = city / entry["file"]
    about = About(department=department, kind=entry["kind"], channel="command", name=path.name)
    with path.open("rb") as stream:
        submission = receiving.receive(spool.pieces(stream), about, by=SYSTEM, queue=False).submission
    checking.check(submission.id)
    submission.refresh_from_db()
    assert submission.state == "checked", submission.refusal
    return submission


def _found(submission: Submission) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    with duckdb.connect() as db:
        asked = "SELECT line, rule FROM read_parquet(?) WHERE line IS NOT NULL"
        for line, rule in db.execute(asked, [str(folders.examined(submission.id) / "findings*.parquet")]).fetchall():
            found[line].add(rule)
    return found


def test_what_only_the_register_or_the_records_know_is_found(there: Path, clerk: User) -> None:
    truth: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in reading.listed(there, "truth.csv"):
        truth[row["file"]].append(row)
    missed, classes = [], set()
    for entry in reading.listed(there, "files.csv"):
        submission = _hand_in(there, entry)
        found = _found(submission)
        for fault in truth[entry["file"]]:
            if fault["stage"] != "check":
                classes.add(fault["fault"])
                here = found[int(fault["line"])]
                if fault["rule"] not in here if fault["rule"] else here & UNMATCHED:
                    missed.append((fault, here))
        if entry["file"].startswith("later/"):
            unchanged = [fault for fault in truth[entry["file"]] if fault["fault"] == "row: handed in before"]
            assert 0 < submission.found["compared"]["unchanged"] <= len(unchanged)  # the others were faulty the first time
        if confirming.obstacle(submission) is None:
            confirming.confirm(submission, by=of_user(clerk), queue=False)
            entering.enter(submission.id)
    assert not missed, [(m[0]["file"], m[0]["line"], m[0]["fault"], m[0]["rule"], m[0]["planted"], sorted(m[1])) for m in missed]
    assert classes == {fault.name for fault in (*FAULTS, *ROWS) if fault.stage != "check"}
