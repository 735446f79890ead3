"""Which template a header is: kind, generation, and what every column becomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from goodstanding.pipeline.mapping import Mapping
from goodstanding.pipeline.read.headings import heading_key
from goodstanding.pipeline.read.refusing import refuse
from goodstanding.rules.catalogue import Catalogue, Generation, Kind

_CODES = ("party.uscc", "party.regno", "party.orgcode", "party.taxno", "party.institution", "party.social")
_PERSON = ("party.person_id", "party.person_id_type")
_PERSON_WORDS = ("身份证", "证件号码", "证件类型", "自然人")
ADDED = "〔校验〕"
"""How the columns begin that the report adds; in a file that is handed in again they are known and dropped."""
_LEAST = 3
"""Known columns that make a template; fewer (备注, 名称) stand in any table."""


@dataclass(frozen=True, slots=True)
class Template:
    """``columns``: for each name of the header the field it becomes, '' = known and dropped, ``None`` = unknown (a fault)."""

    kind: Kind
    generation: Generation
    columns: tuple[str | None, ...]

    @property
    def known(self) -> int:
        """How many columns the template knows."""
        return sum(1 for name in self.columns if name is not None)


def recognise_template(names: Sequence[str], catalogue: Catalogue, *, kind: Kind | None = None, lines: int = 200) -> Template:
    """The template that knows most of these names.

    Raises:
        Unusable: ``TEMPLATE_PERSONS`` (a natural-person template), ``TEMPLATE_OTHER`` (not the ``kind`` that was chosen),
            ``HEADER_MISSING`` (no template knows them).
    """
    best = max((_read_as(names, one, generation) for one in catalogue.kinds.values() for generation in one.generations), key=_merit(names))
    if best.known < min(_LEAST, len(names)):
        titles = [one.title for one in ([kind] if kind else catalogue.kinds.values())]
        raise refuse("HEADER_MISSING", lines=lines, templates="、".join(t.zh for t in titles), templates_en=", ".join(t.en for t in titles))
    if _is_about_persons(names, best):
        raise refuse("TEMPLATE_PERSONS", seems=best.kind.title.zh, seems_en=best.kind.title.en)
    if kind and best.kind.code != kind.code:
        seems, wanted = best.kind.title, kind.title
        raise refuse("TEMPLATE_OTHER", seems=seems.zh, seems_en=seems.en, wanted=wanted.zh, wanted_en=wanted.en)
    return best


def mapped(names: Sequence[str], mapping: Mapping, kind: Kind) -> Template:
    """The columns as a saved mapping has them; the kind's newest generation tells how values are read."""
    mapping.check(kind.fields)
    return Template(kind, kind.generations[0], tuple(_mapped(name, mapping) for name in names))


def _mapped(name: str, mapping: Mapping) -> str | None:
    return "" if name.startswith(ADDED) else mapping.field_of(name) if name else None


def _merit(names: Sequence[str]) -> Callable[[Template], tuple[int, int]]:
    """Most columns known; between generations of one kind, the one whose own columns are there."""
    keys = {heading_key(name) for name in names}
    return lambda template: (template.known, sum(heading_key(name) in keys for name in template.generation.announces))


def _read_as(names: Sequence[str], kind: Kind, generation: Generation) -> Template:
    """The columns under that generation; columns that are joined into one field all become that field."""
    becomes = generation.columns | {column: code for code, columns in generation.joined.items() for column in columns}
    fields = {heading_key(name): code for column, code in becomes.items() for name in (column, *generation.titles.get(column, ()))}
    return Template(kind, generation, tuple(_field(name, fields) for name in names))


def _field(name: str, fields: dict[str, str]) -> str | None:
    return "" if name.startswith(ADDED) else fields.get(heading_key(name)) if name else None


def _is_about_persons(names: Sequence[str], template: Template) -> bool:
    """Columns for a person's papers and none for an organisation's code: the natural-person template."""
    fields = set(template.columns)
    codes = {template.kind.field(role) for role in _CODES} - {""}
    papers = {template.kind.field(role) for role in _PERSON} - {""}
    named = any(word in name for name in names for word in _PERSON_WORDS)
    return not fields & codes and (bool(fields & papers) or named)
