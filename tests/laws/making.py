"""A part that rests on laws, for tests: organisations whose source names the basis; and what a director says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone

from goodstanding.laws import depending
from goodstanding.laws.bases import touches
from goodstanding.laws.depending import Dependant
from goodstanding.laws.halting import Said
from goodstanding.laws.installing import install
from goodstanding.laws.models import Halt
from goodstanding.ledger.standing import Standing
from goodstanding.organisations.models import Organisation
from goodstanding.rules.catalogue import Law
from goodstanding.rules.loading import load
from goodstanding.rules.texts import Text
from tests.organisations.making import organisation

LAW = "penalty-law"
OTHER = "licensing-law"
DOCUMENT = "全国人民代表大会常务委员会决定（2026）8号"


@dataclass
class Entries:
    """Each organisation whose ``source`` is a basis is an entry that rests on it; ended ones are in ``stopped``."""

    name: str = "entries"
    title: str = "laws.part.clauses"
    stopped: list[str] = field(default_factory=list)
    resumed: list[str] = field(default_factory=list)
    breaks: bool = False
    public: bool = True

    def dependants(self, target: str, code: str, articles: str) -> Iterator[Dependant]:
        for one in Organisation.objects.exclude(pk__in=self.stopped).order_by("pk"):
            if touches(one.source, code, articles) if target == "law" else one.source == f"measure {code}":
                title = Text(f"{one.name}列入名单", f"{one.name}, listed")
                yield Dependant(self.name, "tests.entry", str(one.pk), one.pk, title, public=self.public and one.pk % 2 == 1)

    def stop(self, halt: Halt, *, by: Standing) -> None:
        assert by.label
        found = [one.subject_id for one in self.dependants(halt.target, halt.code, halt.articles)]
        if halt.kind == "repealed":
            self.stopped += found
        if self.breaks:
            raise RuntimeError("a part that fails")

    def resume(self, halt: Halt, *, by: Standing) -> None:
        assert by.label
        self.resumed.append(halt.number)


@contextmanager
def entries(**said: Any) -> Iterator[Entries]:
    """The part, asked as long as this lasts."""
    part = Entries(**said)
    depending.register(part)
    try:
        yield part
    finally:
        depending.forget(part.name)


def resting(basis: str, *numbers: int) -> list[Organisation]:
    """Organisations that are entries resting on that basis."""
    made = [organisation(n, f"临澜市第{n}有限公司") for n in numbers]
    Organisation.objects.filter(pk__in=[one.pk for one in made]).update(source=basis)
    return made


def said(code: str = LAW, **changed: Any) -> Said:
    known = {
        "target": "law", "kind": "repealed", "document": DOCUMENT, "words": "该法已被新法取代", "since": timezone.localdate(),
    }  # fmt: skip
    return Said(code=code, **{**known, **changed})


def laws(**days: tuple[date, date | None]) -> None:
    """Laws with these codes (an underscore for a hyphen) and days, beside the catalogue's."""
    known = load()
    sample = known.laws[LAW]
    more: dict[str, Law] = {
        code.replace("_", "-"): replace(sample, code=code.replace("_", "-"), since=since, until=until)
        for code, (since, until) in days.items()
    }
    install(replace(known, laws={**known.laws, **more}))
