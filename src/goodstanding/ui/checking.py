"""Hold templates and code against the texts: ``python -m goodstanding.ui.checking`` (in ``make check``); exit code 1 on a fault.

Every key used exists, both languages are filled with the same placeholders, the values named at the use are the placeholders
of the text, no key is unused, and no template carries Chinese of its own (but for what must stand in its own language).
"""

from __future__ import annotations

import ast
import re
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from goodstanding.ui.texts import PACKAGE, TextError, texts

TAG = re.compile(r"\{%\s*t\s+(?P<key>\"[^\"]+\"|'[^']+'|[^\s\"'%]+)(?P<rest>(?:[^%]|%(?!\}))*)%\}")
COLUMNS = re.compile(r"\{%\s*columns\s+([^%]*)%\}")
VALUE = re.compile(r"(?:^|\s)(?:(?P<name>\w+)=)?(?P<value>\"[^\"]*\"|'[^']*'|[^\s]+)")
QUOTED = re.compile(r"[\"']([a-z_]+(?:\.[\w-]+)+)[\"']")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
OWN_LANGUAGE = {"简体中文", "信"}  # a language is named in itself; the seal is a picture


@dataclass(frozen=True, slots=True)
class Use:
    """A key used somewhere; ``open_ended``: further pieces are only known when a page is made; ``values`` None: not told apart."""

    where: str
    key: str
    open_ended: bool
    values: frozenset[str] | None


def check() -> list[str]:
    """What is wrong, in sentences; empty when all is well."""
    try:
        known = {key: (_placeholders(found.zh), _placeholders(found.en)) for key, found in texts().items()}
    except TextError as error:
        return [str(error)]
    uses = [*_in_templates(), *_in_code()]
    faults = [f"{key}: zh has {sorted(zh)}, en has {sorted(en)}" for key, (zh, en) in known.items() if zh != en]
    faults += [fault for use in uses for fault in _use_faults(use, known)]
    mentioned = {use.key for use in uses if not use.open_ended} | _mentioned()
    prefixes = tuple(f"{use.key}." for use in uses if use.open_ended)
    faults += [f"{key}: is used nowhere" for key in known if key not in mentioned and not key.startswith(prefixes)]
    return faults + list(_own_words())


def _placeholders(sentence: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


def _use_faults(use: Use, known: dict[str, tuple[frozenset[str], frozenset[str]]]) -> Iterator[str]:
    """A key that does not exist, or values that are not its placeholders."""
    if use.open_ended:
        if not any(key.startswith(f"{use.key}.") for key in known):
            yield f"{use.where}: no text begins with {use.key}."
    elif use.key not in known:
        yield f"{use.where}: no text has the key {use.key}"
    elif use.values is not None and use.values != known[use.key][0]:
        yield f"{use.where}: {use.key} is given {sorted(use.values)} and needs {sorted(known[use.key][0])}"


def _in_templates() -> Iterator[Use]:
    """``{% t … %}`` and ``{% columns … %}`` in every template."""
    for path in sorted(PACKAGE.glob("*/templates/**/*.*")):
        source = COMMENT.sub("", path.read_text("utf-8"))

        def where(found: re.Match[str], path: Path = path, source: str = source) -> str:
            return f"{path.relative_to(PACKAGE)}:{source.count(chr(10), 0, found.start()) + 1}"

        for found in COLUMNS.finditer(source):
            yield from (Use(where(found), key, open_ended=False, values=frozenset()) for key in QUOTED.findall(found[1]))
        for found in TAG.finditer(source):
            key = found["key"]
            if key[0] not in "\"'":
                continue  # a key handed on by an include; what it holds is a string somewhere else
            rest = found["rest"].partition(" as ")[0]
            values = [(value["name"], value["value"]) for value in VALUE.finditer(rest)]
            more = any(name is None for name, _ in values)
            yield Use(where(found), key.strip("\"'"), more, frozenset(name for name, _ in values if name))


def _in_code() -> Iterator[Use]:
    """``text(…)`` with a literal first argument in every module."""
    for path, tree in _modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            first = node.args[0]
            if name == "text" and isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
                named = [keyword.arg for keyword in node.keywords]
                # Without values a text is looked up raw and filled later by its caller.
                values = None if None in named or not named else frozenset(name for name in named if name)
                yield Use(f"{path.relative_to(PACKAGE)}:{node.lineno}", first.value, len(node.args) > 1, values)


def _modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def _mentioned() -> set[str]:
    """Keys that stand as plain strings in code (navigation, tables of texts) or as quoted arguments in templates."""
    found = {
        node.value
        for _, tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value
    }
    for path in PACKAGE.glob("*/templates/**/*.*"):
        found |= set(QUOTED.findall(path.read_text("utf-8")))
    return found


def _own_words() -> Iterator[str]:
    """Chinese outside the texts: nobody would find it to translate it."""
    for path in sorted(PACKAGE.glob("*/templates/**/*.*")):
        source = COMMENT.sub("", path.read_text("utf-8"))
        for word in OWN_LANGUAGE:
            source = source.replace(f">{word}<", "><")
        for number, line in enumerate(source.splitlines(), 1):
            if CHINESE.search(line):
                yield f"{path.relative_to(PACKAGE)}:{number}: Chinese that stands in no texts.toml"


if __name__ == "__main__":
    faults = check()
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) or "texts are in order\n")
    sys.exit(1 if faults else 0)
