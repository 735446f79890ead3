"""The check API against a bare handler that runs the same statements: requests a second, each with its receipt written.

Ours is the whole product as it is served (middleware, token, quota, coverage, canonical answer, receipt); the bare one is FastAPI and
asyncpg with prepared statements. Both by granian, 2 workers, 32 connections by wrk, in turn, on the same database.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from bench import million
from bench.environments import environment
from bench.figures import Figure, at_least, at_most

RECORDS = int(os.environ.get("BENCH_API_RECORDS", "100000"))
ROUNDS, SECONDS, WARM = 3, 6, 4
PACKAGES = ["fastapi==0.115.6", "asyncpg==0.30.0", "granian==2.3.1", "orjson"]
PURPOSE = "procurement"
WRK = """
local codes = {{ {codes} }}
local at = 0
function setup(thread) math.randomseed(7) end
function request()
    at = at + 1
    return wrk.format("GET", "/api/v1/organisations/" .. codes[math.random(#codes)] .. "/check?purpose={purpose}", {{
        ["Authorization"] = "Bearer {token}", ["Host"] = "localhost"
    }})
end
"""
_WITHOUT = """
    INSERT INTO organisations_organisation (uscc, name, normal_name, category, district, status, source)
    SELECT '92' || substr(uscc, 3), name || '分公司', normal_name || '分公司', '92', '341400', 'active', 'bench'
    FROM organisations_organisation
"""
"""As many again, of whom nothing is recorded."""


class Run(NamedTuple):
    """One measurement by wrk."""

    per_s: float
    p50_ms: float
    p99_ms: float
    bad: int


def run() -> list[Figure]:
    """``api.over_bare``, ``api.p99_ms``."""
    if shutil.which("wrk") is None:
        raise RuntimeError("wrk is needed: apt-get install wrk")
    peer = environment("api", PACKAGES)
    million.RECORDS = RECORDS
    with million.register() as department, tempfile.TemporaryDirectory() as folder:
        said = _ready(department)
        script = Path(folder) / "ask.lua"
        codes = ", ".join(f'"{code}"' for code in said["codes"])
        script.write_text(WRK.format(codes=codes, purpose=PURPOSE, token=said["token"]), encoding="utf-8")
        ours, bare = _in_turn(script, peer, said)
        _told(ours, bare)
    ratio = statistics.median(mine.per_s for mine in ours) / statistics.median(theirs.per_s for theirs in bare)
    p99 = statistics.median(mine.p99_ms for mine in ours)
    return [
        at_least("api.over_bare", ratio, 0.5, f"FastAPI + asyncpg with the same SQL; {RECORDS:,} records; ours {ours[0].per_s:.0f}/s"),
        at_most("api.p99_ms", p99, 100, "32 connections, 2 workers, each answer with its receipt written"),
    ]


def _in_turn(script: Path, peer: Path, said: dict[str, Any]) -> tuple[list[Run], list[Run]]:
    ours, bare = list[Run](), list[Run]()
    mine = [sys.executable, "-m", "granian", "goodstanding.wsgi:application", "--interface", "wsgi", "--blocking-threads", "4"]
    theirs = [str(peer), "-m", "granian", "bench.api_peer:app", "--interface", "asgi"]
    here = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1] / "src"), str(Path(__file__).parents[1])])}
    environments = (
        {**here, "CHECKS_PER_MINUTE": "100000000", "LOG_LEVEL": "ERROR"},
        {**here, "BENCH_API": orjson.dumps(said["bare"]).decode()},
    )
    with _served(mine, environments[0]) as port, _served(theirs, environments[1]) as other:
        for _ in range(ROUNDS):
            ours.append(_measured(script, port))
            bare.append(_measured(script, other))
    return ours, bare


@contextmanager
def _served(command: list[str], more: dict[str, str]) -> Iterator[int]:
    """On a free port, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = ["--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--log-level", "error", "--backpressure", "64"]
    process = subprocess.Popen([*command, *arguments], env=os.environ | more, start_new_session=True)
    try:
        for _ in range(300):
            time.sleep(0.1)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield port
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:  # a pool that waits for a connection: the whole group goes
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def _measured(script: Path, port: int) -> Run:
    for seconds in (WARM, SECONDS):
        command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", "-s", str(script), f"http://127.0.0.1:{port}/"]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    found = {name: re.search(rf"{name}%\s+([\d.]+)(us|ms|s)", said) for name in ("50", "99")}
    units = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    p50, p99 = (float(one[1]) * units[one[2]] if one else 0.0 for one in found.values())
    made = Run(float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), p50, p99, int(bad[1]) if bad else 0)  # type: ignore[index]
    if made.bad:
        raise RuntimeError(f"{made.bad} answers were refused")
    return made


