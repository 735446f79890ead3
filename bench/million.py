"""A million shown penalties in an embedded PostgreSQL, made in sets: for figures about what happens to a record afterwards.

The rows pass every lock of the database; what they say is the same for all but the number. Loading files is measured elsewhere (intake).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from goodstanding.running.embedded import Server, in_use

RECORDS = int(os.environ.get("BENCH_RECORDS", "1000000"))
EACH = 10
"""Records of one organisation."""
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WORDS = '{"CF_SY": "抽检不合格", "CF_NR": "罚款2000元", "CF_CFLB": "罚款", "CF_NR_FK": "0.2"}'
_ORGANISATIONS = """
    INSERT INTO organisations_organisation (uscc, name, normal_name, category, district, status, source)
    SELECT uscc, name, name, '91', '341400', 'active', 'bench' FROM bench_bodies
"""
_REVISIONS = """
    INSERT INTO records_revision (record_id, number, data, because)
    SELECT ('01a20000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, %s::jsonb, 'entered' FROM generate_series(1, %s) AS n
"""
_RECORDS = """
    INSERT INTO records_record (public_id, kind, identity, organisation_id, department_id, organ_code, organ_name, decision_no, decided_on,
        category, klass, regime, basis, shown_from, shown_until, held, revision, fingerprint)
    SELECT ('01a20000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'penalty', md5(n::text)::uuid,
        (SELECT min(id) FROM organisations_organisation) + (n - 1) / %s, %s, '11341400MB1F45626D', '临澜市市场监督管理局',
        '临市监罚〔2026〕' || n || '号', current_date - 30 - (n %% 60)::int, '罚款', 'ordinary', 'ndrc-36', 'ndrc-36',
        current_date - 20, (current_date - 30 - (n %% 60)::int + interval '12 months')::date, '', 1, md5('f' || n)::uuid
    FROM generate_series(1, %s) AS n
"""


@contextmanager
def register() -> Iterator[Any]:
    """The department, while the server runs; Django is set up on it."""
    with tempfile.TemporaryDirectory(prefix="bench-million-") as name, in_use(Server(Path(name) / "data")) as server:
        os.environ.update(
            DATABASE_URL=server.url, DATA_DIR=str(Path(name) / "data"), DJANGO_SETTINGS_MODULE="goodstanding.settings", LOG_LEVEL="ERROR",
        )  # fmt: skip
        import django  # noqa: PLC0415 - the settings read the environment above
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        yield _fill()


def _fill() -> Any:
    from django.db import connection  # noqa: PLC0415

    from goodstanding.departments.models import Department  # noqa: PLC0415
    from goodstanding.records import publishing, retaining  # noqa: PLC0415
    from goodstanding.rules.loading import load  # noqa: PLC0415

    publishing.install(load())
    retaining.install(load())
    department = Department.objects.create(code="11341400MB1F45626D", name="临澜市市场监督管理局", district="341400")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bench_bodies (n bigint, uscc text, name text)")
        cursor.executemany("INSERT INTO bench_bodies VALUES (%s, %s, %s)", [_body(n) for n in range(RECORDS // EACH)])
        cursor.execute(_ORGANISATIONS)
        cursor.execute(_REVISIONS, [WORDS, RECORDS])
        cursor.execute(_RECORDS, [EACH, department.pk, RECORDS])
        cursor.execute("ANALYZE")
    print(f"  {RECORDS:,} records of {RECORDS // EACH:,} organisations")
    return department


def _body(n: int) -> tuple[int, str, str]:
    from goodstanding.rules import legacy, uscc  # noqa: PLC0415

    core, rest = "", n
    for _ in range(8):
        rest, digit = divmod(rest, 31)
        core = ALPHABET[digit] + core
    body = f"91341400{core}{legacy.orgcode_check_character(core)}"
    return n, body + uscc.check_character(body), f"临澜市第{n}号有限公司"
