"""A handed-in list as rows: any format and encoding, codes told apart by their shape. A person's number gets no further than here.

The file is read by what reads registers (``organisations.register_file``): headings, encodings, odd codes and names are its matter.
What it lays out meanwhile lies in memory where the machine has such a folder, readable by this account alone, and is gone at once.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import astuple, dataclass
from pathlib import Path

import duckdb

from goodstanding.organisations import register_file
from goodstanding.organisations.models import CodeException
from goodstanding.organisations.register_file import CODES, KINDS
from goodstanding.rules import persons
from goodstanding.rules.refusals import Unusable
from goodstanding.ui.texts import text

MOST = 100_000
"""Rows of one file: what a province's yearly list has, and one transaction bears."""
LONGEST = 200
_MEMORY = Path("/dev/shm")  # noqa: S108 - only as a folder that never reaches a disk; what lies there has a name nobody can guess


@dataclass(frozen=True, slots=True)
class Row:
    """One line. ``fault``: why a code cannot be used (``CODE_OF_A_PERSON`` …), where one stands there and no other can be used."""

    line: int
    name: str
    normal_name: str
    uscc: str | None = None
    orgcode: str | None = None
    regno: str | None = None
    taxno: str | None = None
    institution: str | None = None
    social: str | None = None
    fault: str = ""
    shown: str = ""

    @property
    def code(self) -> str:
        """What may be repeated of its code."""
        return self.uscc or self.taxno or self.orgcode or self.regno or self.institution or self.social or self.shown

    @property
    def has_code(self) -> bool:
        """There is a code to look for."""
        return any((self.uscc, self.orgcode, self.regno, self.taxno, self.institution, self.social))

    @property
    def is_person(self) -> bool:
        """自然人 are never listed: such a row is counted and nothing of it is kept."""
        return self.fault == "CODE_OF_A_PERSON"


def read(name: str, content: bytes) -> list[Row]:
    """Every data row in the file's order. Raises ``Unusable`` with what to do."""
    exceptions = frozenset(CodeException.objects.filter(ended_at__isnull=True).values_list("code", flat=True))
    ending = Path(name).suffix[:10]
    with tempfile.TemporaryDirectory(prefix="lists-", dir=_MEMORY if os.access(_MEMORY, os.W_OK) else None) as folder:
        path = Path(folder) / f"list{ending}"
        path.write_bytes(content)
        with duckdb.connect(":memory:", config={"temp_directory": str(Path(folder) / "spill")}) as db:
            n = register_file.read(db, path, None, into=Path(folder) / "read", exceptions=exceptions)
            if n > MOST:
                raise Unusable("LOAD_TOO_LONG", text("lists.loading.refused.too_long", n=n, most=MOST))
            rows = [_row(found) for found in db.execute(_rows()).fetchall()]
    if not rows:
        raise Unusable("LOAD_EMPTY", text("lists.loading.refused.empty"))
    return rows


def _rows() -> str:
    kinds = ", ".join(
        f"coalesce({', '.join(f'''CASE j_{column}.kind WHEN '{kind}' THEN j_{column}.value END''' for column in CODES)})" for kind in KINDS
    )
    joins = " ".join(f"LEFT JOIN judged j_{column} ON j_{column}.column = '{column}' AND j_{column}.raw = r.{column}" for column in CODES)
    faults = ", ".join(f"j_{column}.fault" for column in CODES)
    shown = ", ".join(f"j_{column}.shown" for column in CODES)
    return f"""
        SELECT r.line, coalesce(r.name, ''), coalesce(odd.value, translate(upper(r.name), '（）', '()'), ''), {kinds},
            [{faults}], coalesce({shown}, '')
        FROM raw r {joins} LEFT JOIN odd_names odd ON odd.raw = r.name
        ORDER BY r.rowid
    """


def _row(found: tuple[object, ...]) -> Row:
    line, name, normal, *codes = found
    told, shown = codes.pop(-2), str(codes.pop())
    assert isinstance(line, int)  # noqa: S101 - as selected
    assert isinstance(told, list)  # noqa: S101 - as selected
    faults = [one for one in told if one]
    known = [str(code) if code else None for code in codes]
    if "CODE_OF_A_PERSON" in faults:
        return Row(line, "", "", fault="CODE_OF_A_PERSON")
    masked = persons.mask(str(name)[:LONGEST])[0]
    fault = "" if any(known) or not faults else str(faults[0])
    given = dict(zip(KINDS, known, strict=True))
    return Row(line, masked, str(normal)[:LONGEST], **given, fault=fault, shown=shown[:50] if fault else "")


FORGOTTEN = "was:"
"""Before the reason, where a row's name was dropped once the row had been refused."""
SHORTEST = 5
"""Characters of a name that is kept and repeated without being on the register: a shorter one may be a person's."""


def forgotten(row: Row, why: str) -> Row:
    """A refused row without its name: it stays refused for that reason, and its code can still be told."""
    return Row(row.line, "", "", fault=f"{FORGOTTEN}{why}", shown=row.code)


def kept(rows: list[Row]) -> list[list[object]]:
    """As JSON takes them."""
    return [list(astuple(row)) for row in rows]
