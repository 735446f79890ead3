"""Loads ``catalogue/repair.toml`` and checks it against the rest of the catalogue: a fault names file and line, and nothing starts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, get_args

from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.loading import HOME, load
from goodstanding.rules.repairing import Asked, Commitment, RepairRegime, RepairRules, Shown
from goodstanding.rules.sources import Source, placeholders

REASONS = {
    "early": {"day"}, "barred": {"until"}, "never": set(), "late": set(), "over": set(), "ended": set(), "held": set(), "kind": set(),
    "regime": set(), "unfulfilled": set(), "ready": set(),
}  # fmt: skip
"""Every ground, with the placeholders its sentence may use."""
_TERMS = ("accept", "result", "extension", "bar")


@cache
def load_repair(city: Path | None = None, home: Path = HOME) -> RepairRules:
    """The rules on repair; raises :class:`CatalogueError`."""
    source, catalogue = Source(home / "repair.toml"), load(city)
    conditions = {raw.get("code", ""): _asked(source, raw, "conditions") for raw in source.data.get("conditions", [])}
    papers = {raw.get("code", ""): _asked(source, raw, "papers") for raw in source.data.get("papers", [])}
    commitments = {one.version: one for one in (_commitment(source, raw, catalogue) for raw in source.data.get("commitments", []))}
    known = {"conditions": conditions, "papers": papers, "commitment": commitments}
    regimes = {raw.get("code", ""): _regime(source, raw, known, catalogue) for raw in source.data.get("regimes", [])}
    for regime in catalogue.regimes:
        if regime.kind == "penalty" and regime.code not in regimes:
            raise source.wrong(f"the regime {regime.code} has no rules on repair", "[[regimes]]")
    return RepairRules(regimes, _reasons(source), commitments)


def _asked(source: Source, raw: dict[str, Any], where: str) -> Asked:
    mark = f'code = "{raw.get("code", "")}"'
    entry = source.entry(raw, needs=("code", "title", "text"), may=("by",), mark=mark)
    if entry.get("by", "proof") not in get_args(Shown):
        raise source.wrong(f"{entry['code']}: a condition is met by one of {', '.join(get_args(Shown))}", f"[[{where}]]", mark)
    text = source.both(entry["text"], mark)
    if placeholders(text.zh) - {"least"}:
        raise source.wrong(f"{entry['code']}: a text may use {{least}} alone", f"[[{where}]]", mark)
    return Asked(entry["code"], source.both(entry["title"], mark), text, entry.get("by", "proof"))


def _commitment(source: Source, raw: dict[str, Any], catalogue: Catalogue) -> Commitment:
    mark = f'version = "{raw.get("version", "")}"'
    entry = source.entry(raw, needs=("version", "since", "basis", "title", "text"), may=("sure", "note"), mark=mark)
    _law(source, entry["basis"], catalogue, mark)
    text = tuple(source.both(one, mark) for one in entry["text"])
    if not text or any(placeholders(one.zh) for one in text):
        raise source.wrong(f"{entry['version']}: a commitment has words, and they are fixed", mark, "text")
    title, since = source.both(entry["title"], mark), source.day(entry["since"], mark)
    return Commitment(entry["version"], since, entry["basis"], title, text, entry.get("sure", True), entry.get("note", ""))


def _regime(source: Source, raw: dict[str, Any], known: dict[str, Any], catalogue: Catalogue) -> RepairRegime:
    mark = f'code = "{raw.get("code", "")}"'
    needs = ("code", "basis", *_TERMS, "conditions", "papers", "commitment")
    entry = source.entry(raw, needs=needs, may=("never", "doubtful", "sure", "note"), mark=mark)
    _fits(source, entry, mark, known, catalogue)
    return RepairRegime(
        code=entry["code"], basis=entry["basis"], **{name: entry[name] for name in _TERMS},
        conditions=tuple(known["conditions"][code] for code in entry["conditions"]),
        papers=tuple(known["papers"][code] for code in entry["papers"]), commitment=known["commitment"][entry["commitment"]],
        never=frozenset(entry.get("never", [])), doubtful=frozenset(entry.get("doubtful", [])), sure=entry.get("sure", True),
        note=entry.get("note", ""),
    )  # fmt: skip


def _fits(source: Source, entry: dict[str, Any], mark: str, known: dict[str, Any], catalogue: Catalogue) -> None:
    """Whatever it names exists."""
    regime = next((one for one in catalogue.regimes if one.code == entry["code"] and one.kind == "penalty"), None)
    if regime is None:
        raise source.wrong(f"{entry['code']}: publication.toml has no such regime of penalties", mark)
    _law(source, entry["basis"], catalogue, mark)
    atoms = {part for item in catalogue.codes["penalty_category"].items for part in item.parts}
    named = [
        *((name, {entry[name]}, set(catalogue.terms), "terms.toml has no") for name in _TERMS),
        ("conditions", set(entry["conditions"]), set(known["conditions"]), "nobody describes"),
        ("papers", set(entry["papers"]), set(known["papers"]), "nobody describes"),
        ("commitment", {entry["commitment"]}, set(known["commitment"]), "there is no commitment"),
        ("never", set(entry.get("never", [])), {klass.code for klass in regime.classes}, "the regime has no class"),
        ("doubtful", set(entry.get("doubtful", [])), atoms, "no kind of penalty is called"),
    ]
    for name, used, there, what in named:
        if strange := used - there:
            raise source.wrong(f"{entry['code']}: {name}: {what} {min(strange)}", mark, f"{name} =")
    if catalogue.terms[entry["bar"]].unit != "month":
        raise source.wrong(f"{entry['code']}: the bar is counted in months", mark, "bar =")


def _law(source: Source, basis: str, catalogue: Catalogue, mark: str) -> None:
    if basis.partition(":")[0] not in catalogue.laws:
        raise source.wrong(f"laws.toml has no {basis}", mark, "basis =")


def _reasons(source: Source) -> dict[str, Any]:
    found = {code: source.both(raw, "[reasons]") for code, raw in source.data.get("reasons", {}).items()}
    if missing := set(REASONS) - set(found):
        raise source.wrong(f"[reasons]: {min(missing)} is missing", "[reasons]")
    for code, said in found.items():
        if code not in REASONS:
            raise source.wrong(f"[reasons]: nobody says {code}", "[reasons]", f"{code} =")
        if placeholders(said.zh) - REASONS[code]:
            raise source.wrong(f"[reasons]: {code} may use {sorted(REASONS[code])}", "[reasons]", f"{code} =")
    return found
