"""100,000 rows with personal data planted in every place a file has go through the whole product: nothing personal is left anywhere.

The product is the real one: sealed spool, check, steward's confirmation, entering, reports, pages; jobs run in a worker process of
its own, whose log is searched like everything else. Then every table, every stored file, every report and log is searched for
every planted datum, in plain form, without separators, in NFKC and as digits alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from goodstanding.departments import founding
from goodstanding.departments.models import Appointment, Department, User
from goodstanding.departments.standing import SYSTEM, of_user
from goodstanding.intake import confirming, folders, receiving, reporting, spool
from goodstanding.intake.models import Submission
from goodstanding.intake.receiving import About
from goodstanding.organisations.registering import register
from goodstanding.pipeline import mapping
from goodstanding.publiclog import sequencing
from goodstanding.publiclog.models import Opening
from goodstanding.records.models import Record
from tests.intake import working
from tests.publiclog.making import settle
from tests.redteam import corpus, leavings
from tests.redteam.corpus import Corpus, Handed
from tests.redteam.searching import Found, Searcher

ROWS = int(os.environ.get("REDTEAM_ROWS", "100000"))
WRONGLY_REMOVED = 0.0001
pytestmark = pytest.mark.django_db(transaction=True)
Say = Callable[[str], None]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Print past pytest's capture: the counts are the point."""

    def out(line: str) -> None:
        with capsys.disabled():
            print(f"\n  {line}", end="")  # noqa: T201

    return out


@pytest.fixture
def built(tmp_path: Path, settings: Any) -> Corpus:
    """The corpus, and a product that knows its departments and its register."""
    made = corpus.build(tmp_path / "corpus", rows=ROWS, today=timezone.localdate())
    settings.CITY_CATALOGUE, settings.DATA_DIR = made.catalogue, tmp_path / "data"
    settings.DATA_DIR.mkdir()
    founding.found_departments(founding.read(made.directory / "departments.csv"), by=SYSTEM)
    register(made.register, mapping.load(made.directory / "mappings" / "register.toml"), by=SYSTEM)
    return made


def _steward(handed: Handed) -> User:
    department = Department.objects.get(code=handed.department.code)
    user = User.objects.create_user(f"steward{User.objects.count()}", "correct horse battery staple")
    Appointment.objects.create(user=user, role="steward", department=department, starts_on=date(2020, 1, 1))
    return user


def _hand_in(handed: Handed, user: User) -> Submission:
    about = About(
        department=Department.objects.get(code=handed.department.code), kind=handed.kind, channel="command", name=handed.path.name
    )
    with handed.path.open("rb") as stream:
        return receiving.receive(spool.pieces(stream), about, by=of_user(user)).submission


