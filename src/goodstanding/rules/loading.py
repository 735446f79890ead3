"""Loads the catalogue, lays a city's folder over it, and checks the whole before anybody uses it.

A city's folder has the same shape and may add: fields, columns it accepts and drops, header titles, rules, code values and
lists, and terms under an existing name. It cannot take a check away.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

from goodstanding.rules import verifying
from goodstanding.rules.catalogue import (
    Catalogue,
    CodeItem,
    CodeList,
    Field,
    FieldType,
    Generation,
    Held,
    Kind,
    Law,
    LawLevel,
    Privacy,
    PublicationClass,
    Regime,
    Term,
)
from goodstanding.rules.reading_rules import read_rules
from goodstanding.rules.roles import ROLES
from goodstanding.rules.sources import CatalogueError, Source, table
from goodstanding.rules.texts import Text
from goodstanding.rules.workdays import Calendar

__all__ = ["HOME", "CatalogueError", "load"]

HOME = Path(__file__).parent.parent / "catalogue"
EXAMPLE_CITY = HOME / "city_example"


@cache
def load(city: Path | None = None, home: Path = HOME) -> Catalogue:
    """The catalogue, with the city's folder laid over it; raises :class:`CatalogueError` naming file and line."""
    folders = [home] if city is None else [home, city]
    if city is not None and not city.is_dir():
        raise CatalogueError(city, 0, "the city's folder does not exist")
    laws: dict[str, Law] = {}
    for folder in folders:
        laws |= _laws(Source(folder / "laws.toml"), laws)
    codes = _codes(folders)
    publication = Source(home / "publication.toml")
    kinds = {path.stem: _kind(path.name, folders) for path in sorted((home / "kinds").glob("*.toml"))}
    catalogue = Catalogue(
        kinds=kinds,
        codes=codes,
        regimes=tuple(_regime(publication, raw) for raw in publication.data.get("regimes", [])),
        held=tuple(_held(publication, raw) for raw in publication.data.get("held", [])),
        terms={term.code: term for folder in folders for term in _terms(Source(folder / "terms.toml"))},
        laws=laws,
        calendar=_calendar([f / "calendar" / "workdays.csv" for f in folders]),
        notices=tuple(rule for folder in folders for rule in read_rules(Source(folder / "notices.toml"), None)),
        details=_details([Source(folder / "details.toml") for folder in folders], publication),
        city="" if city is None else city.name,
    )
    verifying.verify(catalogue, folders)
    return catalogue


def _laws(source: Source, known: dict[str, Law]) -> dict[str, Law]:
    laws = {}
    for code, raw in source.data.items():
        mark = f"[{code}]"
        entry = source.entry(raw, needs=("title", "number", "level", "since"), may=("until", "sure", "note"), mark=mark)
        if entry["level"] not in get_args(LawLevel):
            raise source.wrong(f"{code}: unknown level “{entry['level']}”", mark, "level")
        if code in known and known[code].level != entry["level"]:
            raise source.wrong(f"{code}: a city cannot lift a text to another level", mark, "level")
        title, since = source.both(entry["title"], mark), source.day(entry["since"], mark)
        until = source.day(entry["until"], mark) if "until" in entry else None
        laws[code] = Law(code, title, entry["number"], entry["level"], since, until, **_doubt(entry))
    return laws


def _terms(source: Source) -> list[Term]:
    terms = []
    for code, raw in source.data.items():
        mark = f"[{code}]"
        entry = source.entry(raw, needs=("title", "count", "unit", "starts", "basis"), may=("profile", "sure", "note"), mark=mark)
        if entry["unit"] not in ("working", "day", "month"):
            raise source.wrong(f"{mark}: unknown unit “{entry['unit']}”", mark, "unit")
        title = source.both(entry["title"], mark)
        rest = {"profile": entry.get("profile", "")} | _doubt(entry)
        terms.append(Term(code, title, entry["count"], entry["unit"], entry["starts"], entry["basis"], **rest))
    return terms


