"""A log line never carries the content of a row, whoever writes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "110101199003070011"
NAME = "某某实业有限公司"
TELL = """
import logging, structlog
from goodstanding import logs
logs.configure(as_json={as_json}, level="INFO")
secret, name = {secret!r}, {name!r}
ours = structlog.get_logger("ours")
ours.info("entered", rows=3, submission="7", value=secret, party=name)
ours.warning("refused", code="USCC_CHECK")
other = logging.getLogger("some.library")
other.warning("failing row contains %s of %s", secret, name)
other.error(f"failed on {{secret}}")
other.error("failed", extra={{"row": secret}})
try:
    raise ValueError(f"invalid input syntax: {{secret}}, Key (name)=({{name}}) already exists")
except ValueError:
    ours.exception("step failed", step="enter")
    other.exception("library failed on %s", secret)
"""


@pytest.mark.parametrize("as_json", [True, False])
def test_only_counts_codes_and_places_are_written(tmp_path: Path, *, as_json: bool) -> None:
    program = TELL.format(as_json=as_json, secret=SECRET, name=NAME)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path, env=os.environ | {"PYTHONPATH": src()}
    )
    written = done.stderr + done.stdout
    assert SECRET not in written
    assert NAME not in written
    for kept in ("entered", "USCC_CHECK", "failing row contains", "ValueError", "step failed"):
        assert kept in written
    if as_json:
        first = json.loads(done.stderr.splitlines()[0])
        assert (first["rows"], first["submission"], "value" in first) == (3, "7", False)


def src() -> str:
    return str(Path(__file__).parents[2] / "src")
