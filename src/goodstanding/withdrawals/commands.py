"""``goodstanding regime-end``: end what a regime or class still shows, for whoever has the machine."""

from __future__ import annotations

import click

from goodstanding.departments.standing import SYSTEM
from goodstanding.ui.texts import text
from goodstanding.withdrawals import regime as regimes
from goodstanding.withdrawals.loaded import catalogue


@click.command()
@click.option("--regime", required=True, metavar="CODE", help="公示制度代码 / the regime's code")
@click.option("--class", "klass", default="", metavar="CODE", help="类别代码，缺省为全部 / one class, all of them without it")
@click.option("--basis", required=True, metavar="LAW:ARTICLE", help="依据，如 ndrc-36 / the article it rests on")
@click.option("--document", default="", help="文件文号 / number of the document")
@click.option("--because", required=True, help="公布的理由 / the reason, as published")
@click.option("--yes", is_flag=True, help="不再询问 / do not ask again")
def regime_end(regime: str, klass: str, basis: str, document: str, because: str, *, yes: bool) -> None:
    """公示制度调整：停止公示一个制度或类别下仍在公示的全部信息，不可恢复。

    End everything a regime, or one of its classes, still shows. It cannot be undone. Run again, it goes on where it stopped.
    """
    from goodstanding.withdrawals.models import RegimeEnding  # noqa: PLC0415 - Django is set up only now

    known = {one.code for one in catalogue().regimes}
    click.echo(f"制度 / regimes: {', '.join(sorted(known))}") if regime not in known else None
    made = RegimeEnding.objects.filter(regime=regime, klass=klass, state="confirmed").first()
    if made is None:
        made = regimes.propose(regime, klass, basis=basis, words=because, document=document, by=SYSTEM)
        said = text("withdrawals.regime.asks", n=regimes.count(made))
        if not (yes or click.confirm(f"{said.zh}\n{said.en}")):
            regimes.decline(made, because=text("withdrawals.regime.not_wanted").zh, by=SYSTEM)
            return
        regimes.confirm(made, by=SYSTEM)
    ended = regimes.run(made)
    done = text("withdrawals.regime.ended", n=ended, number=made.number)
    click.echo(f"{done.zh}\n{done.en}")