def _doubt(entry: dict[str, Any]) -> dict[str, Any]:
    return {"sure": entry.get("sure", True), "note": entry.get("note", "")}


def _codes(folders: list[Path]) -> dict[str, CodeList]:
    lists: dict[str, CodeList] = {}
    for folder in folders:
        source = Source(folder / "codes" / "lists.toml")
        for path in sorted((folder / "codes").glob("*.csv")):
            items = tuple(_item(path, line, row) for line, row in table(path, ("value", "zh", "en", "aliases", "parts")))
            older = lists.get(path.stem)
            raw = source.data.get(path.stem)
            if older is None and raw is None:
                raise CatalogueError(source.path, 1, f"the code list {path.stem} has no title")
            if raw is not None:
                entry = source.entry(raw, needs=("title",), may=("sure", "note"), mark=f"[{path.stem}]")
                lists[path.stem] = CodeList(path.stem, source.both(entry["title"], f"[{path.stem}]"), items, **_doubt(entry))
            elif older is not None:
                lists[path.stem] = CodeList(path.stem, older.title, (*older.items, *items), older.sure, older.note)
            verifying.verify_codes(path, lists[path.stem])
    return lists


def _item(path: Path, line: int, row: dict[str, str]) -> CodeItem:
    if not (row["value"] and row["zh"] and row["en"]):
        raise CatalogueError(path, line, "value, zh and en must be filled")
    return CodeItem(row["value"], Text(row["zh"], row["en"]), _split(row["aliases"]), _split(row["parts"]))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _kind(name: str, folders: list[Path]) -> Kind:
    sources = [Source(folder / "kinds" / name) for folder in folders]
    base = sources[0]
    base.entry(base.data, needs=("code", "title", "key", "fields", "generations"), may=(), mark="code")
    fields: dict[str, Field] = {}
    for source in sources:
        for raw in source.data.get("fields", []):
            field = _field(source, raw)
            if field.code in fields:
                raise source.wrong(f"the field {field.code} is defined twice", f'code = "{field.code}"')
            fields[field.code] = field
    generations = tuple(_generation(base, raw, fields, sources[1:]) for raw in base.data["generations"])
    roles = {field.role: field.code for field in fields.values() if field.role}
    bare = Kind(base.data["code"], base.both(base.data["title"], "title"), fields, (), generations, ())
    for role in base.data["key"]:
        if role not in roles:
            raise base.wrong(f"the key names the role {role}, which no field has", "key")
    files = [Source(folders[0] / "rules.toml"), *sources]
    rules = tuple(rule for source in files for rule in read_rules(source, bare))
    return Kind(bare.code, bare.title, fields, rules, generations, tuple(roles[role] for role in base.data["key"]))


def _field(source: Source, raw: dict[str, Any]) -> Field:
    mark = f'code = "{raw.get("code", "")}"'
    may = ("role", "length", "required", "codes", "many", "privacy", "hint", "sure", "note")
    entry = source.entry(raw, needs=("code", "title", "type"), may=may, mark=mark)
    if entry["type"] not in get_args(FieldType):
        raise source.wrong(f"{entry['code']}: unknown type “{entry['type']}”", mark)
    if entry.get("privacy", "public") not in get_args(Privacy):
        raise source.wrong(f"{entry['code']}: unknown privacy “{entry['privacy']}”", mark)
    if entry.get("role", "") not in ROLES | {""}:
        raise source.wrong(f"{entry['code']}: unknown role “{entry['role']}”", mark)
    texts = {"title": source.both(entry["title"], mark)}
    if "hint" in entry:
        texts["hint"] = source.both(entry["hint"], mark)
    return Field(**{**entry, **texts})


