"""谁查询过我们: each check of an organisation as it reads it - body, purpose, basis, time, what was answered, what was done.

What a law keeps from it is not here; it is counted in public (:mod:`hidden`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from goodstanding.checks import history, shown
from goodstanding.checks.models import Check
from goodstanding.checks.saying import cited
from goodstanding.checks.shown import Said
from goodstanding.departments.models import Department
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

AT_ONCE = 500
COLUMNS = ("number", "at", "department", "purpose", "basis", "matter", "kind", "answered", "done", "sha256")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One year, one purpose."""

    year: int | None = None
    purpose: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Wanted:
        """From an address."""
        year = query.get("year", "")
        return cls(int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None, query.get("purpose", "")[:40])


class Looked(NamedTuple):
    """One check, in the words of a page."""

    check: Check
    department: Department
    purpose: Text
    basis: Text
    kind: Text
    answered: Text
    done: list[Said]


def of(members: Sequence[int], wanted: Wanted | None = None) -> QuerySet[Check]:
    """The newest first. Nothing that a law keeps from the organisation."""
    found = Check.objects.filter(organisation__in=members, hidden=False).select_related("department").order_by("-id")
    if wanted and wanted.year:
        found = found.filter(at__year=wanted.year)
    if wanted and wanted.purpose:
        found = found.filter(purpose=wanted.purpose)
    return found


def years(members: Sequence[int]) -> list[int]:
    """In which it was checked, the newest first."""
    found = Check.objects.filter(organisation__in=members, hidden=False).order_by().dates("at", "year", order="DESC")
    return [day.year for day in found]


def purposes_of(members: Sequence[int]) -> list[tuple[str, Text]]:
    """What it was checked for."""
    codes = Check.objects.filter(organisation__in=members, hidden=False).order_by("purpose").values_list("purpose", flat=True).distinct()
    return [(code, shown.purpose_title(code)) for code in codes]


def lines(checks: Iterable[Check]) -> list[Looked]:
    """With what was answered and what was done of it."""
    known = list(checks)
    done = history.newest_feedback(known)
    made = []
    for one in known:
        answer = shown.answer(one)
        words = [shown.feedback(said, answer) for said in done.get(one.pk, [])]
        made.append(
            Looked(
                one,
                one.department,
                shown.purpose_title(one.purpose),
                cited(one.basis),
                text("checks.kind", one.kind),
                answer.in_short,
                words,
            )
        )
    return made


def rows(checks: QuerySet[Check]) -> Iterator[list[str]]:
    """As cells of a table, however many there are."""
    for one in _all(checks):
        done = "\n".join(f"{words.what.zh} {words.outcome.zh} {words.reasons}".strip() for words in one.done)
        yield [
            one.check.number, f"{timezone.localtime(one.check.at):%Y-%m-%d %H:%M:%S}", one.department.name, _both(one.purpose),
            _both(one.basis), one.check.matter, _both(one.kind), _both(one.answered), done, bytes(one.check.sha256).hex(),
        ]  # fmt: skip


def items(checks: QuerySet[Check]) -> Iterator[dict[str, Any]]:
    """As JSON has them; ``answer`` word for word, as long as it is kept."""
    for one in _all(checks):
        yield {
            "number": one.check.number, "at": one.check.at.isoformat(), "code": one.check.code,
            "department": shown.named(one.department)._asdict(),
            "purpose": {"code": one.check.purpose, **one.purpose._asdict()}, "basis": {"ref": one.check.basis, **one.basis._asdict()},
            "matter": one.check.matter, "kind": one.check.kind, "answered": one.answered._asdict(),
            "answer": shown.content(one.check.answer),
            "sha256": bytes(one.check.sha256).hex(),
            "done": [
                {
                    "about": said.what._asdict(), "outcome": said.code, "reasons": said.reasons, "effect": said.effect,
                    "at": said.at.isoformat(),
                }
                for said in one.done
            ],
        }  # fmt: skip


def _all(checks: QuerySet[Check]) -> Iterator[Looked]:
    found = checks.iterator(AT_ONCE)
    while some := list(islice(found, AT_ONCE)):
        yield from lines(some)


def _both(said: Text) -> str:
    return said.zh if said.zh == said.en else f"{said.zh} {said.en}"
