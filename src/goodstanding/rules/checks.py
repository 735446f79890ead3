"""Every rule of a kind on one row, in plain Python: slow, short, and what the set-based checks are tested against.

The contract of a test: it answers, for each field of the rule in turn, a detail (possibly '') where the rule is broken and
None where it is kept. Except for `required`, `one_of` and `empty`, an empty field breaks nothing: that it is empty is
`required`'s business. A rule speaks only where all its conditions hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from goodstanding.rules import amounts, dates
from goodstanding.rules.algorithms import ALGORITHMS
from goodstanding.rules.catalogue import Catalogue, Condition, Generation, Kind, Rule
from goodstanding.rules.rows import Row

__all__ = ["ALGORITHMS", "TESTS", "answer", "faults"]

Fault = tuple[str, str, str]
"""Rule code, field code, detail."""


def faults(
    row: Mapping[str, str | None],
    kind: Kind,
    catalogue: Catalogue,
    *,
    today: date,
    exceptions: frozenset[str] = frozenset(),
    generation: Generation | None = None,
) -> list[Fault]:
    """Everything that is wrong with the row, in the catalogue's order. Never raises, whatever the cells hold.

    Fields that ``generation`` (the template the row came in) cannot carry are not required of it.
    """
    seen = Row(row, kind, catalogue, today, exceptions, generation)
    return [fault for rule in kind.rules if all(_holds(seen, c) for c in rule.when) for fault in _broken(seen, rule)]


def answer(row: Row, rule: Rule, field: str) -> str | None:
    """What one rule says of one field: its detail, or None where it is kept or its conditions do not hold."""
    return TESTS[rule.test](row, rule, field) if all(_holds(row, c) for c in rule.when) else None


def _broken(row: Row, rule: Rule) -> Iterator[Fault]:
    for field in rule.fields if rule.test not in FIRST_FIELD_ONLY else rule.fields[:1]:
        detail = TESTS[rule.test](row, rule, field)
        if detail is not None:
            yield rule.code, field, detail


def _holds(row: Row, condition: Condition) -> bool:
    value = row[condition.field]
    match condition.op:
        case "filled":
            return row.filled(condition.field)
        case "empty":
            return not row.filled(condition.field)
        case "equals":
            return value in condition.values or row.item(condition.field) in condition.values
        case "contains":
            return any(v in value for v in condition.values)
        case "prefix":
            return value.startswith(condition.values)
        case "not_prefix":
            return not value.startswith(condition.values)


def _required(row: Row, _: Rule, field: str) -> str | None:
    carried = row.generation is None or row.generation.carries(field)
    return "" if carried and not row.filled(field) else None


def _empty(row: Row, _: Rule, field: str) -> str | None:
    return "" if row.filled(field) else None


def _one_of(row: Row, rule: Rule, _: str) -> str | None:
    return None if any(row.filled(f) for f in rule.fields) else ""


def _length(row: Row, _: Rule, field: str) -> str | None:
    limit = row.kind.fields[field].length
    return str(len(row[field])) if limit is not None and len(row[field]) > limit else None


def _type(row: Row, _: Rule, field: str) -> str | None:
    value = row[field]
    if row.kind.fields[field].type == "date":
        return "" if not dates.is_empty(value) and dates.read(value) is None else None
    return "" if value and amounts.read(value) is None else None


def _codes(row: Row, _: Rule, field: str) -> str | None:
    known = row.catalogue.codes[row.kind.fields[field].codes]
    values = row.parts(field) if row.kind.fields[field].many else [row[field]] if row[field] else []
    strange = [value for value in values if known.find(value) is None]
    return "、".join(strange) if strange else None


def _not_future(row: Row, _: Rule, field: str) -> str | None:
    day = row.day(field)
    return "" if day and day > row.today else None


def _order(row: Row, rule: Rule, _: str) -> str | None:
    first, second = (row.day(field) for field in rule.fields)
    return second.isoformat() if first and second and first > second else None


def _prefix(row: Row, rule: Rule, field: str) -> str | None:
    return "" if row[field] and not row[field].startswith(rule.values) else None


def _not_prefix(row: Row, rule: Rule, field: str) -> str | None:
    return "" if row[field] and row[field].startswith(rule.values) else None


def _contains(row: Row, rule: Rule, field: str) -> str | None:
    return "" if row[field] and not any(value in row[field] for value in rule.values) else None


def _lacks(row: Row, rule: Rule, field: str) -> str | None:
    return "" if any(value in row[field] for value in rule.values) else None


def _differs(row: Row, rule: Rule, _: str) -> str | None:
    first, second = (row[field] for field in rule.fields)
    return "" if first and first == second else None


def _algorithm(row: Row, rule: Rule, field: str) -> str | None:
    return ALGORITHMS[rule.values[0]](row, rule, field)


TESTS: dict[str, Callable[[Row, Rule, str], str | None]] = {
    "required": _required,
    "empty": _empty,
    "one_of": _one_of,
    "length": _length,
    "type": _type,
    "codes": _codes,
    "not_future": _not_future,
    "order": _order,
    "prefix": _prefix,
    "not_prefix": _not_prefix,
    "contains": _contains,
    "lacks": _lacks,
    "differs": _differs,
    "algorithm": _algorithm,
}
FIRST_FIELD_ONLY = frozenset({"one_of", "order", "differs"})
"""These look at all their fields at once and speak of the first."""
