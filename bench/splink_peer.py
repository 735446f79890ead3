"""Splink's answer, run by ``bench.candidates`` in an environment of its own: ``splink_peer.py GIVEN.json`` prints JSON."""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on


def table(names: list[str]) -> pa.Table:
    """Names with what they are blocked on: their first seven and their last nine characters."""
    columns = {"unique_id": range(len(names)), "name": names, "head": [n[:7] for n in names], "tail": [n[-9:] for n in names]}
    return pa.table({key: pa.array(values) for key, values in columns.items()})


given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
settings = SettingsCreator(
    link_type="link_only",
    comparisons=[cl.JaroWinklerAtThresholds("name", [0.99, 0.97, 0.95, 0.93, 0.9, 0.85, 0.8])],
    blocking_rules_to_generate_predictions=[block_on("head"), block_on("tail")],
)
begun = time.perf_counter()
api = DuckDBAPI()
frames = [
    api.register(table(given["typed"]), dataset_display_name="a_typed"),
    api.register(table(given["known"]), dataset_display_name="b_known"),
]
linker = Linker(frames, settings, log_level=40)
found = linker.inference.predict()
best = api.duckdb_con.sql(
    f"SELECT unique_id_l, unique_id_r FROM {found.physical_name} "
    "QUALIFY row_number() OVER (PARTITION BY unique_id_l ORDER BY match_weight DESC) <= 10"
).fetchall()
seconds = time.perf_counter() - begun
hits = set(best)
recall = sum((row, one) in hits for row, one in enumerate(given["right"])) / len(given["right"])
print(json.dumps({"version": version("splink"), "seconds": seconds, "recall": recall}))
