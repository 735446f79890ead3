"""``goodstanding log`` and the jobs: what they say and do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pgtrigger
import pytest
from click.testing import CliRunner
from django.db import connection

from goodstanding.departments.models import Department
from goodstanding.publiclog import commands, keys, tasks, witnessing
from goodstanding.publiclog.models import Head, Opening
from goodstanding.rules.refusals import Missing
from tests.publiclog.making import founded, one, published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    founded()


def ran(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(commands.log, list(arguments))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_what_is_sequenced_is_whole_and_can_be_proved(tmp_path: Path, market: Department) -> None:
    record = one(tmp_path, market)
    assert ran("sequence") == (0, "记入 1 条，日志现有 1 条。\n1 leaves added; the log has 1.\n")
    assert ran("verify") == (0, "日志完整，共 1 条。\nThe log is whole: 1 leaves.\n")
    assert ran("key") == (0, f"{keys.verifier()}\n")
    assert ran("prove", str(record.pk), "--to", str(tmp_path / "p.json"))[0] == 0
    assert json.loads((tmp_path / "p.json").read_text())["acts"][0]["index"] == 0
    assert json.loads(ran("prove", str(record.pk))[1])["format"].startswith("goodstanding-log-proof")
    with pytest.raises(Missing):
        ran("prove", str(uuid4()))


def test_an_opening_that_does_not_open_is_found(tmp_path: Path, market: Department) -> None:
    published(tmp_path, market, [1, 2])
    ran("sequence")
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("UPDATE publiclog_opening SET salt = sha256(salt) WHERE leaf = 1")
    code, said = ran("verify")
    assert (code, "第 1 号" in said) == (1, True)


def test_the_jobs_do_what_waits_and_ask_the_witnesses(tmp_path: Path, market: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    published(tmp_path, market, [1, 2, 3])
    tasks.sequence(timestamp=0)
    assert (Head.objects.get().size, Opening.objects.count()) == (3, 3)
    asked: list[int] = []
    monkeypatch.setattr(witnessing, "ask_all", lambda: asked.append(1))
    tasks.witness(timestamp=0)
    assert asked == []
    verifier = keys.verifier()
    witness = type(verifier)("w.example.cn", verifier.key, kind=4)
    monkeypatch.setenv("LOG_WITNESSES", f"https://w.example.cn|{witness}")
    tasks.witness(timestamp=0)
    assert asked == [1]
