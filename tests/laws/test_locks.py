"""What the database itself refuses, when our own code is bypassed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from goodstanding.departments.standing import SYSTEM
from goodstanding.laws import halting, lifting
from goodstanding.laws.models import Halt
from tests.laws.making import LAW, OTHER, entries, resting, said

pytestmark = pytest.mark.django_db
NEW_LINE = "INSERT INTO laws_affected (halt_id, part, subject, subject_id, title_zh, title_en, became)"
NEW_HALT = (
    "INSERT INTO laws_halt (id, number, target, code, articles, kind, document, words, since, affected, by)"
    " VALUES (gen_random_uuid(), {number}, {target}, {code}, {articles}, {kind}, {document}, 'w', current_date, {affected}, 'mallory')"
)
PLAIN = {
    "number": "'X1'", "target": "'law'", "code": f"'{OTHER}'", "articles": "''", "kind": "'repealed'", "document": "'d'", "affected": "0",
}  # fmt: skip


@pytest.fixture
def halt() -> Halt:
    with entries():
        resting(LAW, 1)
        return halting.halt(said(), by=SYSTEM)


def attack(sql: str) -> bool:
    """Whether the database refused it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE laws_law SET until = NULL",
        "UPDATE laws_law SET since = '2000-01-01' WHERE code = 'ndrc-36'",
        "UPDATE laws_law SET level = 'law'",
        "INSERT INTO laws_law (code, title_zh, title_en, number, level, since, sure, note) VALUES ('m', 'm', 'm', '', '', now(), true, '')",
        "DELETE FROM laws_law",
        "TRUNCATE laws_law CASCADE",
        "DELETE FROM laws_halt",
        "TRUNCATE laws_halt CASCADE",
        "UPDATE laws_halt SET since = '2099-01-01'",
        "UPDATE laws_halt SET code = 'licensing-law'",
        "UPDATE laws_halt SET words = 'other', affected = affected",
        "UPDATE laws_halt SET kind = 'suspended'",
        "UPDATE laws_halt SET lifted_on = since, lifted_at = now(), lifted_by = 'm', lifted_because = 'm'",
        "DELETE FROM laws_affected",
        "TRUNCATE laws_affected",
        "UPDATE laws_affected SET became = 'stays'",
        f"{NEW_LINE} SELECT id, 'p', 's', '1', 't', 't', 'stopped' FROM laws_halt",
        "DELETE FROM laws_telling",
        "UPDATE laws_telling SET finished_at = NULL, told = 0",
        "UPDATE laws_telling SET what = 'lifted'",
    ],
)
def test_what_stands_is_not_rewritten(halt: Halt, sql: str) -> None:
    assert attack(sql)
    halt.refresh_from_db()
    assert halt.affected == halt.lines.count()


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": "'person'"}, {"code": "'no-such-law'"}, {"code": "'own'"}, {"articles": "'x'"}, {"articles": "'1,'"}, {"kind": "'gone'"},
        {"document": "''"}, {"affected": "3"}, {"affected": "-1"}, {"target": "'measure'", "articles": "'3'"}, {"code": f"'{LAW}'"},
        {"number": "(SELECT number FROM laws_halt)"},
    ],
)  # fmt: skip
def test_no_halt_without_a_law_a_document_and_its_whole_list(halt: Halt, wrong: dict[str, str]) -> None:
    assert not attack(NEW_HALT.format(**PLAIN)), "a whole one is taken, else this test says nothing"
    assert attack(NEW_HALT.format(**PLAIN | {"number": "'X2'", "code": "'std-2018'"} | wrong))


def test_a_suspension_ends_once_with_somebody_and_a_reason() -> None:
    made = halting.halt(said(kind="suspended"), by=SYSTEM)
    half = "UPDATE laws_halt SET lifted_on = {day}, lifted_at = now(), lifted_by = {by}, lifted_because = {why}"
    assert attack(half.format(day="since - 1", by="'m'", why="'m'"))
    assert attack(half.format(day="since", by="''", why="'m'"))
    assert attack(half.format(day="since", by="'m'", why="''"))
    lifting.lift(made, "恢复", by=SYSTEM)
    assert attack("UPDATE laws_halt SET lifted_on = NULL, lifted_at = NULL, lifted_by = '', lifted_because = ''")
    assert attack("UPDATE laws_halt SET lifted_because = 'other'")


def test_a_line_without_its_halt_does_not_stay() -> None:
    line = f"{NEW_LINE} VALUES (gen_random_uuid(), 'p', 's', '1', 't', 't', 'stopped')"
    assert attack(f"{line}; SET CONSTRAINTS ALL IMMEDIATE")
