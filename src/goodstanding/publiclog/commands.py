"""``goodstanding log``: the public log without a browser."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from uuid import UUID

import click
import orjson
from django.db import close_old_connections

from goodstanding.publiclog import keys, proving, reading, sequencing, verifying, witnessing
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

WRONG = 1


@click.group()
def log() -> None:
    """公开日志：续写、出具证明、核验。 / The public log: continue it, prove from it, verify it."""


@log.command()
def sequence() -> None:
    """把尚未记入的公开行为记入日志。 / Take in every public act that waits."""
    added = sequencing.sequence()
    _say(text("publiclog.command.sequenced", n=added, size=reading.current().size))


@log.command()
@click.option("--every", type=click.FloatRange(min=1, max=60), default=5.0, show_default=True, help="间隔秒数 / seconds between")
def follow(every: float) -> None:
    """持续续写日志并请见证方附署，直到停止。 / Keep the log up to date and have it cosigned, until stopped."""
    sequencing.alone()
    while True:
        sequencing.sequence()
        witnessing.ask_all()
        close_old_connections()
        time.sleep(every)


@log.command()
@click.argument("record", type=click.UUID)
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="写入文件 / write a file")
def prove(record: UUID, to: Path | None) -> None:
    """一条正在公示的信息的核验文件。 / The proofs of a record that shows."""
    found = orjson.dumps(proving.prove(record), option=orjson.OPT_INDENT_2)
    if to:
        to.write_bytes(found)
    else:
        click.echo(found.decode())


@log.command()
def verify() -> None:
    """核验本机保存的整个日志。退出码 0 无误，1 有问题。 / Verify the whole log as it is kept here; exit code 1 where it is not whole."""
    wrong = 0
    for fault in verifying.faults():
        wrong += 1
        _say(fault)
    if wrong:
        sys.exit(WRONG)
    _say(text("publiclog.command.whole", size=reading.current().size))


@log.command()
def key() -> None:
    """验证公钥。 / The verifier key."""
    click.echo(str(keys.verifier()))


def _say(what: Text) -> None:
    click.echo(f"{what.zh}\n{what.en}")
