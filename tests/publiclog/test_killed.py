"""A sequencer killed in the middle loses nothing and doubles nothing; nor do two at once."""

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
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections

from goodstanding.departments.models import Department
from goodstanding.publiclog import sequencing
from goodstanding.publiclog.models import Checkpoint, Head, Opening
from goodstanding.publiclog.verifying import faults
from goodstanding.records.models import Record
from tests.publiclog.making import founded, published

pytestmark = pytest.mark.django_db(transaction=True)
RECORDS, BATCH, TIMES_KILLED = 500, 5, 2
SEQUENCE = f"""
import django
django.setup()
from goodstanding.publiclog import sequencing
sequencing.sequence(batch={BATCH})
"""


@pytest.fixture(autouse=True)
def town(tmp_path: Path, settings: Any, market: Department) -> None:
    settings.DATA_DIR = tmp_path
    founded()
    published(tmp_path, market, range(RECORDS))


def complete() -> None:
    """Each record once, in one tree, under checkpoints that continue each other."""
    assert Counter(Opening.objects.values_list("record_id", flat=True)) == Counter(Record.everything.values_list("pk", flat=True))
    assert list(Opening.objects.order_by("leaf").values_list("leaf", flat=True)) == list(range(RECORDS))
    assert Head.objects.get().size == Checkpoint.objects.latest("size").size == RECORDS
    assert list(faults()) == []


def started(data_dir: Path) -> subprocess.Popen[bytes]:
    database = django_settings.DATABASES["default"]
    host = database["HOST"] or "localhost"
    url = f"postgresql://{database['USER']}:{database['PASSWORD']}@/{connection.settings_dict['NAME']}?host={host}&port={database['PORT']}"
    source = Path(sequencing.__file__).parents[2]
    environment = {
        **os.environ, "DATABASE_URL": url, "DATA_DIR": str(data_dir), "FIELD_KEY": django_settings.FIELD_KEY,
        "PYTHONPATH": os.pathsep.join([str(source), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", SEQUENCE], env=environment)


def done() -> int:
    return Opening.objects.count()


def test_killed_again_and_again_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    chance, killed = random.Random(7), 0
    while killed < TIMES_KILLED:
        before = done()
        process = started(tmp_path)
        while process.poll() is None and done() <= before:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.03)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        assert done() < RECORDS, "there is too little to be killed in the middle"
    assert 0 < done() < RECORDS
    sequencing.sequence()
    complete()


def test_two_at_once_write_every_act_once() -> None:
    def one(_: int) -> int:
        try:
            return sequencing.sequence(batch=BATCH)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        while sum(pool.map(one, range(2))):
            pass
    complete()
