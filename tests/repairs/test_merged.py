"""Two entries of the register turn out to be one body: whoever acts for it follows the repairs of both, under either code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.notices.models import Notice
from goodstanding.organisations.joining import confirm, propose
from goodstanding.repairs import accepting, cases, filing
from tests.organisations.making import organisation
from tests.repairs.making import StandingOf, agent, applied, record

pytestmark = pytest.mark.django_db


def test_after_a_merge_the_case_goes_on_with_whoever_acts_for_the_body(
    tmp_path: Path, market: Department, steward: User, appoint: Callable[..., User], standing_of: StandingOf,
    signed_in: Callable[[User], Client],
) -> None:  # fmt: skip
    penalised = record(tmp_path, market)
    dana = agent(penalised.organisation)
    repair = applied(penalised, dana)
    whole = organisation(2, "临澜市乙有限公司")
    eli = agent(whole, name="eli")
    two = [standing_of(appoint("clerk")) for _ in range(2)]
    confirm(propose(penalised.organisation, whole, because="同一主体", by=two[0]), by=two[1])
    repair.refresh_from_db()
    accepting.accept(repair, by=standing_of(steward))
    url = f"/ours/{whole.uscc}/repairs/{repair.pk}"
    assert {one.user for one in Notice.objects.filter(key="repairs.told.accepted", url=url)} == {dana.user, eli.user}
    for code in (whole.uscc, penalised.organisation.uscc):
        for user in (dana.user, eli.user):
            assert signed_in(user).get(f"/ours/{code}/repairs/{repair.pk}").status_code == 200
    assert [case.url for case in cases.of(penalised.organisation_id)] == [url]
    filing.withdraw(repair, by=eli.standing)
    assert repair.state == "withdrawn"
    assert repair.decided_at is not None
    assert repair.decided_at <= timezone.now()
