"""Damaged names against a register of a million organisations: is the right one among ten, and how many names a second?

The peers answer the same names over the same register in the same run: rapidfuzz over everything (a sample: it takes a tenth of a second a
name), and Splink on DuckDB in an environment of its own.
"""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import Indel

from bench.damage import damage
from bench.environments import environment
from bench.figures import Figure, at_least
from goodstanding.city import founding
from goodstanding.pipeline import candidates
from goodstanding.rules import names

ORGANISATIONS = int(os.environ.get("BENCH_ORGANISATIONS", "1000000"))
ASKED = 100_000
FOR_SPLINK = 5_000
ONE_BY_ONE = 100
SEED = 20_261_123
TODAY = date(2026, 11, 23)
DATA = Path(__file__).parent / "data"


def run() -> list[Figure]:
    """Target 5, with what the peers reach."""
    known = register(ORGANISATIONS)
    place = {name: number for number, name in enumerate(known)}
    asked = damage([known[n] for n in random.Random(SEED).sample(range(len(known)), min(ASKED, len(known)))], SEED)
    typed, right = [one[1] for one in asked], [place[one[2]] for one in asked]
    begun = time.perf_counter()
    found = candidates.find(typed, [known[first : first + candidates.SHARD] for first in range(0, len(known), candidates.SHARD)])
    seconds = time.perf_counter() - begun
    pairs = set(zip(found["row"].to_pylist(), found["known"].to_pylist(), strict=True))
    hit = [(row, one) in pairs for row, one in enumerate(right)]
    by_damage = {
        kind: share([h for h, one in zip(hit, asked, strict=True) if one[0] == kind]) for kind in sorted({one[0] for one in asked})
    }
    told = ", ".join(f"{kind} {value:.4f}" for kind, value in by_damage.items())
    return [
        at_least("candidates.recall10", share(hit), 0.985, f"{len(asked):,} damaged names, {len(known):,} organisations; {told}"),
        at_least("candidates.per_s", len(asked) / seconds, 10_000, "names a second, the register's own indexing included"),
        *_one_by_one(known, typed[:ONE_BY_ONE], right[:ONE_BY_ONE]),
        *_splink(known, typed[:FOR_SPLINK], right[:FOR_SPLINK]),
    ]


def _one_by_one(known: Sequence[str], typed: Sequence[str], right: Sequence[int]) -> list[Figure]:
    begun = time.perf_counter()
    answers = [process.extract(name, known, scorer=Indel.normalized_similarity, limit=candidates.BEST) for name in typed]
    seconds = time.perf_counter() - begun
    hit = [any(number == one for _, _, number in answer) for answer, one in zip(answers, right, strict=True)]
    against = f"rapidfuzz over the whole register, {len(typed)} names: {share(hit):.4f} among ten"
    return [Figure("candidates.rapidfuzz_per_s", round(len(typed) / seconds, 1), "", holds=True, against=against)]


def _splink(known: Sequence[str], typed: Sequence[str], right: Sequence[int]) -> list[Figure]:
    python = environment("splink", ["splink==5.0.0"])
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.json"
        given.write_text(json.dumps({"known": list(known), "typed": list(typed), "right": list(right)}), encoding="utf-8")
        peer = [python, Path(__file__).with_name("splink_peer.py"), given]
        done = subprocess.run(peer, check=True, capture_output=True, text=True, cwd=folder)  # it leaves gigabytes where it runs
    told = json.loads(done.stdout.splitlines()[-1])
    against = f"Splink {told['version']} on DuckDB, {len(typed):,} names, two blocking rules: {told['recall']:.4f} among ten"
    return [Figure("candidates.splink_per_s", round(len(typed) / told["seconds"], 1), "", holds=True, against=against)]


def register(organisations: int) -> list[str]:
    """The names of a seeded city's register in normal form, made once."""
    folder = DATA / f"register-{organisations}"
    if not (folder / "made").exists():
        founding.found(folder, organisations=organisations, records=0, seed=7, today=TODAY, layout="bench")
        (folder / "made").touch()
    with (folder / "register.csv").open(encoding="utf-8-sig", newline="") as file:
        return [names.normal(row["名称"]) for row in csv.DictReader(file)]


def share(answers: Sequence[bool]) -> float:
    """How many of them are right, 0 to 1."""
    return sum(answers) / len(answers) if answers else 0.0
