"""Codes of a register file, a column at a time: what each one is, and what is wrong with those that are none.

Arrow kernels wave the surely right ones through; :mod:`goodstanding.rules` judges the rest, which are few.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.pipeline import kernels
from goodstanding.rules import characters, legacy, persons, uscc

SCHEMA = pa.schema([("raw", pa.string()), ("kind", pa.string()), ("value", pa.string()), ("fault", pa.string()), ("shown", pa.string())])
"""``kind`` NULL: not a usable code, ``fault`` says why, ``shown`` is what may be repeated to people. All NULL: nothing there."""
_WIDTHS = {"uscc": 18, "orgcode": 9, "regno": 15}
_BORN = re.compile(r"[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])[0-9]{3}[0-9X][0-9]{0,2}")
"""An identity number, even mistyped: where it is no organisation's code, it is not repeated to anybody."""
_NOTHING = frozenset({"", "/", "无", "空", "NULL", "N/A"})


class Judged(NamedTuple):
    """One code."""

    kind: str | None = None
    value: str | None = None
    fault: str | None = None
    shown: str | None = None


def judge(raw: pa.Array, column: str, exceptions: frozenset[str]) -> pa.Table:
    """Judge the distinct values of one column (a field of ``headings.toml``); returns a table of :data:`SCHEMA`."""
    sure = _sure(raw, column)
    rest = raw.filter(pc.invert(sure))
    right = raw.filter(sure)
    judged = [one(value, column, exceptions) for value in rest.to_pylist()]
    kind = pa.array(["uscc" if column == "code" else column] * len(right), pa.string())
    nothing = pa.nulls(len(right), pa.string())
    waved = pa.table([right, kind, right, nothing, nothing], schema=SCHEMA)
    columns = [rest, *(pa.array([getattr(code, name) for code in judged], pa.string()) for name in Judged._fields)]
    return pa.concat_tables([waved, pa.table(columns, schema=SCHEMA)])


def _sure(raw: pa.Array, column: str) -> pa.Array:
    what = "uscc" if column == "code" else column
    if what not in _WIDTHS:
        return pa.array([False] * len(raw))
    fits = pc.equal(pc.binary_length(raw), _WIDTHS[what])
    return pc.and_(fits, pa.array(kernels.right(raw, what)))


def one(raw: str, column: str, exceptions: frozenset[str]) -> Judged:
    """One value of a column, in plain Python."""
    code = characters.code(raw)
    if code in _NOTHING or re.fullmatch(r"(.)\1{7,}X?", code):
        return Judged()  # a placeholder says that there is no code
    for kind in _MAY_BE[column]:
        if _is(code, kind, exceptions):
            return Judged("regno" if kind == "old_regno" else kind, code)
    if persons.find(raw, code_column=True) or _BORN.fullmatch(code):
        return Judged(fault="CODE_OF_A_PERSON")
    if column in {"uscc", "code"} and len(code) == _WIDTHS["uscc"]:
        return Judged(fault=uscc.check(code).faults[0], shown=persons.mask(code, code_column=True)[0])
    return Judged(fault="CODE_UNUSABLE", shown=persons.mask(raw, code_column=True)[0])


# A column's values are tried in this order. An 18-character code stands in older columns too, and 15 digits may be a tax number
# or a registration number: the tax number's own check character decides first.
_MAY_BE: dict[str, tuple[str, ...]] = {
    "uscc": ("uscc",),
    "code": ("uscc", "taxno", "regno", "orgcode"),
    "orgcode": ("orgcode", "uscc"),
    "taxno": ("taxno", "uscc"),
    "regno": ("regno", "old_regno", "uscc"),
    "institution": ("institution", "uscc"),
    "social": ("social",),
}


def _is(code: str, kind: str, exceptions: frozenset[str]) -> bool:
    return (kind == "uscc" and code in exceptions) or _TESTS[kind](code)


_TESTS: dict[str, Callable[[str], bool]] = {
    "uscc": uscc.passes,
    "taxno": lambda code: re.fullmatch(r"[0-9]{6}[0-9A-Z]{9}", code) is not None and legacy.orgcode_of_taxno(code) is not None,
    "orgcode": legacy.orgcode_ok,
    "regno": legacy.regno_ok,
    "old_regno": lambda code: re.fullmatch(r"[0-9]{13}", code) is not None,
    "institution": lambda code: re.fullmatch(r"[0-9]{12}", code) is not None,
    "social": lambda code: 0 < len(code) <= 50 and not persons.find(code, code_column=True),
}
