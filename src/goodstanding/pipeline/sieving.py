"""Which rows need a closer look: one pass over the file, one cheap question per row.

The question is the OR of everything that could be said about a row: a cell that would be cleaned or masked, a code that is not
surely right, a rule that may speak. Rows that answer no are good as they stand. On ordinary files that is nineteen of twenty,
and the pass costs little more than reading the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from goodstanding.pipeline.cleaning import IDENTIFIERS
from goodstanding.pipeline.layout import Layout
from goodstanding.pipeline.sql import literal, literals, off_list
from goodstanding.rules import algorithms, characters
from goodstanding.rules.catalogue import Catalogue, Field
from goodstanding.rules.persons import SIEVE

_DATE = "[12][0-9]{3}(?:-[0-9]{1,2}-|/[0-9]{1,2}/)[0-9]{1,2}"
_AMOUNT = "[0-9]{1,4}[.][0-9]{1,6}|[0-9]{1,6}[.][0-9]{1,4}|[0-9]{1,10}"  # eleven digits could be a phone
_WHITE = characters.re2(characters.WHITE)
SUSPECT = "|".join(
    (
        SIEVE,
        "[０-９Ａ-Ｚａ-ｚ]",
        f"^[{_WHITE}']|[{_WHITE}]$",
        algorithms.GARBLED.replace(r"\?{4,}", r"[?？]{4}"),
        "^[=@+＝＠＋－-]",
        "[<＜]/?[A-Za-z]|[&＆][a-zA-Z#]",
    )
)
"""What a text must match for anything to be found in it that is asked about whole texts."""


_NAMED_CODE = (
    r"(代码|执照|许可证|证书)([：:（(]?)9[1-3][0-9]{4}(?:[03-9][0-9]|1[0-7]|2[1-9])[0-9A-HJ-NPQRTUWXY]{10}([）)]?(?:[，。；、]|$))"
)
"""A company's USCC in a text, named as a code or a licence, with no birth date in it, and neither a digit nor a gap before or behind."""
NAMELESS = r"\1\2某\3"
_NAMES_PERSONS = "身|证件|居留"


@dataclass(frozen=True)
class Raw:
    """A sheet's raw cells read as fields. Right only for the cells that :func:`untidy` lets pass."""

    layout: Layout
    day_of_examination: date

    @property
    def today(self) -> str:
        """The day of the examination."""
        return f"DATE '{self.day_of_examination}'"

    def text(self, code: str) -> str:
        """The cell, with a template's or mapping's other values replaced; several columns joined with ``;``."""
        sources = self.layout.sources.get(code, ())
        if not sources:
            constant = self.layout.constant(code)
            return literal(constant) if constant else "NULL::VARCHAR"
        if len(sources) > 1:
            return f"nullif(concat_ws(';', {', '.join(f'c{n}' for n in sources)}), '')"
        replaced = self.layout.replaced(code)
        if not replaced:
            return f"c{sources[0]}"
        cases = " ".join(f"WHEN {literal(old)} THEN {literal(new)}" for old, new in replaced.items())
        return f"(CASE c{sources[0]} {cases} ELSE c{sources[0]} END)"

    def day(self, code: str) -> str:
        """As tidy dates are read: once for each row, by :func:`with_values`."""
        sources = self.layout.sources.get(code, ())
        return f"d{sources[0]}" if len(sources) == 1 else day(self.text(code))

    def amount(self, code: str) -> str:
        """In the template's unit; read once, too."""
        sources = self.layout.sources.get(code, ())
        return f"a{sources[0]}" if len(sources) == 1 else amount(self.text(code))

    def right(self, code: str) -> str:
        """The kernel's answer (see :mod:`goodstanding.pipeline.functions`)."""
        sources = self.layout.sources.get(code, ())
        return right(self.layout.kind.fields[code].type, f"c{sources[0]}") if sources else "true"

    def suspect(self, code: str) -> str:
        """The whole text is asked once, by :func:`untidy`."""
        return " OR ".join(suspect(n) for n in self.layout.sources.get(code, ())) or "false"


def right(what: str, x: str) -> str:
    """Whether an identifier surely has no fault; nothing is one that has none."""
    return f"CASE WHEN {x} IS NULL THEN true ELSE surely_right('{what}', {x}) END"


