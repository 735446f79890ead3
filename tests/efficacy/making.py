"""Examples at every step, told from a measure in force or from an entry; and who writes, approves and publishes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goodstanding.departments.models import Appointment, Department, User
from goodstanding.departments.standing import Standing, from_appointment
from goodstanding.efficacy import drafting, handing_on
from goodstanding.efficacy.models import Example
from goodstanding.lists.models import Listing
from tests.checks.page_making import publish
from tests.measures import making
from tests.measures.making import ON_LIST, Case

WORDS = {
    "zh": {
        "title": "一起移出名单后措施同时解除的案例", "happened": "该单位因使用过期原料受到处罚。", "basis": "依据有关规定。",
        "measure": "在评先评优中不予推荐。", "did": "缴清罚款并整改。", "outcome": "信用修复后措施终止。",
    },
    "en": {"title": "", "happened": "", "basis": "", "measure": "", "did": "", "outcome": ""},
}  # fmt: skip


@dataclass
class World:
    """One measure in force, its department's people, and the director."""

    case: Case
    director: Standing
    user: User

    @property
    def steward(self) -> Standing:
        """Writes."""
        return self.case.office.steward

    @property
    def head(self) -> Standing:
        """Approves."""
        return self.case.office.head

    @property
    def listing(self) -> Listing:
        """What the measure rests on."""
        assert self.case.listing is not None
        return self.case.listing

    def drafted(self) -> Example:
        """From the measure."""
        return drafting.draft(self.case.application, by=self.steward)

    def submitted(self, *, named: bool = False) -> Example:
        """Written and handed on."""
        made = self.drafted()
        drafting.edit(made, WORDS, named=named, by=self.steward)
        handing_on.submit(made, by=self.steward)
        return made

    def approved(self, *, named: bool = False) -> Example:
        """By the head."""
        made = self.submitted(named=named)
        handing_on.approve(made, "事实清楚", by=self.head)
        return made

    def published(self, *, named: bool = False) -> Example:
        """By the director."""
        made = self.approved(named=named)
        handing_on.publish(made, "有示范意义", by=self.director)
        return made


def director() -> tuple[User, Standing]:
    """Answers for the centre."""
    user = User.objects.create_user("dora", "correct horse battery staple", display_name="Dora")
    return user, from_appointment(Appointment.objects.create(user=user, role="director", starts_on=date(2020, 1, 1)))


def world(market: Department, kind: str = ON_LIST, *, shown: bool = True) -> World:
    """An applied measure; its entry is public unless it is said otherwise."""
    case = making.applied(market, kind)
    if shown:
        publish(case.listing).refresh_from_db()
        case.application.refresh_from_db()
    user, standing = director()
    return World(case, standing, user)


def words(**changed: str) -> dict[str, dict[str, str]]:
    """The Chinese text, with some of it changed."""
    return {"zh": WORDS["zh"] | changed, "en": dict(WORDS["en"])}
