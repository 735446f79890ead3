"""Loads ``lists.toml``, ``measures.toml`` and ``purposes.toml``, lays a city's over them, and checks them against the catalogue.

A city may add what holds in that city, by its own regulation; it can neither redefine nor loosen what the country has set.
What may be neither a list nor a measure is in :mod:`limiting`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

from goodstanding.rules import limiting
from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.listing import Colour, Criterion, ListingRules, ListKind, MeasureKind, MeasureType, Purpose, Scope, Side, Weight
from goodstanding.rules.loading import HOME, load
from goodstanding.rules.sources import Source
from goodstanding.rules.texts import Text

WHAT = ("red", "black", "measures")
"""What an answer may hold beside the kinds of records; the reminder list is in none."""
One = TypeVar("One", ListKind, MeasureType, MeasureKind, Purpose)


class Reading(NamedTuple):
    """One file being read: ``local`` where it is the city's."""

    source: Source
    catalogue: Catalogue
    local: bool

    def entry(self, where: str, raw: dict[str, Any], needs: str, may: str = "") -> tuple[dict[str, Any], tuple[str, ...]]:
        """The entry, none of its keys missing or unknown, and the marks of its line."""
        marks = (f"[[{where}]]", f'code = "{raw.get("code", "")}"')
        entry = self.source.entry(raw, needs=("code", *needs.split()), may=(*may.split(), "sure", "note"), mark=marks[1])
        for name in {"hearing", "public", "final", "sure"} & set(entry):
            if not isinstance(entry[name], bool):
                raise self.source.wrong(f"{entry['code']}: {name} is true or false", *marks, f"{name} =")
        return entry, marks


@cache
def load_listing(city: Path | None = None, home: Path = HOME) -> ListingRules:
    """The rules on lists, measures and look-ups; raises :class:`CatalogueError`."""
    catalogue = load(city, home)
    rules, remedies, exits = ListingRules({}, {}, {}, {}), dict[str, Text](), dict[str, Text]()
    for folder in [home] if city is None else [home, city]:
        lists, measures, purposes = (
            Reading(Source(folder / f"{n}.toml"), catalogue, folder is city) for n in ("lists", "measures", "purposes")
        )
        remedies |= _texts(lists.source, "remedies")
        exits |= _texts(lists.source, "exits")
        kinds = [_kind(lists, raw, remedies, exits) for raw in lists.source.data.get("lists", [])]
        types = [_type(measures, raw) for raw in measures.source.data.get("types", [])]
        reasons = [_purpose(purposes, raw) for raw in purposes.source.data.get("purposes", [])]
        rules = ListingRules(
            _added(rules.kinds, kinds, lists.source, "lists"), _added(rules.types, types, measures.source, "types"), rules.measures,
            _added(rules.purposes, reasons, purposes.source, "purposes"),
        )  # fmt: skip
        found = [_measure(measures, raw, rules) for raw in measures.source.data.get("measures", [])]
        rules = ListingRules(rules.kinds, rules.types, _added(rules.measures, found, measures.source, "measures"), rules.purposes)
    return rules


def _added(known: Any, found: list[One], source: Source, where: str) -> dict[str, One]:
    """Each code once: what the country has set, a city cannot set again."""
    whole: dict[str, One] = dict(known)
    for one in found:
        if one.code in whole:
            raise source.wrong(f"{one.code} is defined twice", f"[[{where}]]", f'code = "{one.code}"')
        whole[one.code] = one
    return whole


def _texts(source: Source, name: str) -> dict[str, Text]:
    return {code: source.both(raw, f"[{name}]") for code, raw in source.data.get(name, {}).items()}


def _kind(reading: Reading, raw: dict[str, Any], remedies: dict[str, Text], exits: dict[str, Text]) -> ListKind:
    needs = "colour title field body basis scope criteria answer hearing months exits remedies public since"
    entry, marks = reading.entry("lists", raw, needs, "early_months until")
    source, mark = reading.source, marks[1]
    kind = ListKind(
        **entry
        | {name: source.both(entry[name], mark) for name in ("title", "field", "body")}
        | {name: source.day(entry[name], mark) for name in ("since", "until") if name in entry}
        | {
            "colour": _one_of(source, entry, "colour", get_args(Colour), marks),
            "scope": _one_of(source, entry, "scope", get_args(Scope), marks),
            "criteria": tuple(_criterion(reading, one, marks) for one in entry["criteria"]),
            "early_months": entry.get("early_months"),
            "exits": _named(source, entry, "exits", exits, marks),
            "remedies": _named(source, entry, "remedies", remedies, marks),
        }
    )
    for fault in limiting.of_kind(kind, reading.catalogue, local=reading.local):
        raise source.wrong(f"{kind.code}: {fault.what}", *marks, *fault.marks)
    return kind


