"""查询: what the law lets this purpose know of these codes, and a receipt for each, in one transaction.

Three answers in kind. Whatever goes wrong on our side makes the answer "unknown", never "nothing"; where not even a receipt can be
written nothing is answered at all.
"""

from __future__ import annotations

import secrets
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
import structlog
from django.db import connection, transaction
from django.utils import timezone

from goodstanding.checks import coverage, purposes
from goodstanding.checks.composing import Asked, Composed, compose
from goodstanding.checks.models import Batch, Check
from goodstanding.checks.numbering import RECEIPT
from goodstanding.departments.allowing import require, write_apart
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.laws import force
from goodstanding.rules import persons, uscc
from goodstanding.rules.listing import Purpose
from goodstanding.rules.refusals import Forbidden, Refused
from goodstanding.ui.texts import text

log = structlog.get_logger(__name__)
MOST = 1_000
LONGEST_CODE = 60
LONGEST_MATTER = 200
_FACTS = "SELECT place, said FROM checks_facts(%s, %s, %s, %s, %s, %s, %s, %s)"
_KEEP = f"SELECT checks_keep({', '.join(['%s'] * 18)})"


class Unavailable(Refused):
    """Nothing could be written down, so nothing is answered."""

    status = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One answer as it was given and written."""

    id: UUID
    number: str
    code: str
    kind: str
    organisation_id: int | None
    content: bytes
    sha256: bytes


def ask(codes: Sequence[str], *, purpose: str, matter: str, by: Standing, batch: Batch | None = None) -> list[Check]:
    """One receipt for each code, in their order. Raises ``Refused`` for what cannot be asked, ``Forbidden`` (audited) for who may not."""
    chosen, at, receipts = answer(codes, purpose=purpose, matter=matter, by=by, batch=batch)
    return [
        Check(
            id=one.id, number=one.number, at=at, organisation_id=one.organisation_id, code=one.code, purpose=purpose, basis=chosen.basis,
            matter=matter_of(matter), hidden=_hidden(chosen), department_id=by.department_id or 0, label=by.label, role=by.role,
            user_id=by.user_id, client_id=by.client_id, batch=batch, kind=one.kind, answer=zlib.compress(one.content, 1), sha256=one.sha256,
        )
        for one in receipts
    ]  # fmt: skip


def answer(
    codes: Sequence[str], *, purpose: str, matter: str, by: Standing, batch: Batch | None = None
) -> tuple[Purpose, datetime, list[Receipt]]:
    """The same without a model's object for each."""
    chosen, kept = purposes.find(purpose), matter_of(matter)
    require(by, "check", Department(pk=by.department_id))
    cleaned = [_clean(code) for code in codes]
    if not 1 <= len(cleaned) <= MOST:
        raise Refused("TOO_MANY", text("checks.refused.too_many", most=MOST))
    day, at = timezone.localdate(), datetime.now(UTC)
    request = _Request(chosen, kept, day, at, by, batch)
    try:
        with transaction.atomic():
            found = request.facts(cleaned)
            return chosen, at, request.write(cleaned, found, coverage.of(chosen, day, request.version))
    except Refused:
        raise
    except Exception:  # whatever it is: the caller must not read it as "nothing"
        log.exception("check failed", purpose=purpose, codes=len(cleaned))
    return chosen, at, request.write_unknown(cleaned)


