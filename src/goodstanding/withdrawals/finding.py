"""Which takings down somebody may see; the records of a list of decision numbers; the new decision after one was varied."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from goodstanding.departments.allowing import DEPARTMENT, require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.records.models import Record
from goodstanding.rules import persons
from goodstanding.rules.refusals import Missing, Refused, Unusable
from goodstanding.ui.texts import text
from goodstanding.withdrawals.models import RegimeEnding, Withdrawal, Withdrawals
from goodstanding.withdrawals.withdrawing import MOST

NOBODY = 0
"""No department has this number."""


@dataclass(slots=True)
class Looked:
    """What a list of numbers comes to."""

    records: list[Record] = field(default_factory=list)
    ended: list[Record] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def seen_by(standing: Standing) -> Withdrawals:
    """A department sees its own and no other's; the centre sees all."""
    known = Withdrawal.objects.select_related("department")
    return known if standing.is_centre else known.filter(department_id=standing.department_id or NOBODY)


def find(standing: Standing, number: UUID) -> Withdrawal:
    """One taking down; a refusal is written down."""
    found = Withdrawal.objects.select_related("department", "paper").filter(pk=number).first()
    if found is None:
        raise Missing("NO_SUCH_WITHDRAWAL", text("withdrawals.refused.no_such_withdrawal"))
    require(standing, "see_record", found)
    return found


def find_regime(standing: Standing, number: UUID) -> RegimeEnding:
    """One regime's end."""
    require(standing, "end_by_regime")
    found = RegimeEnding.objects.filter(pk=number).first()
    if found is None:
        raise Missing("NO_SUCH_WITHDRAWAL", text("withdrawals.refused.no_such_withdrawal"))
    return found


def find_record(number: UUID) -> Record:
    """A record by its id, shown or not, as long as it is not archived."""
    known = Record.everything.retained().select_related("organisation", "department")
    found: Record | None = known.filter(pk=number, taken_back=False).first()
    if found is None:
        raise Missing("NO_SUCH_RECORD", text("withdrawals.refused.no_such_record"))
    return found


def read_numbers(content: bytes) -> list[str]:
    """The first column of a list, saved as text or CSV in either of the usual encodings. Raises ``Unusable``."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            written = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return [row[0] for row in csv.reader(io.StringIO(written.replace("\0", ""))) if row]
    raise Unusable("LIST_UNREADABLE", text("withdrawals.refused.list_unreadable"))


def look_up(numbers: Iterable[str], department: Department) -> Looked:
    """The department's records under these numbers; one number may stand for several parties, each a record of its own."""
    wanted = list(dict.fromkeys(persons.mask(number.strip())[0][:200] for number in numbers if number.strip()))
    if not wanted or len(wanted) > MOST:
        raise Refused("RECORDS_MISSING", text("withdrawals.refused.records_missing", most=MOST))
    retained = Record.everything.retained().select_related("organisation")
    found = retained.filter(department=department, decision_no__in=wanted, taken_back=False)
    looked = Looked()
    for one in found.order_by("decision_no", "pk"):
        (looked.ended if one.ended_on else looked.records).append(one)
    known = {one.decision_no for one in (*looked.records, *looked.ended)}
    looked.unknown = [number for number in wanted if number not in known]
    return looked


def successors(made: Withdrawal) -> QuerySet[Record]:
    """The new decision, once it has come: the same department's, of the same organisations, under the number that was given."""
    bodies = made.ended().values("organisation_id")
    if not made.successor_no:
        return Record.everything.none()
    found = Record.everything.filter(organisation_id__in=bodies, department_id=made.department_id, decision_no=made.successor_no)
    return found.filter(ended_on__isnull=True).order_by("pk")


def own(standing: Standing) -> Department | None:
    """The standing's own department, where it acts for one."""
    return Department.objects.filter(pk=standing.department_id or NOBODY).first() if standing.role in DEPARTMENT else None
