"""Names: the right full name for a short one, no two organisations called the same, and speed, beside rapidfuzz and nomenklatura.

Real names nobody here wrote, read from the shared folder; only figures are printed.
"""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
import time
import venv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from rapidfuzz import fuzz, process

from bench import names_pairs as made
from bench.figures import Figure, at_least, at_most
from goodstanding.rules import names
from goodstanding.rules.naming import parting

PEER = "nomenklatura==4.17.4"
VENV = Path(__file__).parent / ".venvs" / "nomenklatura"
RAPIDFUZZ: dict[str, Callable[..., float]] = {"ratio": fuzz.ratio, "token_set_ratio": fuzz.token_set_ratio, "WRatio": fuzz.WRatio}
CERTAIN = {"rapidfuzz": 95.0, "nomenklatura": 0.7}
"""From which score a peer's pair counts as the same: nomenklatura's own default threshold; for rapidfuzz, which has none, 95 of 100."""
SAMPLE = 2_000
ROUNDS = 3
RERANKED = 150


def run() -> list[Figure]:
    """Target 4, and what stands beside it."""
    return [*shorts(), *falsely_the_same(), *written_otherwise(), *renamed(), *segmented(), *speed()]


def told(key: str, value: float, against: str) -> Figure:
    """A figure without a target."""
    return Figure(key, round(value, 4), "", holds=True, against=against)


def shorts() -> list[Figure]:
    """The right full name among all of them. Every row counts, also the Latin tickers of firms with Chinese names, and the empty one."""
    rows = made.rows("names_short_full.csv")
    asked, right = [row["证券简称"] for row in rows], [row["公司中文名称"] for row in rows]
    ranking = names.Ranking(right)
    begun = time.process_time()
    found = [[name for _, name in ranking.rank(short)] for short in asked]
    each = (time.process_time() - begun) / len(asked)
    figures = [
        at_least("names.top1", _at(found, right, 1), 0.92, f"{len(rows):,} short names of listed companies, right full name at rank 1"),
        at_least("names.top10", _at(found, right, 10), 0.98, "the same, among the first ten"),
        told("names.rank_ms", each * 1000, f"CPU for one short name among {len(rows):,}"),
    ]
    for label, scorer in RAPIDFUZZ.items():
        theirs = [[name for name, *_ in process.extract(short, right, scorer=scorer, limit=10)] for short in asked]
        figures.append(
            told(f"names.top1_{label}", _at(theirs, right, 1), f"rapidfuzz {label} alone; first ten: {_at(theirs, right, 10):.3f}")
        )
    dice = random.Random(made.SEED)
    some = dice.sample(range(len(rows)), RERANKED)
    close = {at: [name for _, name in ranking.rank(asked[at], 50)] for at in some}
    for names_close in close.values():
        dice.shuffle(names_close)  # so that a peer's ties are not broken by our order
    pairs = [(asked[at], name) for at in some for name in close[at]]
    for algorithm in ("logic-v2", "logic-v1"):
        scores = iter(peer(algorithm, pairs)["scores"])
        ordered = [[name for _, name in sorted(((next(scores), name) for name in close[at]), key=lambda one: -one[0])] for at in some]
        ours = _at([found[at] for at in some], [right[at] for at in some], 1)
        value = _at(ordered, [right[at] for at in some], 1)
        figures.append(
            told(f"names.top1_{algorithm}", value, f"{RERANKED} of them, given our 50 best to order; ours on the same: {ours:.3f}")
        )
    return figures


def _at(found: list[list[str]], right: list[str], k: int) -> float:
    return sum(name in some[:k] for some, name in zip(found, right, strict=True)) / len(right)