def _told(ours: list[Run], bare: list[Run]) -> None:
    from goodstanding.checks.models import Check  # noqa: PLC0415 - Django is set up by now

    for name, runs in (("ours", ours), ("bare", bare)):
        print(f"  {name}: " + "; ".join(f"{one.per_s:.0f}/s p50 {one.p50_ms:.1f} p99 {one.p99_ms:.1f} ms" for one in runs))
    kinds = {kind: Check.objects.filter(kind=kind).count() for kind in ("found", "nothing", "unknown")}
    print(f"  receipts: {kinds}")


def _ready(department: Any) -> dict[str, Any]:
    """Sources that came, a grant, a program, entries, a measure; and the statements for the bare handler."""
    from datetime import timedelta  # noqa: PLC0415

    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from goodstanding.checks import granting, purposes  # noqa: PLC0415
    from goodstanding.departments import tokens  # noqa: PLC0415
    from goodstanding.departments.models import Department, Feed  # noqa: PLC0415
    from goodstanding.departments.standing import SYSTEM  # noqa: PLC0415
    from goodstanding.ledger.writing import write  # noqa: PLC0415
    from goodstanding.rules.events import Event  # noqa: PLC0415

    today = timezone.localdate()
    for n in range(12):
        unit = department if n == 0 else Department.objects.create(code=f"1134140000248227{n:02d}", name=f"临澜市第{n}局")
        for kind in ("permit", "penalty"):
            Feed.objects.create(department=unit, kind=kind, every_days=7, starts_on=today - timedelta(days=30))
            for _ in range(20):
                write(Event.SUBMISSION_ENTERED, unit, by=SYSTEM, data={"kind": kind})
    by = SYSTEM
    granting.give(PURPOSE, department, because="bench", by=by)
    _, token = tokens.give(name="bench", department=department, scopes=["check:ask"], ends_on=today + timedelta(days=9), by=by)
    _list_some(department)
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT)
        cursor.execute("ANALYZE")
        cursor.execute("SELECT uscc FROM organisations_organisation ORDER BY md5(uscc) LIMIT 5000")
        codes = [code for (code,) in cursor.fetchall()]
    purpose = purposes.find(PURPOSE)
    holds = purposes.holds(purpose)
    admit = "SELECT * FROM checks_admit($1, NULL, $2, $3, $4, $5)"
    receipts = (
        "SELECT checks_keep($1, $2, $3, $4, $5, $6, $7, $8, $9, "
        f"'{purpose.basis}', '', FALSE, $10, $11, 'steward', NULL::bigint, 1::bigint, NULL::uuid)"
    )
    facts = "SELECT place, said FROM checks_facts($1, $2, $3, $4, $5, $6, $7, $8)"
    bare = {
        "dsn": os.environ["DATABASE_URL"], "day": today.isoformat(), "token": tokens.hashed(token), "admit": admit, "facts": facts,
        "receipts": receipts, "holds": [purpose.basis, list(holds.kinds), list(holds.colours), list(holds.measures)],
    }  # fmt: skip
    return {"codes": codes, "token": token, "bare": bare}


def _list_some(department: Any) -> None:
    """One organisation in fifty stands on a black list, by the decision of a body above."""
    from datetime import timedelta  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from goodstanding.lists.catalogue import rules  # noqa: PLC0415
    from goodstanding.lists.models import Competence, Kind, Listing, Load  # noqa: PLC0415
    from goodstanding.organisations.models import Organisation  # noqa: PLC0415

    kind, today = Kind.objects.get(pk="market_serious"), timezone.localdate()
    Competence.objects.create(kind=kind, department=department, starts_on=today - timedelta(days=900), by="bench")
    chosen = list(Organisation.objects.order_by("pk")[::50])
    days: dict[str, Any] = {"decided_on": today, "ends_on": today + timedelta(days=300)}
    load = Load.objects.create(
        number="MP1", kind=kind, department=department, organ="省局", decision_no="1", file_name="x", sha256="0", rows=1, by="bench", **days
    )
    Listing.everything.bulk_create(
        Listing(
            number=f"MD{n}", kind=kind, colour=kind.colour, organisation=one, department=department, facts="严重违法", load=load,
            criterion=rules().kinds[kind.pk].criteria[0].code, proposed_by="bench", state="published", reasons="省局认定",
            decision_no="1", basis=kind.basis, decided_by="省局", served_on=today, published_at=timezone.now(), publication="依法公布",
            published_by="bench", **days,
        )
        for n, one in enumerate(chosen)
    )  # fmt: skip
