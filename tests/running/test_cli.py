"""The one command: quick to ask, and a refusal is a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from goodstanding.cli import COMMANDS

SRC = os.pathsep.join([str(Path(__file__).parents[2] / "src"), os.environ.get("PYTHONPATH", "")])


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """``python -m goodstanding …`` in a process of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    }
    return subprocess.run(
        [sys.executable, "-m", "goodstanding", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**kept, "PYTHONPATH": SRC, "PYTHONUTF8": "1", **environment},
    )


def test_the_help_names_every_command_in_both_languages() -> None:
    told = run("--help")
    assert told.returncode == 0
    for name, place in COMMANDS.items():
        assert name in told.stdout
        zh, en = place.help.split(" / ")
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh)
        assert en.isascii()


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"manage"}))
def test_every_command_has_its_own_help(command: str, tmp_path: Path) -> None:
    told = run(command, "--help", DATA_DIR=str(tmp_path), DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert told.returncode == 0, told.stderr
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told.stdout)


@pytest.mark.parametrize("command", sorted(name for name, place in COMMANDS.items() if not place.database and name != "up"))
def test_what_needs_no_database_never_loads_django(command: str) -> None:
    program = (
        "import sys; from goodstanding.cli import goodstanding\n"
        f"try: goodstanding([{command!r}, '--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'django', 'psycopg', 'ninja'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": SRC}
    )
    assert done.returncode == 0, done.stderr


def test_a_setting_that_makes_no_sense_is_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    told = run("manage", "check", PORT="eight", DATA_DIR=str(tmp_path), DATABASE_URL="postgresql://a@b/c")
    assert told.returncode == 2
    assert "环境变量 PORT" in told.stderr
    assert "PORT cannot be used" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_system_check_finds_nothing_to_say(tmp_path: Path) -> None:
    told = run(
        "manage",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        DATA_DIR=str(tmp_path),
        PUBLIC_URL="https://credit.example",
        DATABASE_URL="postgresql://a@b/c",
    )
    assert told.returncode == 0, told.stderr