def _criterion(reading: Reading, raw: dict[str, Any], marks: tuple[str, ...]) -> Criterion:
    mark = f'code = "{raw.get("code", "")}"'
    entry = reading.source.entry(raw, needs=("code", "text", "basis"), may=(), mark=mark)
    criterion = Criterion(entry["code"], reading.source.both(entry["text"], mark), entry["basis"])
    for fault in limiting.of_criterion(criterion, reading.catalogue):
        raise reading.source.wrong(f"{criterion.code}: {fault.what}", *marks, mark)
    return criterion


def _type(reading: Reading, raw: dict[str, Any]) -> MeasureType:
    entry, marks = reading.entry("types", raw, "title side")
    if reading.local:
        raise reading.source.wrong(f"{entry['code']}: the types of measures are closed, a city adds none", *marks)
    side = _one_of(reading.source, entry, "side", get_args(Side), marks)
    found = MeasureType(entry["code"], reading.source.both(entry["title"], marks[1]), side)
    for fault in limiting.of_type(found):
        raise reading.source.wrong(f"{found.code}: {fault.what}", *marks, *fault.marks)
    return found


def _measure(reading: Reading, raw: dict[str, Any], rules: ListingRules) -> MeasureKind:
    needs = "title type content side body basis weight scope purposes since"
    entry, marks = reading.entry("measures", raw, needs, "lists records months review_months final until")
    source, mark = reading.source, marks[1]
    burdens = entry["side"] == "restriction" and bool(entry.get("records"))
    measure = MeasureKind(
        **entry
        | {name: source.both(entry[name], mark) for name in ("title", "content", "body")}
        | {name: source.day(entry[name], mark) for name in ("since", "until") if name in entry}
        | {name: tuple(entry.get(name, ())) for name in ("lists", "records", "purposes")}
        | {name: entry.get(name) for name in ("months", "review_months")}
        | {
            "side": _one_of(source, entry, "side", get_args(Side), marks),
            "scope": _one_of(source, entry, "scope", get_args(Scope), marks),
            "weight": _one_of(source, entry, "weight", get_args(Weight), marks),
            "final": entry.get("final", burdens),
        }
    )
    for fault in limiting.of_measure(measure, rules, reading.catalogue, local=reading.local):
        raise source.wrong(f"{measure.code}: {fault.what}", *marks, *fault.marks)
    return measure


def _purpose(reading: Reading, raw: dict[str, Any]) -> Purpose:
    entry, marks = reading.entry("purposes", raw, "title basis body what", "hidden")
    source, mark = reading.source, marks[1]
    for name in ("basis", "hidden"):
        if name in entry and entry[name].partition(":")[0] not in reading.catalogue.laws:
            raise source.wrong(f"{entry['code']}: laws.toml has no {entry[name]}", *marks, f"{name} =")
    if strange := set(entry["what"]) - {*WHAT, *reading.catalogue.kinds}:
        raise source.wrong(f"{entry['code']}: an answer cannot hold “{min(strange)}”", *marks, "what =")
    texts = {name: source.both(entry[name], mark) for name in ("title", "body")}
    return Purpose(**entry | texts | {"what": tuple(entry["what"])})


def _one_of(source: Source, entry: dict[str, Any], name: str, allowed: tuple[Any, ...], marks: tuple[str, ...]) -> Any:
    if entry[name] not in allowed:
        raise source.wrong(f"{entry['code']}: {name} is one of {', '.join(allowed)}, not “{entry[name]}”", *marks, f"{name} =")
    return entry[name]


def _named(source: Source, entry: dict[str, Any], name: str, known: dict[str, Text], marks: tuple[str, ...]) -> tuple[Text, ...]:
    for code in entry[name]:
        if code not in known:
            raise source.wrong(f"{entry['code']}: [{name}] has no {code}", *marks, f"{name} =")
    return tuple(known[code] for code in entry[name])
