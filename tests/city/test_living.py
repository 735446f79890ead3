"""The city's whole lives: lists that follow one another, loaded through the product's own door."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from goodstanding.city import founding, living
from goodstanding.city.chance import Chance
from goodstanding.departments.standing import SYSTEM
from goodstanding.organisations.living import asking
from goodstanding.organisations.living.guessing import parent_by_name
from goodstanding.organisations.models import Organisation, Registration
from goodstanding.organisations.registering import register
from goodstanding.pipeline import mapping

SEED = 3
pytestmark = pytest.mark.django_db


@pytest.fixture
def city(tmp_path: Path) -> Path:
    founding.found(tmp_path, organisations=300, records=0, seed=SEED, today=timezone.localdate())
    assert register(tmp_path / "register.csv", mapping.load(tmp_path / "mappings" / "register.toml"), by=SYSTEM).findings == []
    return tmp_path


def test_one_company_has_a_whole_life(city: Path) -> None:
    today = timezone.localdate()
    for path in sorted((city / "register").glob("*.csv")):
        assert register(path, by=SYSTEM).findings == []
    hero = living.hero(Chance(SEED), 300, today)
    assert hero is not None
    body = Organisation.objects.get(uscc=hero.uscc)
    state = asking.state(body)
    assert [one.value for one in state.names] == [hero.name, living.renamed(hero)]
    assert len(state.registrations) == 3
    assert {one.kind for one in state.relations} == {"continues", "<branch_of", "<merged_into", "<split_from"}
    assert [one.value for one in asking.state(body, on=today - timedelta(days=30)).names] == [hero.name]
    assert asking.no_longer(body).registrations
    second = Organisation.objects.get(name=hero.name + living.BRANCHES[1])
    assert parent_by_name(second) is None  # its name is the parent's former one, and that is not a name somebody bears today
    assert Organisation.objects.get(name=hero.name + living.BRANCHES[0]).status == "revoked"


def test_the_lists_loaded_again_change_nothing(city: Path) -> None:
    for path in sorted((city / "register").glob("*.csv")):
        register(path, by=SYSTEM)
    before = list(Registration.objects.order_by("id").values())
    for path in sorted((city / "register").glob("*.csv")):
        register(path, by=SYSTEM)
    assert list(Registration.objects.order_by("id").values()) == before


def test_the_bench_layout_has_no_lives(tmp_path: Path) -> None:
    founding.found(tmp_path, organisations=100, records=10, seed=SEED, today=timezone.localdate(), layout="bench")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["penalties.csv", "register.csv"]
