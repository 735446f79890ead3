"""Checks the catalogue as a whole: what one file says must fit what the others say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from goodstanding.rules.catalogue import Catalogue, CodeList, Kind, Rule
from goodstanding.rules.checks import ALGORITHMS
from goodstanding.rules.roles import ROLES
from goodstanding.rules.sources import CatalogueError

Fault = tuple[str, str, str]
"""File name inside a folder, a mark on the line, what is wrong."""


def verify(catalogue: Catalogue, folders: list[Path]) -> None:
    """Raise :class:`CatalogueError` for the first thing that does not fit, naming the file and line it stands on."""
    for check in (_kinds, _rules, _generations, _publication, _bases):
        for file, mark, what in check(catalogue):
            raise located(folders, file, mark, what)


def located(folders: list[Path], file: str, mark: str, what: str) -> CatalogueError:
    """The error at the first line holding the mark, the city's folder first."""
    found = [(folder, path) for folder in reversed(folders) for path in sorted(folder.glob(file)) if path.is_file()]
    paths = [path for folder, path in found if "city_example" not in path.relative_to(folder).parts]
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if mark in line:
                return CatalogueError(path, number, what)
    return CatalogueError(paths[0] if paths else folders[0] / file, 1, what)


def verify_codes(path: Path, codes: CodeList) -> None:
    """No spelling may stand for two values."""
    seen: dict[str, str] = {}
    for item in codes.items:
        for spelling in (item.value, *item.aliases):
            if spelling in seen:
                line = next(i for i, text in enumerate(path.read_text("utf-8").splitlines(), 1) if spelling in text)
                raise CatalogueError(path, line, f"“{spelling}” stands for both {seen[spelling]} and {item.value}")
            seen[spelling] = item.value


def _kinds(catalogue: Catalogue) -> Iterator[Fault]:
    for kind in catalogue.kinds.values():
        file, seen = f"kinds/{kind.code}.toml", set[str]()
        for field in kind.fields.values():
            mark = f'code = "{field.code}"'
            if field.codes and field.codes not in catalogue.codes:
                yield file, mark, f"{field.code} names the code list {field.codes}, which does not exist"
            if field.role in seen:
                yield file, mark, f"{field.code}: two fields have the role {field.role}"
            seen |= {field.role} - {""}


def _rules(catalogue: Catalogue) -> Iterator[Fault]:
    for kind in catalogue.kinds.values():
        seen: set[str] = set()
        titles: set[str] = set()
        for rule in (*kind.rules, *catalogue.notices):
            mark = f'code = "{rule.code}"'
            if rule.code in seen:
                yield "**/*.toml", mark, f"two rules have the code {rule.code}"
            if repeated := titles & {*rule.title}:  # in a list of filters nobody could tell them apart
                yield "**/*.toml", mark, f"two rules have the title “{min(repeated)}”"
            seen.add(rule.code)
            titles.update(rule.title)
            yield from (("**/*.toml", mark, what) for what in _rule(catalogue, kind, rule))


def _rule(catalogue: Catalogue, kind: Kind, rule: Rule) -> Iterator[str]:
    if rule.test == "algorithm" and (not rule.values or rule.values[0] not in ALGORITHMS):
        yield f"{rule.code} names an algorithm that does not exist: {rule.values[:1]}"
    if rule.test in ("order", "differs") and len(rule.fields) != 2:
        yield f"{rule.code}: {rule.test} needs two fields"
    if rule.test in ("prefix", "not_prefix", "contains", "lacks") and not rule.values:
        yield f"{rule.code}: {rule.test} needs values"
    if rule.test == "codes" and any(kind.fields[f].codes not in catalogue.codes for f in rule.fields):
        yield f"{rule.code}: a field without a code list"


def _generations(catalogue: Catalogue) -> Iterator[Fault]:
    for kind in catalogue.kinds.values():
        file = f"kinds/{kind.code}.toml"
        for generation in kind.generations:
            name = generation.name
            for header, code in generation.columns.items():
                if code and code not in kind.fields:
                    yield file, f"{header} = ", f"the template {name} maps {header} to {code}, a field that does not exist"
            for code in (*generation.joined, *generation.values):
                if code not in kind.fields:
                    yield file, f"{code} = ", f"the template {name} speaks of {code}, a field that does not exist"
            headers = {*generation.columns, *(part for parts in generation.joined.values() for part in parts)}
            for header in (*generation.announces, *generation.titles):
                if header not in headers:
                    yield file, header, f"the template {name} speaks of {header}, a column it does not have"


def _publication(catalogue: Catalogue) -> Iterator[Fault]:
    file = "publication.toml"
    for kind in {*(regime.kind for regime in catalogue.regimes), *(held.kind for held in catalogue.held)} - set(catalogue.kinds):
        yield file, f'kind = "{kind}"', f"the kind {kind} does not exist"
    for held in catalogue.held:
        if held.role not in ROLES:
            yield file, f'role = "{held.role}"', f"unknown role {held.role}"
    for regime in catalogue.regimes:
        for klass in regime.classes:
            if klass.most is not None and klass.most < klass.least:
                yield file, f'code = "{regime.code}"', f"{regime.code}/{klass.code}: the least is longer than the most"
    yield from _overlaps(catalogue)


def _overlaps(catalogue: Catalogue) -> Iterator[Fault]:
    for kind in catalogue.kinds:
        regimes = sorted((r for r in catalogue.regimes if r.kind == kind), key=lambda r: r.since)
        for earlier, later in pairwise(regimes):
            if earlier.until is None or earlier.until >= later.since:
                yield "publication.toml", f'code = "{later.code}"', f"the regimes {earlier.code} and {later.code} overlap"


def _bases(catalogue: Catalogue) -> Iterator[Fault]:
    rules = [rule for kind in catalogue.kinds.values() for rule in kind.rules]
    entries = [(rule.code, rule.basis) for rule in (*rules, *catalogue.notices)]
    entries += [(regime.code, regime.basis) for regime in catalogue.regimes] + [(held.code, held.basis) for held in catalogue.held]
    entries += [(term.code, term.basis) for term in catalogue.terms.values()]
    for code, basis in entries:
        if basis.partition(":")[0] not in catalogue.laws:
            yield "*.toml", f'basis = "{basis}"', f"{code} rests on {basis}, which laws.toml does not know"
