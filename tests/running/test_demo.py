"""The synthetic city comes in through the ordinary doors."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from goodstanding.city.founding import found
from goodstanding.departments.models import Department, User
from goodstanding.efficacy.models import Example
from goodstanding.exchange.models import Subscription
from goodstanding.intake.models import Submission
from goodstanding.ledger.models import Entry
from goodstanding.lists.models import Listing
from goodstanding.measures.models import Adoption
from goodstanding.objections.models import Objection
from goodstanding.organisations.models import Organisation, Registrar
from goodstanding.records.models import Record
from goodstanding.representing.models import Power
from goodstanding.rules.events import Event
from goodstanding.running import demo

MODELS = (Department, User, Organisation, Submission, Record, Objection, Power, Listing, Adoption, Subscription, Example, Entry)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.mark.xdist_group("up")
def test_a_city_is_filled_through_the_ordinary_doors_and_a_second_time_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    city = tmp_path / "demo"
    found(city, organisations=200, records=300, seed=7, today=date(2026, 11, 20))
    settings.DEMO_DIR, settings.CITY_CATALOGUE, settings.DATA_DIR = city, city / "catalogue", tmp_path
    listed = (city / "files.csv").read_text("utf-8").splitlines(keepends=True)
    (city / "files.csv").write_text("".join([listed[0], *listed[1:4], *listed[15:17], listed[-1]]), "utf-8")  # a few show it as well as all
    said: list[str] = []
    accounts = demo.fill(lambda zh, _en: said.append(zh))

    assert len(said) == 10, "progress is visible: the register, every file, the search for code issues, the cases, the lists"
    assert Power.objects.filter(user__username="agent").in_force().exists()
    assert set(Objection.objects.values_list("state", flat=True)) <= {"filed", "forwarded"}
    assert Objection.objects.exists()
    assert set(Listing.everything.values_list("state", flat=True)) <= {"served", "published"}
    assert Listing.public.filter(colour="red").exists()
    assert Adoption.everything.in_force().exists()
    assert Subscription.objects.get().way == "poll"
    assert Example.objects.get().state == "published"
    assert {named.department.name[-7:] for named in Registrar.objects.all()} == {"市场监督管理局"}
    assert Organisation._default_manager.count() >= 190
    states = set(Submission.everything.values_list("state", flat=True))
    assert {"entered", "checked"} <= states, "most has entered, something is left for a steward to confirm"
    assert Record.public.exists()
    by = set(Entry.objects.filter(event=Event.SUBMISSION_CONFIRMED).values_list("role", flat=True))
    assert by == {"clerk"}, "a human role confirms, never the system"
    for account in accounts:
        assert Client().login(username=account.username, password=account.password)

    counted = [model._default_manager.count() for model in MODELS]
    (city / "filled").unlink()  # as if the first start had been cut off at the very end
    again = demo.fill(lambda _zh, _en: None)
    assert again == accounts
    assert [model._default_manager.count() for model in MODELS] == counted
