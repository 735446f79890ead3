"""Invented organisations with right codes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction

from goodstanding.organisations.matching import INPUT, match
from goodstanding.organisations.models import Identifier, Name, Organisation
from goodstanding.rules import legacy, names, uscc


def orgcode(number: int) -> str:
    first8 = f"MA{number:06d}"
    return first8 + legacy.orgcode_check_character(first8)


def code(number: int, prefix: str = "91341400") -> str:
    first17 = prefix + orgcode(number)
    return first17 + uscc.check_character(first17)


def taxno(number: int) -> str:
    return "341400" + orgcode(number)


def regno(number: int) -> str:
    first14 = f"341400{number:08d}"
    return first14 + legacy.regno_check_digit(first14)


def organisation(number: int, name: str, **identifiers: str) -> Organisation:
    """On the register with a USCC, and further codes by kind."""
    body = Organisation.objects.create(
        uscc=code(number), name=name, normal_name=names.normal(name), category="91", district="341400", source="test"
    )
    Name.objects.create(organisation=body, name=name, normal_name=body.normal_name, source="test")
    for kind, value in {"uscc": code(number), **identifiers}.items():
        Identifier.objects.create(organisation=body, kind=kind, value=value, source="test")
    return body


def matched(**row: Any) -> tuple[int | None, str, str, int | None]:
    """One row through the matcher: organisation, how, fault, candidate."""
    given = {"decided_on": date(2026, 5, 1), **row}
    given["normal_name"] = names.normal(given.pop("name"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS asked; CREATE TEMP TABLE asked ({INPUT}) ON COMMIT DROP")
        cursor.execute(f"INSERT INTO asked (row, {', '.join(given)}) VALUES (0, {', '.join(['%s'] * len(given))})", list(given.values()))
        match(cursor, "asked")
        cursor.execute("SELECT organisation_id, how, fault, candidate_id FROM asked_matched")
        found: tuple[int | None, str, str, int | None] = cursor.fetchone()
    return found
