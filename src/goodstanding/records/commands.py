"""``goodstanding show``: what anybody may see about an organisation today."""

from __future__ import annotations

import click

from goodstanding.organisations.living import questioning
from goodstanding.organisations.models import Organisation
from goodstanding.organisations.searching import EXACT, search
from goodstanding.records.models import Record
from goodstanding.rules.refusals import Missing, Unusable
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

_KINDS = {"permit": "行政许可 permit", "penalty": "行政处罚 penalty"}


@click.command()
@click.argument("code")
@click.option("--limit", default=50, show_default=True, help="最多列出几条 / how many records at most")
@click.option("--on", metavar="DATE", default="", help="哪一日的登记情况 / how it stood on the register on this day")
@click.option("--known", metavar="DATE", default="", help="以哪一日名录的记载为准 / as the register knew it on this day")
def show(code: str, limit: int, on: str, known: str) -> None:
    """查看一个主体正在公示的信息（代码、代码片段或名称）。

    What is public today about an organisation: its code, a piece of it, or its name.
    """
    found = search(code, limit=10, ways=EXACT).items
    if not found:
        raise Missing("NOT_ON_REGISTER", Text("名录中没有这个代码或名称。", "No such code or name is on the register."))
    if len(found) > 1:
        click.echo("找到多个，请用完整代码查看： / Several; ask again with a whole code:")
        for hit in found:
            click.echo(f"  {hit.code}  {hit.name}" + (f"（{hit.matched}）" if hit.found_by in {"former_name", "merged_name"} else ""))
        return
    hit = found[0]
    click.echo(f"{hit.name}  {hit.code}")
    if on or known:
        _stood(hit.organisation_id, on, known)
        return
    shown = Record.public.filter(organisation_id=hit.organisation_id).order_by("-shown_from", "-public_id")
    for record in shown[:limit]:
        click.echo(
            f"  {_KINDS.get(record.kind, record.kind)}  {record.decided_on}  {record.decision_no}  {record.organ_name}"
            f"  公示至 shown until {record.shown_until}  {record.public_id}"
        )
    click.echo(f"正在公示 {shown.count()} 条。未见记录不等于没有。 / {shown.count()} shown; none here does not mean none anywhere.")


def _stood(organisation: int, on: str, known: str) -> None:
    """How it stood on a day, a line for each thing the register said."""
    asked = questioning.ask(Organisation.objects.get(pk=organisation), {"on": on, "known": known})
    if asked.unread or asked.on is None:
        raise Unusable("DATE_UNREADABLE", text("organisations.life.unread"))
    if not asked.lines:
        click.echo(_both(text("organisations.life.nothing", on=asked.on)))
        return
    click.echo(
        _both(
            text("organisations.life.said_then", on=asked.on, known=asked.known)
            if asked.known
            else text("organisations.life.said", on=asked.on)
        )
    )
    for line in asked.lines:
        value = line.value.zh if line.value.zh == line.value.en else " ".join(line.value)
        click.echo(f"  {_both(line.title)}  {value}{f'，{line.more}' if line.more else ''}  {line.since or ''}..{line.until or ''}")


def _both(said: Text) -> str:
    return f"{said.zh} {said.en}"
