"""In force or not, by dates, halts and articles: the database's answer is Python's, whatever was repealed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodstanding.laws import bases, force, installing
from goodstanding.laws.models import Halt, Law
from goodstanding.rules.loading import load
from tests.laws.making import LAW, laws, said

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 12).map(lambda n: FIRST + timedelta(days=n))
ARTICLES = st.sets(st.sampled_from(["1", "2", "3"])).map(lambda found: ",".join(sorted(found)))
CODES = st.sampled_from(["early-law", "late-law", "no-law"])


@st.composite
def halts(draw: st.DrawFn) -> dict[str, Any]:
    """A halt as it may be: only a suspension has an end, and not before it began."""
    since, kind = draw(DAYS), draw(st.sampled_from(["repealed", "suspended"]))
    lifted = draw(st.none() | st.integers(0, 5).map(lambda n: since + timedelta(days=n))) if kind == "suspended" else None
    return {
        "code": draw(CODES.filter(lambda code: code != "no-law")),
        "articles": draw(ARTICLES),
        "kind": kind,
        "since": since,
        "lifted": lifted,
    }


def written(found: list[dict[str, Any]]) -> None:
    """The rows, as the verbs would have left them one after another: what has been lifted was there before what is still open."""
    for n, one in enumerate(sorted(found, key=lambda one: one["lifted"] is None)):
        made = Halt.objects.create(
            number=f"T{n}", target="law", code=one["code"], articles=one["articles"], kind=one["kind"], document="文", words="因",
            since=one["since"], affected=0, by="test",
        )  # fmt: skip
        if one["lifted"]:
            Halt.objects.filter(pk=made.pk).update(lifted_on=one["lifted"], lifted_at=timezone.now(), lifted_by="t", lifted_because="t")


def asked(function: str, *values: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(values))})", values)
        ((answer,),) = cursor.fetchall()
    return bool(answer)


def once_each(found: list[dict[str, Any]]) -> bool:
    """What the database itself allows to be open at the same time."""
    keys = [(one["code"], one["articles"], one["kind"]) for one in found if one["lifted"] is None]
    return len(keys) == len(set(keys))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(found=st.lists(halts(), max_size=3).filter(once_each), code=CODES, cited=ARTICLES, day=DAYS)
def test_sql_and_python_answer_alike(found: list[dict[str, Any]], code: str, cited: str, day: date) -> None:
    with transaction.atomic():
        laws(early_law=(FIRST, FIRST + timedelta(days=6)), late_law=(FIRST + timedelta(days=3), None))
        written(found)
        basis = f"{code}:{cited}" if cited else code
        why = force.why_not(basis, day)
        assert asked("laws_in_force", basis, day) is force.in_force(basis, day) is (why is None)
        assert asked("laws_halted", "law", code, day) is (force.halted("law", code, day) is not None)
        stands = {"early-law": day <= FIRST + timedelta(days=6), "late-law": day >= FIRST + timedelta(days=3), "no-law": False}[code]
        hit = any(
            one["code"] == code and one["since"] <= day and (one["lifted"] is None or day < one["lifted"])
            and (not one["articles"] or set(str(one["articles"]).split(",")) & set(cited.split(",")))
            for one in found
        )  # fmt: skip
        assert (why is None) is (stands and not hit)
        transaction.set_rollback(True)


def test_each_no_has_its_reason() -> None:
    laws(coming=(date(2030, 1, 1), None), gone=(date(2000, 1, 1), date(2010, 1, 1)))
    day = timezone.localdate()
    for basis, words in (("coming", "尚未施行"), ("gone:3", "2010年1月1日"), ("nothing", "没有该依据")):
        why = force.why_not(basis, day)
        assert why is not None
        assert words in why.zh
        assert why.en
        assert not force.in_force(basis, day)
    assert force.in_force(f"{LAW}:48", day)


def test_articles_are_read_as_people_write_them() -> None:
    assert bases.written(" 85、48,48 9") == "9,48,85"
    assert bases.written("") == ""
    assert bases.written("第四十八条") is None
    assert bases.touches("a:4,8", "a", "8,9")
    assert not bases.touches("a:4,8", "a", "9")
    assert not bases.touches("a", "a", "9"), "a law as a whole outlives one article"
    assert bases.touches("a", "a")
    assert not bases.touches("ab", "a")


def test_the_catalogue_s_laws_are_there_and_follow_it() -> None:
    assert set(Law.objects.values_list("code", flat=True)) == set(load().laws)
    before = Law.objects.get(pk=LAW)
    laws(penalty_law=(before.since, date(2026, 6, 30)))
    assert not force.in_force(LAW, date(2026, 7, 1)), "over by date, with nobody halting it"
    installing.install(load())
    assert force.in_force(LAW, date(2026, 7, 1))


@pytest.mark.django_db(transaction=True)
def test_a_basis_is_held_within_a_transaction() -> None:
    with pytest.raises(TransactionManagementError):
        force.hold(LAW)
    assert said().key != said().key
