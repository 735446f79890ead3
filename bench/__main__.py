"""Every claim about speed and memory as a ratio against a peer or a limit in the same run: ``make bench`` (``ONLY=check``).

Prints a table and writes ``bench/results.json`` and ``docs/names.md``; figures of groups that were not run stay as they were.
"""

from __future__ import annotations

import importlib
import json
import os
import sys

import click

from bench import page
from bench.figures import Figure

GROUPS = ("check", "intake", "names", "codes", "candidates", "search", "mark", "log", "ending", "api", "bidders")
MODULES = {"log": "public_log"}
"""Where a group\'s module has another name."""


@click.command()
@click.option("--only", type=click.Choice(GROUPS), help="one group of figures")
def main(only: str | None) -> None:
    """Measure, print, write."""
    kept: dict[str, object] = json.loads(page.RESULTS.read_text(encoding="utf-8")) if page.RESULTS.exists() else {}
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}")
    for group in (only,) if only else GROUPS:
        for figure in importlib.import_module(f"bench.{MODULES.get(group, group)}").run():
            print(line(figure), flush=True)
            kept[figure.key] = {"value": figure.value, "target": figure.target, "holds": figure.holds, "against": figure.against}
    page.RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    page.write()


def line(figure: Figure) -> str:
    """One figure for the screen."""
    verdict = ("holds" if figure.holds else "MISSED") if figure.target else ""
    return f"{figure.key:24} {figure.value:>12g}  {figure.target:10} {verdict:6}  {figure.against}"


if __name__ == "__main__":
    main()
