"""Lists and a measure of the synthetic city: a notice that waits for an answer, a list decided above, an incentive adopted for it."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import date, timedelta

from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing, of_user
from goodstanding.lists import competence, loading, loading_reading, proposing, publishing_many, serving
from goodstanding.lists.catalogue import rules
from goodstanding.lists.loading_files import File, Said
from goodstanding.lists.models import Competence, Kind, Listing, Load
from goodstanding.measures import adopting
from goodstanding.measures.catalogue import rules as measures
from goodstanding.measures.models import Adoption
from goodstanding.organisations.models import Organisation
from goodstanding.records.models import Record
from goodstanding.rules.refusals import Refused

BLACK, RED = "market_serious", "customs_aeo"
A_WHILE = timedelta(days=400)
FEW = 12


def fill(body: Organisation, department: Department) -> None:
    """Whatever is still missing. ``body``: whom the agent acts for; ``department``: whose steward and head there are."""
    for kind in (BLACK, RED):
        if not competence.competent(kind, department.pk):
            competence.give(Kind.objects.get(pk=kind), department, starts_on=timezone.localdate() - A_WHILE, by=SYSTEM)
    steward, head = (of_user(User.objects.get(username=name)) for name in ("steward", "head"))
    held = Competence.objects.get(kind=RED, department=department, ends_on=None)
    # A demo without one of these is still a demo; the rules decide.
    with suppress(Refused):
        _notice(body, department, steward)
    with suppress(Refused):
        _decided_above(body, held, steward, head)
    with suppress(Refused):
        _incentive(department, steward, head)


def _notice(body: Organisation, department: Department, by: Standing) -> None:
    """Served today: the agent can answer, and ask for a hearing."""
    if Listing.everything.filter(kind=BLACK).exists():
        return
    records = (
        Record.public.filter(organisation=body, kind="penalty", department=department).order_by("-decided_on").values_list("pk", flat=True)
    )
    said = proposing.Proposal(
        organisation=body, kind=BLACK, criterion=rules().kinds[BLACK].criteria[0].code, records=tuple(records[:1]),
        facts="违反食品安全法律、法规被依法处以较重行政处罚，拟按规定列入严重违法失信名单。",
    )  # fmt: skip
    serving.serve(proposing.propose(said, department, by=by), how="direct", on=timezone.localdate(), by=by)


def _decided_above(body: Organisation, held: Competence, steward: Standing, head: Standing) -> None:
    """A list of a body above, entered by one and published by another."""
    if Load.objects.exists():
        return
    today = timezone.localdate()
    chosen = (
        Organisation.objects.filter(status="", uscc__isnull=False, merged_into=None, name__endswith="有限公司")
        .exclude(pk=body.pk)
        .order_by("pk")[:FEW]
    )
    rows = "\n".join(["企业名称,统一社会信用代码", *(f"{one.name},{one.uscc}" for one in chosen)])
    file = File(
        user=steward.user_id, name="高级认证企业名单.csv", sha256=hashlib.sha256(rows.encode()).hexdigest(), rows=_read(rows),
        said=Said(
            competence=held.pk, department=held.department_id, kind=RED, criterion=rules().kinds[RED].criteria[0].code, organ="合肥海关",
            decision_no=f"关认公告〔{today.year}〕3号",
            decided_on=_day(today - timedelta(days=40)), ends_on=_day(today + timedelta(days=200)),
            served_on="", facts="经认证符合高级认证企业标准。",
        ),
    )  # fmt: skip
    made = loading.load(file, by=steward)
    if made is not None:
        publishing_many.publish_many(made, "守信激励对象应当公布，便于社会知晓。", by=head)


def _read(rows: str) -> list[list[object]]:

    return loading_reading.kept(loading_reading.read("高级认证企业名单.csv", rows.encode()))


def _incentive(department: Department, steward: Standing, head: Standing) -> None:
    """The first incentive that may rest on that list."""
    if Adoption.everything.exists():
        return
    today = timezone.localdate()
    kind = next((code for code, one in measures().measures.items() if one.side == "incentive" and RED in one.lists), None)
    if kind is None:
        return
    said = adopting.Proposal(
        kind=kind, acts="企业注册科", matters="企业登记注册事项", review_on=today + timedelta(days=180), because="便利守信企业办理登记。"
    )
    adoption = adopting.propose(said, department, by=steward)
    adopting.adopt(adoption, adopting.Decision(number=f"临市监措〔{today.year}〕1号", reasons="有依据，无不利影响。"), by=head)


def _day(day: date) -> str:
    return day.isoformat()
