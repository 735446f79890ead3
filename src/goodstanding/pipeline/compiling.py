"""The catalogue's rules as SQL: for each rule and field a question that is true at least wherever the rule speaks.

The same questions are put to a file's raw cells in the sieve (:mod:`goodstanding.pipeline.sieving`) and to the rows it kept. Where
one is answered yes the plain function decides and gives the detail (:mod:`goodstanding.rules.checks`), so that a row is judged alike
whether it came alone or with ten million others. Widespread rules are stated exactly and need no second look.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from goodstanding.pipeline.hints import hint
from goodstanding.pipeline.reading import Reading
from goodstanding.pipeline.sql import any_of, literal, literals, off_list
from goodstanding.pipeline.widespread import READ_BY_WIDESPREAD, WIDESPREAD, Asked, Widespread
from goodstanding.rules.catalogue import OTHER, OTHER_NAMELY, Catalogue, Condition, Kind, Rule
from goodstanding.rules.checks import FIRST_FIELD_ONLY

EXACT = frozenset({"required", "one_of", "empty", "type", "not_future", "order", "prefix", "not_prefix"})


class Check(NamedTuple):
    """One rule looking at one field. ``may_speak`` is SQL; NULL counts as false. ``reads``: every field the answer depends on.

    ``exact``: for tidy cells the question is the answer, and the detail is '' or, for an order, the other date.
    ``widespread`` is set for rules whose every answer is given in SQL.
    """

    rule: Rule
    field: str
    may_speak: str
    reads: frozenset[str]
    exact: bool
    widespread: Widespread | None = None


class Compiler(NamedTuple):
    """Turns the rules of a kind into checks over one reading. ``carried``: the fields the template can have at all."""

    kind: Kind
    catalogue: Catalogue
    reading: Reading
    today: date
    carried: frozenset[str]

    def checks(self) -> list[Check]:
        """Every rule on every field it is about, in the catalogue's order."""
        return [check for rule in self.kind.rules if rule.test != "elsewhere" for check in self._of_rule(rule)]

    def _of_rule(self, rule: Rule) -> Iterator[Check]:
        when = [self._condition(condition) for condition in rule.when]
        for field in rule.fields[:1] if rule.test in FIRST_FIELD_ONLY else rule.fields:
            known = WIDESPREAD.get(rule.values[0]) if rule.test == "algorithm" else None
            widespread = known(Asked(self.reading, rule, field, self.kind, self.catalogue, self.today)) if known else None
            fault = widespread.speaks if widespread else self._fault(rule, field)
            reads = {*rule.fields, *(condition.field for condition in rule.when)}
            reads |= {self.kind.field(role) for role in READ_BY_WIDESPREAD} if widespread else set()
            yield Check(rule, field, " AND ".join(f"({part})" for part in [*when, fault]), frozenset(reads), rule.test in EXACT, widespread)

    def _condition(self, condition: Condition) -> str:
        x, values = self.reading.text(condition.field), condition.values
        match condition.op:
            case "filled":
                return f"{x} IS NOT NULL"
            case "empty":
                return f"{x} IS NULL"
            case "equals":
                return f"{x} IN ({literals(values)})"
            case "contains":
                return any_of(f"contains({x}, {literal(v)})" for v in values)
            case "prefix":
                return any_of(f"starts_with({x}, {literal(v)})" for v in values)
            case "not_prefix":
                return f"{x} IS NULL OR NOT ({any_of(f'starts_with({x}, {literal(v)})' for v in values)})"

    def _fault(self, rule: Rule, field: str) -> str:  # noqa: C901, PLR0911 - a table in the shape of a match
        x = self.reading.text(field)
        match rule.test:
            case "required":
                return f"{x} IS NULL" if field in self.carried else "false"
            case "empty":
                return f"{x} IS NOT NULL"
            case "one_of":
                return " AND ".join(f"{self.reading.text(code)} IS NULL" for code in rule.fields)
            case "length":
                limit = self.kind.fields[field].length or 0
                return f"CASE WHEN strlen({x}) > {limit} THEN length({x}) > {limit} OR regexp_matches({x}, '{_GROWS}') ELSE false END"
            case "type":
                return f"{x} IS NOT NULL AND {self._typed(field)} IS NULL"
            case "codes":
                return self._off_list(x, field)
            case "not_future":
                return f"{self.reading.day(field)} > {self.reading.today}"
            case "order":
                return f"{self.reading.day(field)} > {self.reading.day(rule.fields[1])}"
            case "differs":
                return self._alike(rule)
            case "algorithm":
                return hint(self.reading, rule, field)
        found = any_of(f"{'starts_with' if 'prefix' in rule.test else 'contains'}({x}, {literal(v)})" for v in rule.values)
        return found if rule.test in ("not_prefix", "lacks") else f"NOT ({found})"

    def _alike(self, rule: Rule) -> str:
        """Equal, or of one length with characters in them that have two widths."""
        x, y = (self.reading.text(code) for code in rule.fields)
        if self.kind.fields[rule.fields[0]].type == "date":
            return f"{self.reading.day(rule.fields[0])} = {self.reading.day(rule.fields[1])}"
        if self.kind.fields[rule.fields[0]].type != "text":
            return f"{x} = {y}"
        ends = f"(right({x}, 1) = right({y}, 1) OR regexp_matches(right({x}, 1) || right({y}, 1), '{_TWO_WIDTHS}'))"
        alike = f"length({x}) = length({y}) AND {ends}"
        bytes_ = f"strlen({x}) > 3 * strlen({y}) OR strlen({y}) > 3 * strlen({x})"
        return (
            f"CASE WHEN {bytes_} THEN false WHEN {alike} THEN {x} = {y} OR regexp_matches(concat({x}, {y}), '{_TWO_WIDTHS}') ELSE false END"
        )

    def _typed(self, field: str) -> str:
        return self.reading.day(field) if self.kind.fields[field].type == "date" else self.reading.amount(field)

    def _off_list(self, x: str, field: str) -> str:
        codes, many = self.catalogue.codes[self.kind.fields[field].codes], self.kind.fields[field].many
        values = literals(item.value for item in codes.items)
        if many:
            return off_list(x, values, many=True)
        namely = any_of(f"starts_with({x}, {literal(start)})" for start in OTHER_NAMELY) if OTHER in codes.index else "false"
        return f"NOT ({x} IN ({values}) OR {namely})"


_TWO_WIDTHS = r"[^!-~\x{4e00}-\x{9fff}]"
_GROWS = r"[^\x{0}-\x{7f}\x{4e00}-\x{9fff}\x{3000}-\x{301f}\x{ff00}-\x{ff5e}〇]"
"""Characters that NFKC may turn into several."""
