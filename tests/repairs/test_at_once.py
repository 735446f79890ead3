"""Two people at the same moment, each with a connection of his own: one of them is told, and nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from goodstanding.departments.models import Department, User
from goodstanding.records.models import Ending, Record
from goodstanding.repairs import accepting, deciding, filing
from goodstanding.repairs.models import Repair
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.withdrawals import withdrawing
from goodstanding.withdrawals.models import Withdrawal
from goodstanding.withdrawals.withdrawing import Said
from tests.repairs.making import StandingOf, accepted, agent, applied, months_ago, record

pytestmark = pytest.mark.django_db(transaction=True)


def together(*deeds: Callable[[], object]) -> list[str]:
    """What became of each: done, or the code of its refusal."""
    gate = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        try:
            gate.wait()
            deed()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))


def test_two_who_decide(tmp_path: Path, market: Department, steward: User, appoint: Callable[..., User], standing_of: StandingOf) -> None:
    penalised = record(tmp_path, market)
    repair = accepted(penalised, agent(penalised.organisation), standing_of(steward))
    alice, head = standing_of(steward), standing_of(appoint("head", market))
    mine, theirs = Repair.objects.get(), Repair.objects.get()
    said = together(lambda: deciding.grant(mine, by=alice), lambda: deciding.decline(theirs, because="整改未完成", by=head))
    assert said == ["STATE_CHANGED", "done"]
    repair.refresh_from_db()
    assert (repair.state == "granted") is not Record.public.filter(pk=penalised.pk).exists()


def test_the_same_click_twice(tmp_path: Path, market: Department) -> None:
    penalised = record(tmp_path, market)
    dana = agent(penalised.organisation)
    said = filing.Application(statement="已缴清", commitment="2026-04", proof_held=True)
    click = [lambda: filing.file(penalised, dana.organisation, said, by=dana.standing)] * 3
    assert together(*click) == ["REPAIR_IN_HAND", "REPAIR_IN_HAND", "done"]
    assert Repair.objects.count() == 1


def test_a_grant_and_an_annulment(
    tmp_path: Path, market: Department, steward: User, appoint: Callable[..., User], standing_of: StandingOf
) -> None:
    penalised = record(tmp_path, market)
    accepted(penalised, agent(penalised.organisation), standing_of(steward))
    alice, head = standing_of(steward), standing_of(appoint("head", market))
    said = Said(because="annulled", document="临府复决〔2026〕8号", effective_on=months_ago(0), words="事实不清")
    done = together(lambda: deciding.grant(Repair.objects.get(), by=alice), lambda: withdrawing.withdraw([penalised.pk], said, by=head))
    assert "done" in done
    assert len(set(done)) == 2  # no deadlock, and not both
    why, repair = Ending.objects.get(), Repair.objects.get()
    assert (why.because, repair.state) in {("repaired", "granted"), ("annulled", "closed")}
    assert Withdrawal.objects.exists() is (why.because == "annulled")


def test_accepting_while_the_applicant_takes_it_back(tmp_path: Path, market: Department, steward: User, standing_of: StandingOf) -> None:
    penalised = record(tmp_path, market)
    dana, alice = agent(penalised.organisation), standing_of(steward)
    applied(penalised, dana)
    mine, hers = Repair.objects.get(), Repair.objects.get()
    done = together(lambda: accepting.accept(mine, by=alice), lambda: filing.withdraw(hers, by=dana.standing))
    assert done == ["STATE_CHANGED", "done"]
    assert Repair.objects.get().state in {"accepted", "withdrawn"}
    assert Conflict.status == 409
