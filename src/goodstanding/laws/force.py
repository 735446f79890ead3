"""Is a basis in force on a day? The same comparison in SQL is ``laws_in_force`` (:mod:`locks`), which other parts' triggers ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.transaction import TransactionManagementError

from goodstanding.laws.bases import Basis, parse
from goodstanding.laws.models import Halt, Law
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

_SHARED = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"
ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def in_force(basis: str, day: date) -> bool:
    """Whether something may rest on it that day."""
    return why_not(basis, day) is None


def why_not(basis: str, day: date) -> Text | None:
    """Why nothing may rest on it that day; None where it may."""
    cited = parse(basis)
    law = Law.objects.filter(pk=cited.law).first()
    if law is None:
        return text("laws.why_not.unknown")
    if day < law.since:
        return text("laws.why_not.not_yet", since=written(law.since))
    if law.until is not None and day > law.until:
        return text("laws.why_not.over", until=written(law.until))
    found = next((one for one in halts("law", cited.law, day) if _concerns(one, cited)), None)
    return _said(found) if found else None


def halted(target: str, code: str, day: date) -> Halt | None:
    """The halt of the whole of it that is in force that day: ``laws_halted`` of SQL."""
    return next((one for one in halts(target, code, day) if not one.articles), None)


def why_halted(target: str, code: str, day: date) -> Text | None:
    """The same in words."""
    found = halted(target, code, day)
    return _said(found) if found else None


def halts(target: str, code: str, day: date) -> QuerySet[Halt]:
    """Those in force that day, of the whole or of some articles; a repeal comes first."""
    lifted = Q(lifted_on__isnull=True) | Q(lifted_on__gt=day)
    return Halt.objects.filter(lifted, target=target, code=code, since__lte=day).order_by("kind", "since", "number")


def hold(*bases: str, measures: Iterable[str] = ()) -> None:
    """Until this transaction ends nobody halts these laws and measures. Call it before anything else is locked, then ask again.

    Halting takes the same rows for itself alone: of two at once one waits, and then sees what the other has done.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("a basis is held within a transaction")
    with connection.cursor() as cursor:
        codes = sorted({parse(one).law for one in bases})
        cursor.execute("SELECT 1 FROM laws_law WHERE code = ANY(%s) ORDER BY code FOR SHARE", [codes])
        for code in sorted(set(measures)):
            cursor.execute(_SHARED, [lock_name("measure", code)])


def lock_name(target: str, code: str) -> str:
    """What a measure, which has no row here, is locked by."""
    return f"goodstanding.laws {target} {code}"


def _concerns(halt: Halt, cited: Basis) -> bool:
    return not halt.articles or bool(cited.articles & parse(f":{halt.articles}").articles)


def _said(halt: Halt) -> Text:
    return text("laws.why_not", halt.kind, number=halt.number, document=halt.document, since=written(halt.since))
