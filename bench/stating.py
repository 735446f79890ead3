"""The penalty kind's rules as Frictionless can state them: constraints of fields, and one check class for what looks at whole rows.

Stated is everything that needs the row and the catalogue's own tables: required, lengths, code lists (also several joined with ``;``), real
dates and amounts, check characters of USCC, organisation code, registration and tax number, order and age of dates, conditions,
prefixes, words that a text must have, placeholders, brackets, garbled text. Written as one would write it for speed: one verdict for
the eight rules of a code, each date and code judged once (``lru_cache``), no cleaning. Left to us alone: what the rules of publication
compute (three rules), amounts read out of texts (two), the search for personal data, the cleaning, rows of natural persons, repeats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from frictionless import Check, Schema, errors

from goodstanding.pipeline.widespread import due_days
from goodstanding.rules import algorithms, legacy, uscc
from goodstanding.rules.catalogue import OTHER, Catalogue, Condition, Field, Kind, Rule
from goodstanding.rules.checks import FIRST_FIELD_ONLY

Cells = dict[str, str]
Broken = Callable[[Cells], bool]
OURS_ALONE = frozenset({"claim_differs", "class_missing", "not_to_be_shown", "fine_unit", "fine_disagrees"})
_DATE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]{1,6})?")
_PATTERNS = {
    name: algorithms.python(pattern).search
    for name, pattern in {
        "placeholder": algorithms.PLACEHOLDER, "name_may_be_personal": algorithms.PERSONAL_NAME, "name_has_code": algorithms.LONG_NUMBER,
        "garbled": algorithms.GARBLED, "formula": algorithms.FORMULA, "markup": algorithms.MARKUP, "digits_lost": algorithms.DIGITS_LOST,
        "number_brackets": algorithms.PLAIN_YEAR, "number_shape": r"^[^0-9]*$|^.{1,3}$", "other_unsaid": r"(?:^|;)其[他它](?:;|$)",
    }.items()
}  # fmt: skip
_YEAR = algorithms.python(algorithms.NUMBER_YEAR)


@lru_cache(maxsize=100_000)
def day(text: str) -> date | None:
    """A date as written, None where it is none."""
    found = _DATE.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def amount(text: str) -> float | None:
    """An amount in 10,000 yuan."""
    return float(text) if _AMOUNT.fullmatch(text) else None


verdict = lru_cache(maxsize=100_000)(uscc.check)
orgcode_ok, regno_ok = (lru_cache(maxsize=100_000)(check) for check in (legacy.orgcode_ok, legacy.regno_ok))


def schema(kind: Kind) -> Schema:
    """The fields and their own constraints."""
    return Schema.from_descriptor({"fields": [_field(field) for field in kind.fields.values() if kind.generations[0].carries(field.code)]})


def _field(field: Field) -> dict[str, object]:
    constraints: dict[str, object] = {"required": True} if field.required else {}
    if field.length:
        constraints["maxLength"] = field.length
    return {"name": field.code, "type": "string", "constraints": constraints}


class Stated(Check):  # type: ignore[misc]
    """Every rule that looks further than one field's constraints."""

    Errors = [errors.RowConstraintError]  # noqa: RUF012 - Frictionless' own way

    def __init__(self, kind: Kind, catalogue: Catalogue, today: date) -> None:
        super().__init__()
        self.rules = list(_rules(kind, catalogue, today))
        self.nothing = dict.fromkeys(kind.fields, "")

    def validate_row(self, row: Any) -> Iterator[Any]:
        """One error for each broken rule."""
        cells = self.nothing | {name: value or "" for name, value in row.items()}
        for code, broken in self.rules:
            if broken(cells):
                yield errors.RowConstraintError.from_row(row, note=code)


def count(kind: Kind, catalogue: Catalogue, today: date) -> int:
    """How many of the catalogue's rules are stated, constraints of fields included."""
    return len({code for code, _ in _rules(kind, catalogue, today)} | {"REQUIRED_MISSING", "TOO_LONG"})


def _rules(kind: Kind, catalogue: Catalogue, today: date) -> Iterator[tuple[str, Broken]]:
    for rule in kind.rules:
        if rule.test in ("elsewhere", "length") or rule.code == "REQUIRED_MISSING" or OURS_ALONE.intersection(rule.values[:1]):
            continue
        for field in rule.fields[:1] if rule.test in FIRST_FIELD_ONLY else rule.fields:
            broken = _broken(rule, field, kind, catalogue, today) if kind.generations[0].carries(field) else None
            if broken:
                yield rule.code, _when(rule.when, broken) if rule.when else broken


def _when(conditions: tuple[Condition, ...], broken: Broken) -> Broken:
    tests = [_condition(condition) for condition in conditions]
    return lambda cells: all(test(cells) for test in tests) and broken(cells)


def _condition(condition: Condition) -> Broken:
    field, values = condition.field, condition.values
    return {
        "filled": lambda cells: bool(cells[field]),
        "empty": lambda cells: not cells[field],
        "equals": lambda cells: cells[field] in values,
        "contains": lambda cells: any(value in cells[field] for value in values),
        "prefix": lambda cells: cells[field].startswith(values),
        "not_prefix": lambda cells: not cells[field].startswith(values),
    }[condition.op]


