"""A department that may list, and a case at each state of its procedure, made by the verbs themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.lists import answering, deciding, proposing, publishing, serving
from goodstanding.lists.catalogue import rules
from goodstanding.lists.deciding import Decision
from goodstanding.lists.models import Competence, Kind, Listing, Load
from goodstanding.lists.numbering import next_number
from goodstanding.lists.proposing import Document, Proposal
from goodstanding.organisations.models import Organisation
from goodstanding.records.models import Record
from goodstanding.rules.terms import months_after
from tests.organisations.making import organisation
from tests.repairs.making import NAME, calendar_reaches

BLACK, RED, SCRUTINY = "market_serious", "tax_a_level", "scrutiny"
"""A list of each colour; the black one knows a hearing."""
NO_HEARING = "safety_serious"
FACTS = "2026年5月在生产的食品中使用过期原料，情节严重。"


def criterion(kind: str) -> str:
    """The first condition of a list."""
    return rules().kinds[kind].criteria[0].code


def competent(department: Department, *kinds: str, since: date | None = None) -> None:
    """That department may list under these kinds (one of each colour where none is named), since long ago."""
    for kind in kinds or (BLACK, RED, SCRUTINY):
        Competence.objects.get_or_create(
            kind=Kind.objects.get(pk=kind), department=department, ends_on=None,
            defaults={"starts_on": since or date(2020, 1, 1), "by": "test"},
        )  # fmt: skip


def body(number: int = 1, name: str = NAME) -> Organisation:
    """An organisation on the register; the same again where it is there already."""
    return Organisation.objects.filter(name=name).first() or organisation(number, name)


@dataclass(frozen=True)
class Office:
    """A department's steward and its head, who decides what the other has proposed."""

    department: Department
    steward: Standing
    head: Standing

    def proposed(
        self, about: Organisation, kind: str = BLACK, *, records: tuple[Record, ...] = (), facts: str = FACTS, **said: Any
    ) -> Listing:  # fmt: skip
        """A case that has begun; without records it rests on a judgment kept elsewhere."""
        calendar_reaches()
        competent(self.department, kind)
        judgment = Document(organ="临澜市人民法院", number="（2026）皖14行终8号", decided_on=date(2026, 3, 2))
        needs = kind != RED and not records
        proposal = Proposal(
            organisation=about, kind=kind, facts=facts, records=tuple(one.pk for one in records),
            **{"criterion": criterion(kind), "documents": (judgment,) if needs else (), **said},
        )  # fmt: skip
        return proposing.propose(proposal, self.department, by=self.steward)

    def served(self, about: Organisation, kind: str = BLACK, **said: Any) -> Listing:
        """The notice was handed over today."""
        made = self.proposed(about, kind, **said)
        serving.serve(made, how="direct", on=timezone.localdate(), by=self.steward)
        return made

    def publicised(self, about: Organisation, **said: Any) -> Listing:
        """A red candidate that everybody can see."""
        made = self.proposed(about, RED, **said)
        serving.publicise(made, by=self.steward)
        return made

    def answered(self, about: Organisation, *, by: Standing, hearing: bool = False, **said: Any) -> Listing:
        """The organisation has answered."""
        made = self.served(about, **said)
        answering.answer(made, "原料并未过期，附进货单据。", hearing=hearing, by=by)
        return made

    def weighed(self, about: Organisation, *, by: Standing, **said: Any) -> Listing:
        """What it said was looked into."""
        made = self.answered(about, by=by, **said)
        answering.weigh(made, "进货单据与批次不符，不予采纳。", by=self.steward)
        return made

    def decided(self, about: Organisation, kind: str = BLACK, *, ends_on: date | None = None, **said: Any) -> Listing:
        """In force and not published; nobody answered and the time was over."""
        made = time_over(self.publicised(about, **said) if kind == RED else self.served(about, kind, **said))
        deciding.decide(made, decision(made, ends_on), by=self.head)
        return made

    def published(self, about: Organisation, kind: str = BLACK, **said: Any) -> Listing:
        """Everybody can see it."""
        made = self.decided(about, kind, **said)
        publishing.publish(made, "与行为的性质和危害相当。", by=self.head)
        return made

    def withheld(self, about: Organisation, kind: str = BLACK, **said: Any) -> Listing:
        """In force, for the authorities only."""
        made = self.decided(about, kind, **said)
        publishing.withhold(made, "公布超出必要限度。", by=self.head)
        return made

    def reminded(self, about: Organisation, **said: Any) -> Listing:
        """Under key scrutiny."""
        made = self.proposed(about, SCRUTINY, **said)
        deciding.remind(made, decision(made), by=self.head)
        return made


def decision(listing: Listing, ends_on: date | None = None) -> Decision:
    """As long as its list allows, unless a day is named."""
    latest = months_after(timezone.localdate(), listing.kind.months)
    return Decision(number="临市监列决〔2026〕1号", reasons="事实清楚，情节严重。", ends_on=ends_on or latest)


def time_over(listing: Listing, days: int = 1) -> Listing:
    """As if the time to answer, or of the publicity, had ended so many days ago."""
    day = timezone.localdate() - timedelta(days=days)
    field = "publicised_on" if listing.colour == "red" else "served_on"
    Listing.everything.filter(pk=listing.pk).update(answer_until=day, **{field: day - timedelta(days=20)})
    listing.refresh_from_db()
    return listing


def loaded(department: Department, bodies: list[Organisation], kind: str = RED, *, by: Standing = SYSTEM) -> Load:
    """What a body above has decided, handed in: its entries are in force and wait to be published."""
    competent(department, kind)
    today = timezone.localdate()
    days = {"decided_on": today - timedelta(days=10), "ends_on": today + timedelta(days=200)}
    said = {"decision_no": "国税公告〔2026〕3号"}
    load = Load.objects.create(
        number=next_number("MP"), kind_id=kind, department=department, organ="国家税务总局安徽省税务局", file_name="名单.xlsx",
        sha256="0" * 64, rows=len(bodies), taken=len(bodies), by=by.label, by_user=by.user_id, **days, **said,
    )  # fmt: skip
    chosen = Kind.objects.get(pk=kind)
    Listing.everything.bulk_create(
        Listing(
            number=next_number("MD"), kind=chosen, colour=chosen.colour, organisation=one, department=department,
            criterion=criterion(kind), facts="经评定符合条件", load=load, proposed_by=by.label, proposed_user=by.user_id, state="decided",
            reasons="经评定符合条件", basis=chosen.basis, decided_by="国家税务总局安徽省税务局",
            served_on=days["decided_on"] if chosen.colour == "black" else None, **days, **said,
        )
        for one in bodies
    )  # fmt: skip
    return load
