"""Search among a million organisations: one character wrong, against PostgreSQL's own trigrams in the same run; and what is found at all.

Ours is timed as the server process does it: from the text to ranked hits with their explanations. Three ways of fetching candidates are
compared on the same names: each name's rarest pairs (ours), every bigram of every name with the rarest looked up first, and pg_trgm at 0.3.
Loading and making keys is told, not timed against anything.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.damage import damage
from bench.figures import Figure, at_least, at_most
from goodstanding.city import registering
from goodstanding.city.chance import Chance
from goodstanding.running.embedded import Server, in_use

ORGANISATIONS = int(os.environ.get("BENCH_ORGANISATIONS", "1000000"))
QUERIES = int(os.environ.get("BENCH_QUERIES", "600"))
SEED = 23
ROUNDS = 3
ONE_WRONG = {"substituted", "dropped", "added", "swapped"}
COMMON = ("公司", "有限公司", "临澜市", "科技有限公司")
FRAGMENTS = 40
TODAY = date(2026, 11, 23)
Ask = Callable[[str], list[str]]


class Timed(NamedTuple):
    """Milliseconds at half, at 95 and at 99 of a hundred, and the share whose right name stood among ten."""

    half: float
    p95: float
    p99: float
    recall: float


def run() -> list[Figure]:
    """Target 6."""
    with tempfile.TemporaryDirectory(prefix="bench-search-") as name, in_use(Server(Path(name) / "data")) as server:
        return measure(server.url, Path(name))


def measure(url: str, folder: Path) -> list[Figure]:
    """The figures on a server of its own: everything in its database is made here."""
    prepare(url, folder)
    from bench import search_peers as peers  # noqa: PLC0415 - its models want Django set up

    asked = queries()
    wrong = [one for one in asked if one[0] in ONE_WRONG]
    ours, everything = timed(peers.ours, wrong), timed(peers.ours, asked)
    grams = timed(peers.every_bigram(), asked)
    trigrams = timed(peers.trigrams(url), wrong[: len(wrong) // 3])
    against = f"{len(wrong)} names with one character wrong, {ORGANISATIONS:,} organisations; p50 {ours.half:.1f}, p99 {ours.p99:.1f}"
    return [
        at_most("search.p95_ms", ours.p95, 5, against),
        at_least(
            "search.under_trgm", trigrams.p95 / ours.p95, 50,
            f"pg_trgm at 0.3: p50 {trigrams.half:.0f}, p95 {trigrams.p95:.0f}, p99 {trigrams.p99:.0f} ms, recall {trigrams.recall:.3f}",
        ),
        at_least("search.recall10_typo", everything.recall, 0.985, f"{len(asked)} names, {len({one[0] for one in asked})} kinds of damage"),
        at_least("search.fragment_complete", complete(), 1.0, f"{FRAGMENTS + len(COMMON)} fragments of 2 to 6 characters, full scans"),
        Figure(
            "search.every_bigram_ms", round(grams.p95, 2), "", holds=True,
            against=f"p95, candidates alone, GIN over all bigrams, rarest first: p50 {grams.half:.1f}, recall {grams.recall:.3f}",
        ),
    ]  # fmt: skip


def prepare(url: str, folder: Path) -> None:
    """Migrations, the register, the keys."""
    os.environ.update(DATABASE_URL=url, DATA_DIR=str(folder / "data"), DJANGO_SETTINGS_MODULE="goodstanding.settings", LOG_LEVEL="WARNING")
    import django  # noqa: PLC0415 - the settings read the environment above
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    from goodstanding.departments.standing import SYSTEM  # noqa: PLC0415
    from goodstanding.organisations import registering as loading  # noqa: PLC0415
    from goodstanding.organisations.searching import keying  # noqa: PLC0415

    file = folder / "register.csv"
    registering.write_register(file, Chance(7), ORGANISATIONS, TODAY)
    begun, keyed = time.perf_counter(), [0.0]
    key = keying.key

    def timed_key(progress: keying.Progress | None = None) -> int:
        started = time.perf_counter()
        done = key(progress)
        keyed[0] += time.perf_counter() - started
        return done

    keying.key = timed_key
    loading.register(file, by=SYSTEM)
    keying.key = key
    whole = time.perf_counter() - begun
    print(f"  register: {ORGANISATIONS:,} organisations in {whole:.0f} s, of which keys {keyed[0]:.0f} s", flush=True)


def queries() -> list[tuple[str, str, str]]:
    """Damaged names: kind, as typed, the right one; none of them was looked at while the settings were chosen."""
    from django.db import connection  # noqa: PLC0415

    from goodstanding.rules import names  # noqa: PLC0415

    chance = random.Random(SEED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM organisations_name")
        low, high = cursor.fetchone()
        ids = chance.sample(range(low, high + 1), QUERIES * 2)
        cursor.execute("SELECT normal_name FROM organisations_name WHERE id = ANY(%s) AND valid_until IS NULL ORDER BY id", [ids])
        chosen = [name for (name,) in cursor.fetchall()]
    chance.shuffle(chosen)
    return [(kind, names.normal(typed), right) for kind, typed, right in damage(chosen[:QUERIES], SEED)]


def timed(ask: Ask, asked: Sequence[tuple[str, str, str]]) -> Timed:
    """Each query thrice, warm; its median counts, for the machine is shared."""
    for _, typed, _ in asked[:20]:
        ask(typed)
    times, right = [], 0
    for _, typed, name in asked:
        rounds = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            found = ask(typed)
            rounds.append((time.perf_counter() - begun) * 1000)
        times.append(median(rounds))
        right += name in found[:10]
    times.sort()
    return Timed(times[len(times) // 2], times[int(len(times) * 0.95)], times[int(len(times) * 0.99)], right / len(asked))


def complete() -> float:
    """The share of fragments whose hits, all pages, are the set that a full scan finds."""
    from django.db import connection  # noqa: PLC0415

    from goodstanding.organisations.searching import EXACT, search  # noqa: PLC0415

    chance = random.Random(SEED)
    fragments = list(COMMON)
    for _, _, name in queries()[:FRAGMENTS]:
        length = chance.randint(2, min(6, len(name)))
        first = chance.randint(0, len(name) - length)
        fragments.append(name[first : first + length])
    equal = 0
    for fragment in fragments:
        found: list[int] = []
        cursor = ""
        while True:
            page = search(fragment, limit=20_000, cursor=cursor, ways=EXACT)
            found += [hit.organisation_id for hit in page.items]
            cursor = page.next
            if not cursor:
                break
        with connection.cursor() as database:
            database.execute(
                "SELECT DISTINCT organisation_id FROM organisations_name WHERE strpos(normal_name, %s) > 0 AND known_until IS NULL",
                [fragment],
            )
            scanned = {one for (one,) in database.fetchall()}
        equal += len(found) == len(set(found)) and set(found) == scanned
    return equal / len(fragments)