class _Request:
    """One request, from facts to receipts."""

    def __init__(self, purpose: Purpose, matter: str, day: date, at: datetime, by: Standing, batch: Batch | None) -> None:
        self.purpose, self.matter, self.day, self.at, self.by, self.batch = purpose, matter, day, at, by, batch
        self.version = ""

    def facts(self, codes: list[str | None]) -> list[dict[str, Any]]:
        """Of every code, in one snapshot; raises ``Forbidden`` where this department is not to be answered."""
        holds = purposes.holds(self.purpose)
        said: list[Any] = [
            [code or "" for code in codes], self.day, self.by.department_id, self.purpose.code, self.purpose.basis,
            list(holds.kinds), list(holds.colours), list(holds.measures),
        ]  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(_FACTS, said)
            rows = cursor.fetchall()
        header = orjson.loads(rows[0][1])
        if not header["granted"]:
            write_apart(("checks.purpose", self.purpose.code), f"check:{self.purpose.code}", self.by)
            raise Forbidden("PURPOSE_NOT_GRANTED", text("checks.refused.not_granted", purpose=self.purpose.title))
        if not header["basis"]:
            why = force.why_not(self.purpose.basis, self.day) or text("checks.refused.basis")
            raise Forbidden("BASIS_NOT_IN_FORCE", why)
        self.version = header["version"]
        found = [orjson.loads(said) for _, said in rows[1:]]
        if len(found) != len(codes):
            raise RuntimeError("an answer for another number of codes")
        return found

    def write(self, codes: list[str | None], facts: list[dict[str, Any]], covered: coverage.Coverage) -> list[Receipt]:
        """Compose every answer and write its receipt."""
        asked = Asked(purpose=self.purpose, matter=self.matter, day=self.day, at=self.at, coverage=covered)
        return self._kept(
            [
                self._receipt(asked, code, fact if code else None, f"{RECEIPT}{self.day.year}-{fact['n']:06d}", why="person")
                for code, fact in zip(codes, facts, strict=True)
            ]
        )

    def write_unknown(self, codes: list[str | None]) -> list[Receipt]:
        """After a fault: in a transaction of its own. Raises ``Unavailable`` where that fails too."""
        asked = Asked(purpose=self.purpose, matter=self.matter, day=self.day, at=self.at, coverage=None)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT nextval('checks_number') FROM generate_series(1, %s)", [len(codes)])
                numbers = [f"{RECEIPT}{self.day.year}-{serial:06d}" for (serial,) in cursor.fetchall()]
                pairs = zip(codes, numbers, strict=True)
                return self._kept([self._receipt(asked, code, None, number, why="fault") for code, number in pairs])
        except Exception as error:
            log.exception("no receipt written")
            raise Unavailable("UNAVAILABLE", text("checks.refused.unavailable")) from error

    def _receipt(self, asked: Asked, code: str | None, fact: dict[str, Any] | None, number: str, *, why: str) -> Receipt:
        pk = uuid7()
        try:
            made = compose(asked, code or persons.MASK, fact, pk=pk, number=number, why=why)
        except Exception:  # one organisation's facts that cannot be said do not take the others' answers away
            log.exception("answer not composed", number=number)
            made = compose(asked, code or persons.MASK, None, pk=pk, number=number, why="fault")
        return _as_receipt(pk, number, code or persons.MASK, made)

    def _kept(self, receipts: list[Receipt]) -> list[Receipt]:
        by, columns = self.by, [(one.id, one.number, one.organisation_id, one.code, one.kind) for one in receipts]
        same: list[Any] = [
            self.at, self.purpose.code, self.purpose.basis, self.matter, _hidden(self.purpose), by.department_id, by.label, by.role,
            by.user_id, by.client_id, self.batch.pk if self.batch else None,
        ]  # fmt: skip
        each = [list(column) for column in zip(*columns, strict=True)]
        blobs = [[zlib.compress(one.content, 1) for one in receipts], [one.sha256 for one in receipts]]
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [*each, *blobs, *same])
        return receipts


def _as_receipt(pk: UUID, number: str, code: str, made: Composed) -> Receipt:
    return Receipt(
        id=pk, number=number, code=code, kind=made.kind, organisation_id=made.organisation_id, content=made.content,
        sha256=sha256(made.content).digest(),
    )  # fmt: skip


def _clean(typed: str) -> str | None:
    """None for what could be a person's number: it is neither looked for nor kept. Raises ``Refused`` for what is no code at all."""
    code = uscc.clean(storable(typed))
    if not code or len(code) > LONGEST_CODE:
        raise Refused("CODE_UNUSABLE", text("checks.refused.code"))
    whole = len(code) == 18 and uscc.check(code).ok
    return None if persons.find(code, code_column=whole) else code


def matter_of(typed: str) -> str:
    """As it is kept: without persons' numbers. Raises ``Refused`` where it is too long."""
    words = storable(typed).strip()
    if len(words) > LONGEST_MATTER:
        raise Refused("MATTER_TOO_LONG", text("checks.refused.matter", most=LONGEST_MATTER))
    return persons.mask(words)[0] if words else ""


def storable(typed: str) -> str:
    """Without what no text of the database can hold: NUL, and halves of characters that JSON can smuggle in."""
    return typed.replace("\0", "").encode(errors="ignore").decode()


def _hidden(purpose: Purpose) -> bool:
    """Only while the law that hides it is in force."""
    return bool(purpose.hidden) and force.in_force(purpose.hidden, timezone.localdate())


def uuid7() -> UUID:
    """RFC 9562: the millisecond, a finer part of it, and 62 bits nobody can guess."""
    nanoseconds = time.time_ns()
    finer = (nanoseconds % 1_000_000) * 4096 // 1_000_000
    number = (nanoseconds // 1_000_000) << 80 | 7 << 76 | finer << 64 | 2 << 62 | secrets.randbits(62)
    return UUID(int=number)
