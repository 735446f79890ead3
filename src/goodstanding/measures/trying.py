"""先试算: before a measure is adopted, how many organisations it could concern, of which trades, and what is there already.

Counted by the same sentences of SQL as the locks use, so the figures are those of the day it is adopted. Nothing is applied by it, nobody
is named, and a count that takes too long says that it does not know.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.utils import OperationalError
from django.utils import timezone
from psycopg.errors import QueryCanceled

from goodstanding.measures import finality, locks
from goodstanding.measures.models import Adoption, Application, Kind

BOUND = 30.0
"""Seconds the whole may take, at a million organisations too: then the answer is unknown."""
_COLOUR = {"restriction": "black", "incentive": "red"}
_ROOTS = """
    WITH RECURSIVE up AS (
        SELECT id AS entry, merged_into_id AS above FROM organisations_organisation WHERE merged_into_id IS NOT NULL
        UNION SELECT up.entry, body.merged_into_id FROM up JOIN organisations_organisation body ON body.id = up.above
        WHERE body.merged_into_id IS NOT NULL
    ) SELECT up.entry, up.above FROM up JOIN organisations_organisation body ON body.id = up.above WHERE body.merged_into_id IS NULL
"""
_ENTRIES = f"""
    SELECT DISTINCT listing.organisation_id FROM lists_listing listing
    WHERE listing.kind_id = ANY(%s) AND listing.colour = %s AND {locks.LISTING_STANDS}
"""
_RECORDS = f"SELECT DISTINCT record.organisation_id FROM records_record record WHERE record.kind = ANY(%s) AND {locks.RECORD_STANDS}"
_FINAL = f" AND record.decided_on <= %s AND {locks.UNCONTESTED}"


@dataclass(frozen=True, slots=True)
class Share:
    """So many of one trade, or of one place; ``code`` as the register has it."""

    code: str
    n: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another measure already adopted: how many of these it could concern too, and to how many it is applied now."""

    kind: str
    departments: int
    could: int
    applied: int


@dataclass(frozen=True, slots=True)
class Figures:
    """``known`` False: it took too long, nobody can say."""

    known: bool = True
    organisations: int = 0
    trades: Sequence[Share] = ()
    places: Sequence[Share] = ()
    overlaps: Sequence[Overlap] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the proposal."""
        return {
            "known": self.known, "on": timezone.localdate().isoformat(), "organisations": self.organisations,
            "trades": {one.code: one.n for one in self.trades}, "places": {one.code: one.n for one in self.places},
            "overlaps": {one.kind: [one.departments, one.could, one.applied] for one in self.overlaps},
        }  # fmt: skip


def try_out(kind: Kind) -> Figures:
    """Of today. Bounded in time; without a count that is sure it says so."""
    try:
        with transaction.atomic(), connection.cursor() as cursor, _bounded(cursor) as asking, _concerned(asking, kind):
            return _counted(asking, kind)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            return Figures(known=False)
        raise


def _counted(asking: _Asking, kind: Kind) -> Figures:
    organisations = asking.one("SELECT count(*) FROM measures_concerned")
    return Figures(
        True, organisations, _shares(asking, "category"), _shares(asking, "district"), tuple(_overlaps(asking, kind, organisations))
    )


def _shares(asking: _Asking, column: str) -> tuple[Share, ...]:
    """The register knows no trade but the kind of body (机构类别) and the district."""
    rows = asking.all(
        f"SELECT body.{column}, count(*) FROM measures_concerned JOIN organisations_organisation body USING (id)"
        " GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return tuple(Share(code, n) for code, n in rows)


def _overlaps(asking: _Asking, kind: Kind, organisations: int) -> Iterator[Overlap]:
    """Each measure in force in any department, this one too where others apply it already. What rests on the same is counted once."""
    departments = Counter(Adoption.everything.in_force().values_list("kind_id", flat=True))
    kinds = Kind.objects.in_bulk(list(departments))
    counted = {_rests(kind): organisations}
    applied = dict(asking.all(*_applied()))
    for code in sorted(departments):
        same = _rests(kinds[code])
        if same not in counted:
            found, params = _found(kinds[code])
            counted[same] = asking.one(f"SELECT count(*) FROM measures_concerned WHERE id IN ({found})", params)
        if counted[same] or code == kind.pk:
            yield Overlap(code, departments[code], counted[same], applied.get(code, 0))


def _applied() -> tuple[str, Sequence[Any]]:
    """To how many of those concerned each measure is applied now."""
    sql, params = Application.everything.in_force().values("kind_id", "organisation_id").distinct().query.sql_with_params()
    return f"SELECT now.kind_id, count(*) FROM ({sql}) now JOIN measures_concerned ON id = now.organisation_id GROUP BY 1", params


def _rests(kind: Kind) -> tuple[object, ...]:
    """What two measures must have in common to concern the same organisations."""
    return kind.side, tuple(sorted(kind.lists)), tuple(sorted(kind.records)), kind.final


@contextmanager
def _concerned(asking: _Asking, kind: Kind) -> Iterator[None]:
    found, params = _found(kind)
    asking.do("CREATE TEMPORARY TABLE measures_concerned (id bigint PRIMARY KEY) ON COMMIT DROP")
    asking.do(f"INSERT INTO measures_concerned {found}", params)
    asking.do("ANALYZE measures_concerned")
    yield
    asking.do("DROP TABLE measures_concerned")


def _found(kind: Kind) -> tuple[str, list[Any]]:
    """The organisations it could concern today, each by the entry of the register it is shown as."""
    today = timezone.localdate()
    parts: list[str] = []
    params: list[Any] = []
    if kind.lists:
        parts.append(_ENTRIES)
        params += [kind.lists, _COLOUR[kind.side], *_days(locks.LISTING_STANDS, today)]
    if kind.records:
        last = finality.cutoff(today) if kind.final else None
        parts.append(_RECORDS + (_FINAL if kind.final else ""))
        params += [kind.records, *_days(locks.RECORD_STANDS, today)]
        params += [last, *_days(locks.UNCONTESTED, today)] if kind.final else []
    found = " UNION ALL ".join(parts)
    whole = (
        f"SELECT DISTINCT coalesce(root.above, found.organisation_id) FROM ({found}) found"
        f" LEFT JOIN ({_ROOTS}) root ON root.entry = found.organisation_id"
    )
    return whole, params


def _days(sentence: str, day: object) -> Iterable[object]:
    return [day] * sentence.count("%s")


class _Asking:
    """A cursor whose statements together have so long: each is given what is left."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self.cursor, self.until = cursor, time.monotonic() + BOUND

    def do(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Run it. A statement that takes longer is cancelled by the database."""
        left = max(1, round((self.until - time.monotonic()) * 1000))
        self.cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(left)])
        self.cursor.execute(sql, params)

    def all(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Its rows."""
        self.do(sql, params)
        rows: list[tuple[Any, ...]] = self.cursor.fetchall()
        return rows

    def one(self, sql: str, params: Sequence[Any] = ()) -> int:
        """Its one number."""
        ((found,),) = self.all(sql, params)
        return int(found)


@contextmanager
def _bounded(cursor: CursorWrapper) -> Iterator[_Asking]:
    """For these statements; what stood before stands again."""
    cursor.execute("SELECT current_setting('statement_timeout')")
    ((before,),) = cursor.fetchall()
    yield _Asking(cursor)
    cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
