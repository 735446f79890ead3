"""Who answers: the table of registering departments, and the clerk's word where the table says nothing."""

from __future__ import annotations

import re

from django.db import IntegrityError, connection, transaction

from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.ledger.writing import write
from goodstanding.organisations.issues.opening import OWNER
from goodstanding.organisations.models import CodeIssue, Registrar
from goodstanding.rules import uscc
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text

_UNOWNED = f"""
    SELECT * FROM (
        SELECT issue.id, {OWNER.format(code="issue.code")} AS owner FROM organisations_codeissue issue
            LEFT JOIN organisations_organisation body ON body.id = coalesce(issue.organisation_id, issue.other_id)
        WHERE issue.state = 'open' AND issue.department_id IS NULL
    ) unowned WHERE owner IS NOT NULL
"""


def assign(issue: CodeIssue, department: Department, *, by: Standing, because: str = "") -> None:
    """From now on it is this department's to answer; its term stays the one that was given when it was opened."""
    require(by, "settle_issue", issue)
    with transaction.atomic():
        before = issue.department_id
        CodeIssue.objects.filter(pk=issue.pk, state="open").update(department=department)
        issue.department = department
        move(issue, "assign", by=by, because=because, department=department.pk, before=before)


def assign_by_table(*, by: Standing) -> int:
    """Give every open issue nobody has to the department the table names. Returns how many."""
    require(by, "settle_issue")
    with connection.cursor() as cursor:
        cursor.execute(_UNOWNED)
        owners = dict(cursor.fetchall())
    departments = Department.objects.in_bulk(set(owners.values()))
    for issue in CodeIssue.objects.filter(pk__in=owners, state="open"):
        assign(issue, departments[owners[issue.pk]], by=by)
    return len(owners)


def name_registrar(authority: str, district: str, department: Department, *, by: Standing) -> Registrar:
    """This department registers the bodies of that authority, in that district or, without one, everywhere else."""
    require(by, "name_registrars")
    letter, area = authority.strip().upper(), district.strip()
    if letter not in {pair[0] for pair in uscc.PAIRS} or not re.fullmatch(r"([0-9]{6})?", area):
        raise Refused("REGISTRAR_WRONG", text("organisations.issues.refused.registrar_wrong"))
    try:
        with transaction.atomic():
            named = Registrar.objects.create(authority=letter, district=area, department=department)
            write(Event.DEPARTMENT_CHANGED, department, by=by, data={"registers": letter, "district": area, "named": True})
    except IntegrityError as error:
        raise Conflict("REGISTRAR_THERE", text("organisations.issues.refused.registrar_there")) from error
    return named


def end_registrar(registrar: Registrar, *, by: Standing) -> None:
    """It registers them no more; what it has been asked stays its own."""
    require(by, "name_registrars")
    with transaction.atomic():
        write(
            Event.DEPARTMENT_CHANGED, registrar.department, by=by,
            data={"registers": registrar.authority, "district": registrar.district, "named": False},
        )  # fmt: skip
        registrar.delete()
