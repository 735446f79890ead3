"""Ending a regime's records in a set, against the same endings one by one in the same run, on the same server.

One by one is measured on a sample, set against the whole in time for a record; both go through :mod:`goodstanding.records.ending`, so that
both write the reason, the entry in the ledger and everything that rests on the record.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from bench.figures import Figure, at_least
from goodstanding.running.embedded import Server, in_use

RECORDS = int(os.environ.get("BENCH_ENDINGS", "100000"))
SAMPLE = 1000
SEED = 23
# Records as a load would have left them; the locks of the database are all in force while they come in.
_MADE = """
    INSERT INTO records_revision (record_id, number, data, because, submission, row)
    SELECT lpad(to_hex(n), 32, '0')::uuid, 1, '{}', 'entered', NULL, NULL FROM generate_series(1, %(count)s) n;
    INSERT INTO records_record (
        public_id, kind, identity, organisation_id, department_id, organ_code, organ_name, decision_no, decided_on, category, klass, regime,
        basis, shown_from, shown_until, held, revision, fingerprint
    )
    SELECT lpad(to_hex(n), 32, '0')::uuid, 'penalty', gen_random_uuid(), %(organisation)s, %(department)s, '', '临澜市市场监督管理局',
        '临市监罚' || n, %(decided)s, '罚款', 'ordinary', 'ndrc-36', 'ndrc-36', %(decided)s, %(until)s, '', 1, gen_random_uuid()
    FROM generate_series(1, %(count)s) n;
"""


def run() -> list[Figure]:
    """The target of issue 4: a regime change ends 100,000 records in a set."""
    with tempfile.TemporaryDirectory(prefix="bench-ending-") as name, in_use(Server(Path(name) / "data")) as server:
        folder = Path(name) / "data"
        os.environ.update(
            DATABASE_URL=server.url, DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE="goodstanding.settings", LOG_LEVEL="WARNING"
        )
        return measure()


def measure() -> list[Figure]:
    """On a database of its own."""
    import django  # noqa: PLC0415 - where the database is stands in the environment only now
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    _make()
    single, whole = _one_by_one(), _in_a_set()
    against = f"{RECORDS:,} records in {whole:.1f} s; one by one {single * 1000:.2f} ms each, on {SAMPLE:,}"
    return [at_least("ending.set_over_single", single / (whole / RECORDS), 20, against)]


def _make() -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from goodstanding.departments.models import Department  # noqa: PLC0415
    from goodstanding.organisations.models import Organisation  # noqa: PLC0415
    from goodstanding.records import publishing  # noqa: PLC0415
    from goodstanding.rules.loading import load  # noqa: PLC0415

    publishing.install(load(settings.CITY_CATALOGUE))
    department = Department.objects.create(code="11341400MB1F45626D", name="临澜市市场监督管理局")
    organisation = Organisation.objects.create(name="临澜市甲有限公司", normal_name="临澜市甲有限公司", source="bench")
    decided = date.today() - timedelta(days=30)  # noqa: DTZ011 - in China or not, it shows
    values = {
        "count": RECORDS + SAMPLE, "organisation": organisation.pk, "department": department.pk, "decided": decided,
        "until": decided + timedelta(days=300),
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in _MADE.split(";\n"):
            if statement.strip():
                cursor.execute(statement, values)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _one_by_one() -> float:
    """Seconds for one record, each ended in a transaction of its own as a page would."""
    from goodstanding.departments.standing import SYSTEM  # noqa: PLC0415
    from goodstanding.records import ending  # noqa: PLC0415
    from goodstanding.records.ending import Reason  # noqa: PLC0415
    from goodstanding.records.models import Record  # noqa: PLC0415

    ids = list(Record.everything.order_by("pk").values_list("pk", flat=True))
    chosen = random.Random(SEED).sample(ids, SAMPLE)
    why = Reason(because="regime", basis="ndrc-36", words="公示制度调整")
    began = time.perf_counter()
    for one in chosen:
        ending.end([one], reason=why, by=SYSTEM)
    return (time.perf_counter() - began) / SAMPLE


def _in_a_set() -> float:
    """Seconds for all the others, as a confirmed regime's end does it, in its bounded sets."""
    from goodstanding.departments.standing import SYSTEM  # noqa: PLC0415
    from goodstanding.records.models import Record  # noqa: PLC0415
    from goodstanding.withdrawals import regime  # noqa: PLC0415

    made = regime.propose("ndrc-36", "ordinary", basis="ndrc-36", words="公示制度调整", by=SYSTEM)
    regime.confirm(made, by=SYSTEM)
    began = time.perf_counter()
    ended = regime.run(made)
    took = time.perf_counter() - began
    assert ended == RECORDS  # noqa: S101
    assert not Record.public.exists()  # noqa: S101
    return took
