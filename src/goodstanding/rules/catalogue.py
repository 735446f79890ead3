"""The catalogue's types: what a kind of record is, field by field and rule by rule.

The catalogue is data (``goodstanding/catalogue``), read and checked as a whole by :mod:`goodstanding.rules.loading`.
Nothing here knows a law; everything here can quote one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from goodstanding.rules.texts import Text

FieldType = Literal["text", "date", "money", "code", "uscc", "orgcode", "regno", "taxno", "number"]
Privacy = Literal["public", "official", "internal", "drop"]
"""``public``: anyone. ``official``: shown on the record's own page where the law says so, never searchable, never in bulk or
anonymous API answers (legal representative). ``internal``: the desk only. ``drop``: removed at the door, never stored."""
Level = Literal["error", "warning", "info"]
"""``error``: the row does not enter. ``warning``: it enters, somebody should look. ``info``: what was cleaned."""
Operator = Literal["filled", "empty", "equals", "contains", "prefix"]
"""How a condition looks at a field. With several values, one of them suffices."""
Test = Literal[
    "required",  # the fields are filled
    "empty",  # the fields are empty
    "one_of",  # at least one of the fields is filled
    "length",  # not longer than the field's length (characters)
    "type",  # reads as the field's type (date, money, number; the identifier types have algorithms)
    "codes",  # each of the `;`-joined values (or the one value) is on the field's code list; `其他-…` passes where the list has 其他
    "not_future",  # the date is not after today
    "order",  # fields[0] <= fields[1]
    "prefix",  # starts with one of `values`
    "not_prefix",  # does not start with one of `values`
    "differs",  # fields[0] != fields[1]
    "algorithm",  # `values[0]` names a function of rules (see pipeline.checking)
]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a kind.

    ``role`` is what the product uses the field for, the same over all kinds, so that no code outside the catalogue
    names a template's column: see ``ROLES`` in :mod:`goodstanding.rules.loading`.
    ``length`` counts characters. ``codes`` names a code list; ``many`` says that values are joined with ``;``.
    ``sure`` is false where no official text was seen; ``note`` says what is unsure and shows in the generated documents.
    """

    code: str
    title: Text
    type: FieldType
    role: str = ""
    length: int | None = None
    required: bool = False
    codes: str = ""
    many: bool = False
    privacy: Privacy = "public"
    hint: Text = Text("", "")
    sure: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A field looked at through an operator; with several values one suffices."""

    field: str
    op: Operator
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One named check. ``code`` is the public fault code; the rule speaks only where all of ``when`` hold.

    ``message`` may use {field} (title), {value}, {other} (second field's title), {limit}, {detail}.
    """

    code: str
    level: Level
    test: Test
    fields: tuple[str, ...]
    message: Text
    basis: str
    when: tuple[Condition, ...] = ()
    values: tuple[str, ...] = ()
    suggestion: Text = Text("", "")
    sure: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Generation:
    """One template of a kind (``2018``, ``2016``): which headers announce it and how its columns become the kind's fields.

    ``columns``: header code -> field code, '' = known and dropped. ``titles``: header code -> Chinese/other titles met.
    ``joined``: field -> columns joined with ``;``. ``values``: field -> {old value: new value} (status 1 means the opposite).
    """

    name: str
    columns: dict[str, str]
    titles: dict[str, tuple[str, ...]]
    joined: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, str]]
    announces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeItem:
    """One value of a code list; ``aliases`` are other spellings and codes met, ``parts`` its atomic kinds (penalty law art. 9)."""

    value: str
    label: Text
    aliases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record departments hand in: ``permit`` or ``penalty``. ``fields`` keep the template's order."""

    code: str
    title: Text
    fields: dict[str, Field]
    rules: tuple[Rule, ...]
    generations: tuple[Generation, ...]
    key: tuple[str, ...]

    def field(self, role: str) -> str:
        """The code of the field with that role, '' where the kind has none."""
        return next((f.code for f in self.fields.values() if f.role == role), "")
