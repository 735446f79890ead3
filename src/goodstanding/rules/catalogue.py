"""The catalogue's types: what a kind of record is, field by field and rule by rule.

The catalogue is data (``goodstanding/catalogue``), read and checked as a whole by :mod:`goodstanding.rules.loading`.
Nothing here knows a law; everything here can quote one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from goodstanding.rules.texts import NOTHING, Text
from goodstanding.rules.workdays import Calendar

FieldType = Literal["text", "date", "money", "code", "uscc", "orgcode", "regno", "taxno", "number"]
Privacy = Literal["public", "official", "internal", "drop"]
"""``public``: anyone. ``official``: shown on the record's own page where the law says so, never searchable, never in bulk or
anonymous API answers (legal representative). ``internal``: the desk only. ``drop``: removed at the door, never stored."""
Level = Literal["error", "warning", "info"]
"""``error``: the row does not enter. ``warning``: it enters, somebody should look. ``info``: what was cleaned."""
LawLevel = Literal["law", "regulation", "central_policy", "ministry_rule", "local_regulation", "normative", "standard", "own"]
"""法律, 行政法规, 中央政策文件, 部门规章, 地方性法规, 规范性文件, 标准, 本系统规则: what a text can carry depends on who may issue it."""
Operator = Literal["filled", "empty", "equals", "contains", "prefix", "not_prefix"]
"""How a condition looks at a field. With several values one suffices; ``not_prefix`` wants none, and holds for an empty field."""
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
    "contains",  # contains one of `values`
    "lacks",  # contains none of `values`
    "differs",  # fields[0] != fields[1]
    "algorithm",  # `values[0]` names a function of rules.algorithms, given each of the fields in turn
    "elsewhere",  # found by another step (reading, matching …); stands here for its level and sentence
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
    hint: Text = NOTHING
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

    ``title`` names the fault in a few words, for lists and filters.
    ``message`` may use {field} (title), {value}, {other} (second field's title), {limit}, {detail}.
    """

    code: str
    title: Text
    level: Level
    test: Test
    fields: tuple[str, ...]
    message: Text
    basis: str
    when: tuple[Condition, ...] = ()
    values: tuple[str, ...] = ()
    suggestion: Text = NOTHING
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

    def carries(self, code: str) -> bool:
        """Whether this template has the field at all; what it cannot carry is not required of it."""
        return code in self.joined or code in self.columns.values()


@dataclass(frozen=True, slots=True)
class CodeItem:
    """One value of a code list; ``aliases`` are other spellings and codes met, ``parts`` its atomic kinds (penalty law art. 9)."""

    value: str
    label: Text
    aliases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeList:
    """A closed list of values. ``find`` takes values, aliases, and ``其他-…`` (other, namely …) where the list has 其他."""

    code: str
    title: Text
    items: tuple[CodeItem, ...]
    sure: bool = True
    note: str = ""
    index: dict[str, CodeItem] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the spellings."""
        object.__setattr__(self, "index", {spelling: item for item in self.items for spelling in (item.value, *item.aliases)})

    def find(self, value: str) -> CodeItem | None:
        """The item a cleaned value stands for, None where it stands for none."""
        return self.index.get(value) or (self.index.get(OTHER) if value.startswith(OTHER_NAMELY) else None)


OTHER = "其他"
OTHER_NAMELY = ("其他-", "其他:", "其他(", "其它-", "其他一")
"""The data standard asks that 其他 says what: ``其他-补办``."""


@dataclass(frozen=True, slots=True)
class Law:
    """A text used as a basis. ``until`` is the last day in force, None while it is."""

    code: str
    title: Text
    number: str
    level: LawLevel
    since: date
    until: date | None = None
    sure: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A time limit. The start day is not counted (民法典 art. 201).

    ``unit``: ``working`` days, calendar ``day``s, or ``month``s. ``starts`` says in words what starts it.
    """

    code: str
    title: Text
    count: int
    unit: Literal["working", "day", "month"]
    starts: str
    basis: str
    profile: str = ""
    sure: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class PublicationClass:
    """One class of a regime. ``values``: what departments write for it. ``show`` False: not published.

    ``least``: months before repair may end it early; ``most``: months after which it ends by itself (None: with its validity).
    """

    code: str
    title: Text
    values: tuple[str, ...]
    show: bool
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Regime:
    """Publication rules for decisions dated ``since`` to ``until`` (both included; None: still)."""

    code: str
    kind: str
    title: Text
    since: date
    until: date | None
    basis: str
    classes: tuple[PublicationClass, ...]
    unclassified: str
    sure: bool = True
    note: str = ""

    def covers(self, day: date) -> bool:
        """Whether a decision of that day falls under this regime."""
        return self.since <= day and (self.until is None or day <= self.until)

    def klass(self, value: str) -> PublicationClass:
        """The class a department named; where it named none of this regime, the one for unclassified records."""
        by_value = {v: c for c in self.classes for v in (c.code, *c.values)}
        return by_value.get(value) or by_value[self.unclassified]


@dataclass(frozen=True, slots=True)
class Held:
    """A ground on which a record is kept but not published."""

    code: str
    kind: str
    title: Text
    role: str
    values: tuple[str, ...]
    whole: bool
    basis: str
    sure: bool = True
    note: str = ""


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

    def rule(self, code: str) -> Rule | None:
        """The rule with that fault code."""
        return next((r for r in self.rules if r.code == code), None)


@dataclass(frozen=True)
class Catalogue:
    """Everything the catalogue says, checked as a whole.

    ``notices``: findings of steps that know no kind. ``details``: words a finding's detail may stand for.
    ``city`` names the overlay, '' without one.
    """

    kinds: dict[str, Kind]
    codes: dict[str, CodeList]
    regimes: tuple[Regime, ...]
    held: tuple[Held, ...]
    terms: dict[str, Term]
    laws: dict[str, Law]
    calendar: Calendar
    notices: tuple[Rule, ...] = ()
    details: dict[str, Text] = field(default_factory=dict)
    city: str = ""

    def rule(self, code: str, kind: Kind | None = None) -> Rule | None:
        """A rule by its fault code: the kind's own, or a notice of a step that knows no kind."""
        return (kind.rule(code) if kind else None) or next((r for r in self.notices if r.code == code), None)
