"""What the receipts of a list say, laid beside its rows: read once from the database, held on disk, never all in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

import duckdb
import pyarrow as pa
from django.utils import timezone

from goodstanding.checks import shown
from goodstanding.checks.models import Batch, Check
from goodstanding.rules import names
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

AT_ONCE = 2_000
COLUMNS = ("kind", "said", "name", "records", "disputed", "entries", "measures", "late", "receipt", "at")
"""What is added to each row, besides whether its name is the registered one."""
_SCHEMA = pa.schema([(name, pa.string()) for name in ("code", *COLUMNS, "normal")])
T = TypeVar("T")


def asked(db: duckdb.DuckDBPyConnection, batch: Batch) -> int:
    """The table ``asked``: codes that have their receipt. Returns how many."""
    db.execute("CREATE TABLE asked (code VARCHAR)")
    for some in _some(Check.objects.filter(batch=batch).order_by("id").values_list("code", flat=True).iterator(AT_ONCE)):
        db.register("these", pa.table({"code": pa.array(some, pa.string())}))
        db.execute("INSERT INTO asked SELECT * FROM these")
        db.unregister("these")
    ((n,),) = db.execute("SELECT count(*) FROM codes WHERE code IN (SELECT code FROM asked)").fetchall()
    return int(n)


def take(db: duckdb.DuckDBPyConnection, batch: Batch) -> dict[str, int]:
    """The table ``answers``: a line for each code, under its number in ``codes``. Returns how many of which kind."""
    db.execute("CREATE TABLE answers (n BIGINT, " + ", ".join(f'"{name}" VARCHAR' for name in _SCHEMA.names[1:]) + ")")
    kinds: Counter[str] = Counter()
    found = Check.objects.filter(batch=batch).order_by("id").values_list("code", "kind", "number", "at", "answer").iterator(AT_ONCE)
    for some in _some(found):
        kinds.update(kind for _, kind, *_ in some)
        db.register("these", pa.Table.from_pylist([_line(*one) for one in some], schema=_SCHEMA))
        db.execute("INSERT INTO answers SELECT c.n, t.* EXCLUDE code FROM these t JOIN codes c ON c.code = t.code ORDER BY c.n")
        db.unregister("these")
    return dict(kinds)


def _line(code: str, kind: str, number: str, at: datetime, kept: bytes | memoryview) -> dict[str, str]:
    """One receipt as cells; both languages in one, Chinese first."""
    raw = shown.content(kept)
    given = shown.made(raw) if raw else shown.Answer({})
    name = str((given.raw.get("organisation") or {}).get("name", ""))
    disputed = sum(bool(one["disputed"]) for one in (*given.records, *given.entries, *given.applied))
    known = kind != "unknown"
    return {
        "code": code, "kind": both(text("checks.kind", kind)), "name": name,
        "said": _joined(both(one) for one in (given.said, *given.because[1:], *given.notes)),
        "records": str(given.raw.get("records_total", "")) if known else "",
        "disputed": str(disputed) if known else "",
        "entries": _joined(f"{both(one['title'])} {one['number']}" for one in given.entries),
        "measures": _joined(
            [_measure("applied", one) for one in given.applied] + [_measure("may_apply", one) for one in given.may_apply]
        ),
        "late": both(text("checks.file.late", "yes" if given.is_late else "no")), "receipt": number,
        "at": f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}", "normal": names.normal(name) if name else "",
    }  # fmt: skip


def _measure(how: str, one: dict[str, Any]) -> str:
    return f"{both(text('checks.desk.how', how))}: {both(one['title'])}; {both(one['body'])}; {both(one['basis_cited'])}"


def both(said: Text) -> str:
    """Chinese, then English where it is another word."""
    return said.zh if said.zh == said.en else f"{said.zh} {said.en}".strip()


def _joined(found: Iterable[str]) -> str:
    """A cell holds 32,767 characters; what is more stands on the receipt."""
    return "\n".join(found)[:30_000]


def _some(found: Iterator[T]) -> Iterator[list[T]]:
    while some := list(islice(found, AT_ONCE)):
        yield some
