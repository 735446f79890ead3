"""``goodstanding show``: what anybody may see about an organisation today."""

from __future__ import annotations

import click

from goodstanding.organisations.searching import search
from goodstanding.records.models import Record
from goodstanding.rules.refusals import Missing
from goodstanding.rules.texts import Text

_KINDS = {"permit": "行政许可 permit", "penalty": "行政处罚 penalty"}


@click.command()
@click.argument("code")
@click.option("--limit", default=50, show_default=True, help="最多列出几条 / how many records at most")
def show(code: str, limit: int) -> None:
    """查看一个主体正在公示的信息（代码、代码片段或名称）。

    What is public today about an organisation: its code, a piece of it, or its name.
    """
    found = search(code, limit=10).items
    if not found:
        raise Missing("NOT_ON_REGISTER", Text("名录中没有这个代码或名称。", "No such code or name is on the register."))
    if len(found) > 1:
        click.echo("找到多个，请用完整代码查看： / Several; ask again with a whole code:")
        for hit in found:
            click.echo(f"  {hit.code}  {hit.name}" + (f"（{hit.matched}）" if hit.found_by == "former_name" else ""))
        return
    hit = found[0]
    click.echo(f"{hit.name}  {hit.code}")
    shown = Record.public.filter(organisation_id=hit.organisation_id).order_by("-shown_from", "-public_id")
    for record in shown[:limit]:
        click.echo(
            f"  {_KINDS.get(record.kind, record.kind)}  {record.decided_on}  {record.decision_no}  {record.organ_name}"
            f"  公示至 shown until {record.shown_until}  {record.public_id}"
        )
    click.echo(f"正在公示 {shown.count()} 条。未见记录不等于没有。 / {shown.count()} shown; none here does not mean none anywhere.")