def suspect(column: int) -> str:
    """Whether the text of a column must be read closer."""
    return f"regexp_matches(c{column}, {literal(SUSPECT)})"


def suspicious(text: str, *, lines: bool = False) -> str:
    """Whether a text (with ``lines`` several, each on its own) is suspect even without the codes of companies that it names.

    Asked of the few texts that are: penalties are full of such codes, and to look closer at one takes a thousand times longer.
    """
    pattern = literal(f"(?m:{SUSPECT})" if lines else SUSPECT)
    without = f"regexp_replace({text}, {literal(_NAMED_CODE)}, {literal(NAMELESS)}, 'g')"
    second = f"CASE WHEN regexp_matches({text}, {literal(_NAMES_PERSONS)}) THEN true ELSE regexp_matches({without}, {pattern}) END"
    return f"CASE WHEN regexp_matches({text}, {pattern}) THEN {second} ELSE false END"


def day(text: str) -> str:
    """SQL for the date in a tidy cell."""
    return f"try_cast({text} AS DATE)"


def impossible(x: str) -> str:
    """Of a cell in the form of a date that is none: whether it is a day that no calendar has, not one of the spreadsheets' for nothing."""
    return f"{x} >= '191' AND {x} < '21'"


def amount(text: str) -> str:
    """SQL for the amount in a tidy cell."""
    return f"try_cast({text} AS DECIMAL(18, 6))"


def with_values(layout: Layout, relation: str) -> str:
    """The relation with the columns' dates and amounts read: ``d{n}``, ``a{n}``."""
    read = {"date": ("d", day), "money": ("a", amount), "number": ("a", amount)}
    columns = [(n, *read[one.type]) for one in layout.fields for n in layout.sources.get(one.code, ()) if one.type in read]
    values = "".join(f", {of(f'c{n}')} AS {letter}{n}" for n, letter, of in columns)
    return f"(SELECT *{values} FROM {relation})"


@dataclass(frozen=True)
class Sieve:
    """The questions about one sheet's rows."""

    layout: Layout
    catalogue: Catalogue

    @cached_property
    def untidy(self) -> dict[int, str]:
        """Column -> the condition under which its cell would be changed, or may hold something personal."""
        found = {n: suspect(n) for n in range(self.layout.sheet.width)}
        for n in list(found):
            field = self.layout.field_of(n)
            if n in self.layout.taken_out:
                del found[n]
            elif field is not None and len(self.layout.sources.get(field.code, ())) > 1:
                found[n] = off_list(f"c{n}", self._values(field), many=field.many) if field.codes else found[n]
            elif field is not None and n in self.layout.sources.get(field.code, ()):
                found[n] = self._of_field(field, f"c{n}") or found[n]
        return found

    def _of_field(self, field: Field, x: str) -> str:
        if field.codes:
            known = [self._values(field), literals(self.layout.replaced(field.code))]
            return off_list(x, ", ".join(filter(None, known)), many=field.many)
        if field.type == "date":
            read = x.replace("c", "d", 1)
            outside = (
                f"CASE WHEN {read} IS NULL THEN NOT ({impossible(x)}) ELSE {read} NOT BETWEEN DATE '1901-01-01' AND DATE '2099-12-31' END"
            )
            return f"{x} IS NOT NULL AND (NOT regexp_full_match({x}, {literal(_DATE)}) OR {outside})"
        if field.type in ("money", "number"):
            return f"NOT regexp_full_match({x}, {literal(_AMOUNT)})"
        if field.type in IDENTIFIERS:
            return f"NOT {right(field.type, x)}{self._of_another(field, x)}"
        return ""

    def _of_another(self, field: Field, x: str) -> str:
        """A tax number may be an old identity number unless the organisation code in it is that of the row's USCC."""
        if field.type != "taxno":
            return ""
        bodies = [f"c{n}" for n in self.layout.sources.get(self.layout.kind.field("party.uscc"), ())]
        return "".join(f" OR ({x} IS NOT NULL AND (NOT {right('uscc', y)} OR right({x}, 9) <> substring({y}, 9, 9)))" for y in bodies)

    def _values(self, field: Field) -> str:
        return literals(item.value for item in self.catalogue.codes[field.codes].items)
