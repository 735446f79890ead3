"""Nomenklatura's own verdicts, in an environment of its own (it pins an older DuckDB): ``python names_peer.py ALGORITHM < pairs.json``.

Reads a JSON list of pairs of names, prints a JSON object: CPU seconds of the comparisons alone, the same for a
second pass, and the scores. Every name is an
entity with its own id, because the peer caches by id; entities are made before the clock starts.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from functools import cache
from typing import Any


def main(algorithm: str) -> None:
    """Score every pair."""
    from followthemoney import model  # noqa: PLC0415 - only in the peer's environment
    from nomenklatura.matching import get_algorithm  # noqa: PLC0415 - as above

    logging.disable(logging.CRITICAL)
    chosen = get_algorithm(algorithm)
    if chosen is None:
        raise SystemExit(f"nomenklatura knows no {algorithm}")
    config = chosen.default_config()

    @cache
    def entity(name: str) -> Any:
        made = model.make_entity("Company")
        made.id = f"e{entity.cache_info().currsize}"
        made.add("name", name)
        return made

    pairs = [(entity(a), entity(b)) for a, b in json.load(sys.stdin)]
    chosen.compare(entity("甲"), entity("乙"), config)  # word lists are loaded at the first
    begun = time.process_time()
    scores = [chosen.compare(a, b, config).score for a, b in pairs]
    first = time.process_time() - begun
    for a, b in pairs:
        chosen.compare(a, b, config)
    json.dump({"seconds": first, "again": time.process_time() - begun - first, "scores": scores}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
