"""A process killed in the middle loses nothing and doubles nothing; nor do two at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.models import Entry
from goodstanding.organisations.models import PendingRow
from goodstanding.records.entering import enter
from goodstanding.records.models import Entering, Record, Revision
from goodstanding.rules.refusals import Conflict
from tests.organisations.making import organisation
from tests.records.handing_in import HandedIn, hand_in, penalty

pytestmark = pytest.mark.django_db(transaction=True)
ROWS, CHUNK, TIMES_KILLED = 600, 20, 4
ENTER = """
import sys, django
django.setup()
from pathlib import Path
from uuid import UUID
from goodstanding.departments.standing import SYSTEM
from goodstanding.records.entering import enter
from tests.records.handing_in import HandedIn
folder, department, submission, chunk = sys.argv[1:]
handed = HandedIn(Path(folder), int(department), "penalty", UUID(submission))
enter(handed.folder, handed, by=SYSTEM, chunk_rows=int(chunk))
"""


@pytest.fixture
def handed(tmp_path: Path, market: Department) -> HandedIn:
    for n in range(1, 11):
        organisation(n, f"临澜市{n}号有限公司")
    rows = [penalty(n % 10 + 1, f"临澜市{n % 10 + 1}号有限公司" if n % 7 else "临澜市他人有限公司", CF_WSH=f"{n}号") for n in range(ROWS)]
    return hand_in(tmp_path, market, rows)


def complete(handed: HandedIn) -> None:
    waiting = len(range(0, ROWS, 7))
    new = ROWS - waiting
    assert sum((Counter(one) for one in Entering.objects.values_list("counts", flat=True)), Counter()) == {"new": new, "pending": waiting}
    assert Record.everything.count() == Revision.objects.count() == Entry.objects.filter(event="record:entered").count() == new
    rows = [*Revision.objects.values_list("row", flat=True), *PendingRow.objects.values_list("row", flat=True)]
    assert Counter(rows) == Counter(range(ROWS))
    assert {*Revision.objects.values_list("submission", flat=True)} == {handed.id}


def started(handed: HandedIn) -> subprocess.Popen[bytes]:
    database = settings.DATABASES["default"]
    host = database["HOST"] or "localhost"
    url = f"postgresql://{database['USER']}:{database['PASSWORD']}@/{connection.settings_dict['NAME']}?host={host}&port={database['PORT']}"
    arguments = [str(handed.folder), str(handed.department_id), str(handed.id), str(CHUNK)]
    source = Path(enter.__code__.co_filename).parents[2]
    paths = [str(source), str(source.parent), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    return subprocess.Popen([sys.executable, "-c", ENTER, *arguments], env=environment)


def reached(handed: HandedIn) -> float:
    """Rows done, the mean of the lanes."""
    rows = Entering.objects.filter(submission=handed.id).values_list("next_row", flat=True)
    return sum(rows) / max(len(rows), 1)


def test_killed_again_and_again_it_goes_on_where_it_stopped(handed: HandedIn) -> None:
    chance = random.Random(7)
    killed = 0
    while killed < TIMES_KILLED:
        before = reached(handed)
        process = started(handed)
        while process.poll() is None and reached(handed) <= before:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.03)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        assert reached(handed) < ROWS, "the file is too small to be killed in the middle"
    assert Revision.objects.count() < ROWS
    enter(handed.folder, handed, by=SYSTEM, chunk_rows=CHUNK)
    complete(handed)


def test_two_at_once_enter_every_row_once(handed: HandedIn) -> None:
    def one(_: int) -> str:
        try:
            enter(handed.folder, handed, by=SYSTEM, chunk_rows=CHUNK)
        except Conflict as conflict:
            return conflict.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = set(pool.map(one, range(2)))
    assert said <= {"done", "ENTERING_ELSEWHERE"}
    enter(handed.folder, handed, by=SYSTEM, chunk_rows=CHUNK)
    complete(handed)