def _generation(source: Source, raw: dict[str, Any], fields: dict[str, Field], overlays: list[Source]) -> Generation:
    mark = f'name = "{raw.get("name", "")}"'
    entry = source.entry(raw, needs=("name", "announces"), may=("columns", "aliases", "lacks", "titles", "joined", "values"), mark=mark)
    added = [f["code"] for overlay in overlays for f in overlay.data.get("fields", [])]
    own = [code for code in fields if code not in entry.get("lacks", ()) and code not in added]
    whole = "columns" not in entry  # every field under its own code and title
    columns = {code: code for code in own} | entry.get("aliases", {}) if whole else dict(entry["columns"])
    titles = {code: tuple(extra) for code, extra in entry.get("titles", {}).items()}
    titles |= {code: (fields[code].title.zh, *titles.get(code, ())) for code in (*(own if whole else ()), *added)}
    columns |= {code: code for code in added}
    for overlay in overlays:
        columns |= dict.fromkeys(overlay.data.get("accepted", []), "")
        for code, extra in overlay.data.get("titles", {}).items():
            if code not in fields:
                raise overlay.wrong(f"titles for {code}, a field that does not exist", "[titles]", code)
            if code in columns:
                titles[code] = (*titles.get(code, ()), *extra)
    joined = {code: tuple(parts) for code, parts in entry.get("joined", {}).items()}
    return Generation(entry["name"], columns, titles, joined, entry.get("values", {}), tuple(entry["announces"]))


def _regime(source: Source, raw: dict[str, Any]) -> Regime:
    mark = f'code = "{raw.get("code", "")}"'
    needs = ("code", "kind", "title", "since", "basis", "unclassified", "classes")
    entry = source.entry(raw, needs=needs, may=("until", "sure", "note"), mark=mark)
    until = source.day(entry["until"], mark) if "until" in entry else None
    classes = tuple(_class(source, c, mark) for c in entry["classes"])
    if entry["unclassified"] not in {c.code for c in classes}:
        raise source.wrong(f"{entry['code']}: unclassified names no class", mark, "unclassified")
    title, since = source.both(entry["title"], mark), source.day(entry["since"], mark)
    return Regime(entry["code"], entry["kind"], title, since, until, entry["basis"], classes, entry["unclassified"], **_doubt(entry))


def _class(source: Source, raw: dict[str, Any], mark: str) -> PublicationClass:
    entry = source.entry(raw, needs=("code", "title", "values", "least"), may=("most", "show"), mark=mark)
    title = source.both(entry["title"], mark)
    return PublicationClass(entry["code"], title, tuple(entry["values"]), entry.get("show", True), entry["least"], entry.get("most"))


def _held(source: Source, raw: dict[str, Any]) -> Held:
    mark = f'code = "{raw.get("code", "")}"'
    entry = source.entry(raw, needs=("code", "kind", "title", "role", "values", "basis"), may=("whole", "sure", "note"), mark=mark)
    title = source.both(entry["title"], mark)
    whole = entry.get("whole", False)
    return Held(entry["code"], entry["kind"], title, entry["role"], tuple(entry["values"]), whole, entry["basis"], **_doubt(entry))


def _details(sources: list[Source], publication: Source) -> dict[str, Text]:
    """Words for details; the grounds for not showing bring their own."""
    grounds = {raw["code"]: publication.both(raw["title"], raw["code"]) for raw in publication.data.get("held", [])}
    return grounds | {code: source.both(raw, code) for source in sources for code, raw in source.data.items()}


def _calendar(paths: list[Path]) -> Calendar:
    off: set[date] = set()
    worked: set[date] = set()
    years: set[int] = set()
    for path in (p for p in paths if p.exists()):
        for line, row in table(path, ("year", "date", "name", "is_off_day")):
            try:
                day = date.fromisoformat(row["date"])
            except ValueError as error:
                raise CatalogueError(path, line, f"“{row['date']}” is not a date") from error
            (off if row["is_off_day"] == "True" else worked).add(day)
            years.add(int(row["year"]))
    return Calendar(frozenset(off), frozenset(worked), frozenset(years))