def falsely_the_same() -> list[Figure]:
    """Pairs of different organisations that are called the same."""
    given = made.real_names()
    real = made.one_apart(given)
    dice = random.Random(made.SEED)
    pool = "".join(dict.fromkeys(character for name in given for character in names.parts(name).brand if "\u4e00" <= character <= "\u9fff"))
    pairs = [("real_one_apart", pair) for pair in real]
    pairs += [kind_and_pair for name in given for kind_and_pair in made.different(name, dice, pool)]
    verdicts = Counter(names.compare(*pair).verdict for _, pair in pairs)
    kinds = Counter(kind for kind, _ in pairs)
    wrong = Counter(kind for kind, pair in pairs if names.compare(*pair).verdict == "same")
    figures = [
        at_most(
            "names.false_same",
            wrong.total(),
            0,
            f"{len(pairs):,} pairs of different organisations, {len(real):,} of them real: {wrong or kinds}",
        ),
        told(
            "names.false_likely",
            verdicts["likely"] / len(pairs),
            f"share of these put before a person as likely; verdicts {dict(verdicts)}",
        ),
    ]
    some = [*(("real_one_apart", pair) for pair in dice.sample(real, min(len(real), SAMPLE // 2))), *dice.sample(pairs, SAMPLE)]
    return [*figures, *_by_peers("names.false_same", [pair for _, pair in some], "of the different ones called the same")]


def written_otherwise() -> list[Figure]:
    """Pairs of one organisation: how many are called the same, how many the same or likely."""
    dice = random.Random(made.SEED)
    pairs = [one for name in made.real_names() for one in made.written_otherwise(name, dice)]
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, pair in pairs:
        verdicts[kind][names.compare(*pair).verdict] += 1
    total = sum(verdicts.values(), Counter())
    figures = [
        told(f"names.found_{kind}", (some["same"] + some["likely"]) / some.total(), f"{some.total():,} pairs: {dict(some)}")
        for kind, some in sorted(verdicts.items())
    ]
    figures.append(told("names.found", (total["same"] + total["likely"]) / total.total(), f"{total.total():,} pairs, same or likely"))
    return [*figures, *_by_peers("names.found", [pair for _, pair in dice.sample(pairs, SAMPLE)], "of the same ones called the same")]


def _by_peers(key: str, pairs: list[made.Pair], what: str) -> Iterable[Figure]:
    ours = Counter(names.compare(*pair).verdict for pair in pairs)
    yield told(f"{key}_sample", ours["same"] / len(pairs), f"ours, {len(pairs):,} pairs, share {what}; {dict(ours)}")
    for label, scorer in RAPIDFUZZ.items():
        share = sum(scorer(a, b) >= CERTAIN["rapidfuzz"] for a, b in pairs) / len(pairs)
        yield told(f"{key}_{label}", share, f"rapidfuzz {label} >= 95, share {what}")
    for algorithm in ("logic-v2", "logic-v1"):
        share = sum(score >= CERTAIN["nomenklatura"] for score in peer(algorithm, pairs)["scores"]) / len(pairs)
        yield told(f"{key}_{algorithm}", share, f"nomenklatura {algorithm} >= 0.7, share {what}")


def renamed() -> list[Figure]:
    """A company's old and new name are two names: never the same, and rarely alike enough to be found without dated names."""
    rows = made.rows("names_changed.csv")
    figures = []
    for kind in ("full_name", "short_name"):
        verdicts = Counter(names.compare(row["name_a"], row["name_b"]).verdict for row in rows if row["kind"] == kind)
        figures.append(
            at_most(f"names.renamed_{kind}", verdicts["same"], 0, f"{verdicts.total()} renamed companies called the same: {dict(verdicts)}")
        )
    return figures


def segmented() -> list[Figure]:
    """Parts against the labels of the test split, some of which are wrong; only names whose labels in their order make up the name."""
    rows = [row for row in made.rows("names_segmented.csv") if row["split"] == "test"]
    whole = [row for row in rows if row["region"] + row["brand"] + row["domain"] + row["form"] == row["name"]]
    right: Counter[str] = Counter()
    for row in whole:
        parts = names.parts(row["name"])
        right["region"] += parts.region == names.normal(row["region"])
        right["brand"] += parts.brand == names.normal(row["brand"])
    note = f"{len(whole)} names of the test split ({len(rows) - len(whole)} scrambled or doubly labelled left out)"
    return [told(f"names.parts_{part}", count / len(whole), f"{part} as labelled; {note}") for part, count in right.items()]


def speed() -> list[Figure]:
    """Comparisons per second of CPU over logic-v2's, matching a name with its ten candidates, and on names never seen."""
    dice = random.Random(made.SEED)
    given = list(made.real_names())
    dice.shuffle(given)
    damaged = [name[:-3] + dice.choice(given)[0] + name[-2:] for name in given[:SAMPLE]]
    ranking = names.Ranking(given)
    matching = [(name, candidate) for name in damaged for _, candidate in ranking.rank(name, 10)]
    strangers = list(zip(given[:SAMPLE], given[SAMPLE : 2 * SAMPLE], strict=True))
    ratio, again, note = _over_peer(matching)
    other, _, note_other = _over_peer(strangers)
    return [
        at_least("names.over_nomenklatura", ratio, 5, f"{SAMPLE:,} damaged names against ten candidates each: {note}"),
        told("names.over_nomenklatura_again", again, "the same pairs a second time, both with what they keep of names they know"),
        told("names.over_nomenklatura_new", other, f"{len(strangers):,} pairs in which every name is new: {note_other}"),
    ]


def _over_peer(pairs: list[made.Pair]) -> tuple[float, float, str]:
    """Ratio of the first pass, ratio of a second one, and what both were."""
    ratios, again, ours = [], [], []
    names.compare(*pairs[0])
    gc.collect()
    gc.freeze()  # the peer has a process of its own; this one's index of names is not the comparison's to sweep
    for _ in range(ROUNDS):
        parting.parts_of_normal.cache_clear()
        first, second, theirs = _seconds(pairs), _seconds(pairs), peer("logic-v2", pairs)
        ours.append(len(pairs) / first)
        ratios.append(theirs["seconds"] / first)
        again.append(theirs["again"] / second)
    some = pairs[:SAMPLE]
    v1 = len(some) / peer("logic-v1", some)["seconds"]
    speeds = f"ours {median(ours):,.0f}/s of CPU, logic-v2 {median(ours) / median(ratios):,.0f}/s, logic-v1 {v1:,.0f}/s"
    return median(ratios), median(again), speeds


def _seconds(pairs: list[made.Pair]) -> float:
    begun = time.process_time()
    for a, b in pairs:
        names.compare(a, b)
    return time.process_time() - begun


def peer(algorithm: str, pairs: list[made.Pair]) -> dict[str, Any]:
    """Nomenklatura's scores and CPU seconds for the pairs."""
    done = subprocess.run(
        [peer_python(), str(Path(__file__).with_name("names_peer.py")), algorithm],
        input=json.dumps(pairs), check=True, capture_output=True, text=True,
    )  # fmt: skip
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@cache
def peer_python() -> str:
    """An environment of the peer's own, made once: it needs an older DuckDB than ours."""
    python = VENV / "bin" / "python"
    stamp = VENV / PEER
    if not stamp.exists():
        print(f"making {VENV.relative_to(Path.cwd()) if VENV.is_relative_to(Path.cwd()) else VENV.name} for {PEER}", file=sys.stderr)
        venv.create(VENV, with_pip=True, clear=True)
        subprocess.run([str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install", PEER], check=True)
        stamp.touch()
    return str(python)