def _work(logs: list[str]) -> None:
    """A worker process, as long as there are jobs; what it logs is kept, at the most talkative level there is."""
    program = "import django; django.setup(); from tests.intake.working import work; work()"
    ours = {name: getattr(settings, name) for name in ("SECRET_KEY", "FIELD_KEY")} | {"CITY_CATALOGUE": str(settings.CITY_CATALOGUE)}
    environment = working.environment() | ours | {"LOG_LEVEL": "DEBUG"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, cwd=working.ROOT, check=False, capture_output=True, timeout=900)
    logs += [done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")]
    assert done.returncode == 0, logs[-1][-3000:]
    assert not Submission.everything.filter(state__in=("received", "checking", "entering")).exists(), logs[-1][-3000:]


def _read(client: Client, submission: Submission) -> Iterator[tuple[str, str]]:
    """What a steward can see of it, in both languages, and the reports to take away."""
    for path in ("", "report/", "history/"):
        for prefix in ("", "/en"):
            yield f"page {path}", client.get(f"{prefix}/desk/submissions/{submission.id}/{path}").content.decode()
    if submission.state == "checked" and submission.rows:
        for form in ("xlsx", "json"):
            reporting.write(submission, folders.examined(submission.id) / f"report.{form}")


def _lost_codes(built: Corpus, submissions: dict[str, Submission]) -> list[tuple[str, int]]:
    """Lines whose lawful code no longer stands in the cells that were kept."""
    lost = []
    by_file: dict[str, dict[int, str]] = defaultdict(dict)
    for (name, line), code in built.lawful.items():
        by_file[name][line] = code
    for name, codes in by_file.items():
        cells = folders.examined(submissions[name].id) / "cells.parquet"
        with duckdb.connect() as db:
            kept = dict(db.execute("SELECT line, array_to_string(cells, ' ') FROM read_parquet(?)", [str(cells)]).fetchall())
        lost += [(name, line) for line, code in codes.items() if code not in kept.get(line, "")]
    return lost


def _told(finds: list[Found], built: Corpus) -> str:
    """Finds by form and place, with one of each."""
    kinds = {
        (
            built.planted[find.datum].rpartition(" ")[2]
            if "row" not in built.planted[find.datum]
            else built.planted[find.datum].partition(": ")[2],
            find.where,
        ): find
        for find in finds
    }
    return "\n".join(f"{built.planted[find.datum]} | {find.where} | {find.around!r}" for find in kinds.values())


def test_nothing_personal_is_left_anywhere(built: Corpus, say: Say, caplog: pytest.LogCaptureFixture) -> None:
    logs: list[str] = []
    stewards = {handed.path.name: _steward(handed) for handed in built.files}
    submissions = {handed.path.name: _hand_in(handed, stewards[handed.path.name]) for handed in built.files}
    _work(logs)
    pages: list[tuple[str, str]] = []
    for name, submission in submissions.items():
        submission.refresh_from_db()
        client = Client()
        client.force_login(stewards[name])
        pages += _read(client, submission)
        if submission.state == "checked" and confirming.obstacle(submission) is None:
            confirming.confirm(submission, by=of_user(stewards[name]))
        elif submission.state == "checked":  # nobody says what its columns are: its sealed original waits for that, or goes
            confirming.withdraw(submission, by=of_user(stewards[name]), because="表头有误，更正后重新报送")
    _work(logs)
    for submission in submissions.values():
        submission.refresh_from_db()
    pages += [(f"record {record.pk}", Client().get(f"/records/{record.public_id}").content.decode()) for record in Record.public.all()[:50]]

    refused = {name: one.refusal for name, one in submissions.items() if one.state == "refused"}
    assert not refused.keys() & {"permits.csv", "penalties.csv", "penalties.xlsx", "permits.ndjson"}, (
        refused,
        logs[0][-2000:],
        logs[1][-2000:],
    )
    searcher = Searcher(built.planted)
    looked, finds = 0, list[Found]()
    sources = [("pages", pages), ("logs", [("worker", text) for text in [*logs, caplog.text]]), ("database", leavings.of_database())]
    settle()
    sequencing.sequence()
    openings = Opening.objects.values_list("leaf", "content")
    sources.append(("public log", [(f"leaf {leaf}", zlib.decompress(content).decode()) for leaf, content in openings]))
    assert openings
    sources.append(("files", leavings.of_folder(settings.DATA_DIR)))
    for place, texts in sources:
        for where, text in texts:
            looked += len(text)
            finds += searcher.search(text, f"{place}: {where}")
    lost = _lost_codes(built, submissions)
    entered = Record.everything.count()
    say(f"red team: {built.rows:,} rows, {len(built.planted):,} planted data; {len(finds)} found in {looked / 1e6:,.0f} million characters")
    say(f"          states: {dict(Counter(one.state for one in submissions.values()))}, {entered:,} records entered")
    say(f"          USCCs wrongly removed: {len(lost)} of {len(built.lawful):,} ({len(lost) / len(built.lawful):.4%})")

    assert not finds, _told(finds, built)
    assert len(lost) <= len(built.lawful) * WRONGLY_REMOVED, [(place, built.lawful[place]) for place in lost[:20]]
    assert sum(one.found.get("persons", 0) for one in submissions.values()) >= built.persons
    assert entered > ROWS / 3
    assert not list((settings.DATA_DIR / "spool").iterdir())