def _broken(rule: Rule, f: str, kind: Kind, catalogue: Catalogue, today: date) -> Broken | None:
    values, other = rule.values, rule.fields[-1]
    if rule.test == "algorithm":
        return _algorithm(rule, f, catalogue, today)
    if rule.test == "codes":
        return _codes(kind.fields[f], catalogue)
    read: Callable[[str], object] = day if kind.fields[f].type == "date" else amount
    tests: dict[str, Broken] = {
        "required": lambda cells: not cells[f],
        "empty": lambda cells: bool(cells[f]),
        "one_of": lambda cells: not any(cells[code] for code in rule.fields),
        "type": lambda cells: bool(cells[f]) and read(cells[f]) is None,
        "not_future": lambda cells: bool(cells[f]) and (day(cells[f]) or today) > today,
        "order": lambda cells: bool(cells[f] and cells[other]) and (day(cells[f]) or date.min) > (day(cells[other]) or date.max),
        "prefix": lambda cells: bool(cells[f]) and not cells[f].startswith(values),
        "not_prefix": lambda cells: cells[f].startswith(values),
        "contains": lambda cells: bool(cells[f]) and not any(value in cells[f] for value in values),
        "lacks": lambda cells: any(value in cells[f] for value in values),
        "differs": lambda cells: bool(cells[f]) and cells[f] == cells[other],
    }
    return tests[rule.test]


def _codes(field: Field, catalogue: Catalogue) -> Broken:
    known, f = frozenset(item.value for item in catalogue.codes[field.codes].items), field.code
    if field.many:
        return lambda cells: bool(cells[f]) and cells[f] not in known and not known.issuperset(cells[f].split(";"))
    return lambda cells: bool(cells[f]) and cells[f] not in known and not cells[f].startswith(f"{OTHER}-")


def _algorithm(rule: Rule, f: str, catalogue: Catalogue, today: date) -> Broken | None:
    name, fault, first, other = rule.values[0], rule.values[-1], rule.fields[0], rule.fields[-1]
    if name in _PATTERNS:
        pattern = _PATTERNS[name]
        return lambda cells: bool(cells[f]) and pattern(cells[f]) is not None
    if name in ("code_in_other_column", "orgcode", "regno", "taxno", "date_artefact", "date_too_old", "amount_negative"):
        return _of_cell(name, f)
    if f != first and name != "amount_huge":
        return None
    late = due_days(catalogue.calendar, catalogue.terms["disclose"].count, today) if name == "late_disclosure" else {}
    tests: dict[str, Broken] = {
        "late_disclosure": lambda cells: day(cells[f]) in late,
        "orgcode_disagrees": lambda cells: bool(cells[f] and cells[other]) and cells[f] != cells[other][8:17],
        "taxno_disagrees": lambda cells: bool(cells[f] and cells[other]) and cells[f][-9:] != cells[other][8:17],
        "regno_kind": lambda cells: len(cells[f]) == 15 and (cells[f][6] >= "6") == cells[other].startswith("法人"),
        "number_year": lambda cells: _year_is_off(cells[f], day(cells[other])),
        "permit_over": lambda cells: cells[other] == "1" and (day(cells[f]) or today) < today,
        "amount_zero": lambda cells: bool(cells[f]) and amount(cells[f]) == 0,
        "amount_huge": lambda cells: bool(cells[f]) and (amount(cells[f]) or 0) >= algorithms.HUGE,
        "amount_without_category": lambda cells: bool(cells[f]) and fault not in cells[other],
        "suspension_ambiguous": lambda cells: "暂扣或" in cells[f] and ("暂扣" in cells[other]) == ("吊销" in cells[other]),
        "open_end": lambda cells: cells[f].startswith("2099"),
        "brackets": lambda cells: cells[f].count("（") != cells[f].count("）"),
    }
    return (lambda cells: bool(cells[f]) and fault in verdict(cells[f]).faults) if name == "uscc" else tests[name]


def _of_cell(name: str, f: str) -> Broken:
    tests: dict[str, Broken] = {
        "code_in_other_column": lambda cells: len(cells[f]) == 18 and uscc.passes(cells[f]),
        "orgcode": lambda cells: bool(cells[f]) and not orgcode_ok(cells[f]),
        "regno": lambda cells: bool(cells[f]) and not regno_ok(cells[f]),
        "taxno": lambda cells: bool(cells[f]) and not orgcode_ok(cells[f][6:15]),
        "date_artefact": lambda cells: cells[f].startswith(("1899", "1900")),
        "date_too_old": lambda cells: bool(cells[f]) and (day(cells[f]) or date.max) < date(1949, 10, 1),
        "amount_negative": lambda cells: cells[f].startswith("-"),
    }
    return tests[name]


def _year_is_off(number: str, decided: date | None) -> bool:
    found = _YEAR.search(number)
    return bool(found and decided and abs(int(found[1]) - decided.year) > 1)
