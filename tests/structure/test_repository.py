"""What must never stand in the repository does not."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Paths of one machine and registries' addresses: spelt in pieces, so that this file does not find itself.
FORBIDDEN = re.compile(
    "|".join(["/wo" + "rk/", "/ro" + "ot/", r"files\.python" + r"hosted", r"registry\.npm" + r"js\.org", "pypi" + r"\.org/simple"])
)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name]


def test_no_path_of_a_machine_and_no_registry_host_is_written_down() -> None:
    hits = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.exists() and path.stat().st_size < 2_000_000
        for match in FORBIDDEN.finditer(path.read_bytes().decode("utf-8", errors="ignore"))
    ]
    assert hits == []


def test_every_decision_is_numbered_once() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")]
    assert len(numbers) == len(set(numbers)) > 0
