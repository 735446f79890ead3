"""``goodstanding laws``: the register, and the kill switch for whoever has the machine."""

from __future__ import annotations

from datetime import datetime

import click
from django.utils import timezone

from goodstanding.departments.standing import SYSTEM
from goodstanding.laws import halting, reading
from goodstanding.laws.halting import Said
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


@click.group()
def laws() -> None:
    """法律依据目录，停用一部法律或者一项措施。 / The register of legal bases, and halting one."""


@laws.command("list")
def listed() -> None:
    """每部法律的代码、状态和名称。 / Each law's code, how it stands, its title."""
    for one in reading.stands():
        click.echo(f"{one.it.code}\t{one.said.zh} {one.said.en}\t{one.it.title.zh}")


@laws.command()
@click.argument("target", type=click.Choice(["law", "measure"]))
@click.argument("code")
@click.option(
    "--kind", type=click.Choice(["repealed", "suspended"]), required=True, help="废止或者暂停适用 / for good, or for the time being"
)
@click.option("--articles", default="", metavar="4,8", help="条款，缺省为整部 / articles, the whole without it")
@click.option("--document", required=True, help="废止或者暂停文件 / the document it rests on")
@click.option("--because", required=True, help="公布的理由 / the reason, as published")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), default=None, help="停用日期，缺省为今天 / from which day; today without it")
@click.option("--dry-run", is_flag=True, help="只列出将停止的数量 / only say what it would stop")
@click.option("--yes", is_flag=True, help="不再询问 / do not ask again")
def halt(
    target: str, code: str, kind: str, articles: str, document: str, because: str, since: datetime | None, *, dry_run: bool, yes: bool
) -> None:
    """停用，以其为依据的事项同时停止。 / Halt it: whatever rests on it stops in the same transaction."""
    day = since.date() if since else timezone.localdate()
    said = halting.checked(Said(target=target, code=code, kind=kind, articles=articles, document=document, words=because, since=day))
    seen = halting.preview(target, code, said.articles)
    _say(text("laws.check.stops", n=seen.stops, bodies=seen.organisations))
    if dry_run or not (yes or click.confirm(text("laws.check.send").zh)):
        return
    made = halting.halt(said, by=SYSTEM)
    _say(text("laws.stop.done", number=made.number, n=made.affected))


def _say(said: Text) -> None:
    click.echo(f"{said.zh}\n{said.en}")
