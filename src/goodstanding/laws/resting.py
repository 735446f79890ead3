"""What of the catalogue itself rests on a law: publication regimes, terms, checks. They are named; other procedures change them.

A regime's records go on showing until the regime is ended, which takes two people (withdrawals: 公示制度调整).
"""

from __future__ import annotations

from collections.abc import Iterator

from goodstanding.laws.bases import touches
from goodstanding.laws.depending import Dependant, register
from goodstanding.laws.loaded import catalogue
from goodstanding.laws.models import Halt
from goodstanding.ledger.standing import Standing
from goodstanding.records.models import Record
from goodstanding.rules.catalogue import Catalogue, Regime
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


@register
class Regimes:
    """公示制度: how long records show."""

    name = "regimes"
    title = "laws.part.regimes"

    def dependants(self, target: str, code: str, articles: str) -> Iterator[Dependant]:
        """Each with the number of records that show under it."""
        for one in regimes(code, articles) if target == "law" else ():
            showing = Record.public.filter(kind=one.kind, regime=one.code).count()
            yield Dependant(self.name, "catalogue.regime", one.code, None, one.title, "stays", public=True, n=showing)

    def stop(self, halt: Halt, *, by: Standing) -> None:
        """Not here: see the head of this file."""


@register
class Clauses:
    """期限、校验规则、不予公示情形: what the catalogue asks and checks."""

    name = "clauses"
    title = "laws.part.clauses"

    def dependants(self, target: str, code: str, articles: str) -> Iterator[Dependant]:
        """Counted, one line for each sort."""
        for sort, found in clauses(code, articles).items() if target == "law" else ():
            if found:
                yield Dependant(
                    self.name, f"catalogue.{sort}", code, None, text("laws.clauses", sort), "stays", public=True, n=len(found)
                )  # fmt: skip

    def stop(self, halt: Halt, *, by: Standing) -> None:
        """The catalogue is changed by whoever keeps it, with the new law's text."""


NAMED = (Regimes, Clauses)
"""Parts of the catalogue itself: they have no entries."""


def regimes(code: str, articles: str = "") -> list[Regime]:
    """The publication regimes that rest on a law."""
    return [one for one in catalogue().regimes if touches(one.basis, code, articles)]


def clauses(code: str, articles: str = "") -> dict[str, list[Text]]:
    """The titles of terms, checks and grounds for not publishing that rest on a law."""
    it = catalogue()
    return {
        "terms": [one.title for one in it.terms.values() if touches(one.basis, code, articles)],
        "rules": [title for title, basis in _rules(it) if touches(basis, code, articles)],
        "held": [one.title for one in it.held if touches(one.basis, code, articles)],
    }


def _rules(it: Catalogue) -> Iterator[tuple[Text, str]]:
    for kind in it.kinds.values():
        yield from ((rule.title, rule.basis) for rule in kind.rules)
    yield from ((rule.title, rule.basis) for rule in it.notices)
