"""The whole report as JSON, written as a stream: every finding with its sentences in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from goodstanding.pipeline.examined import Examined, Finding
from goodstanding.pipeline.report import listing
from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.findings import sentence, title
from goodstanding.rules.texts import Text


def write(folder: Path, examined: Examined, to: Path, catalogue: Catalogue) -> None:
    """``{"summary": {…}, "findings": […]}``; a finding has its place, rule, ``title``, level, value, suggestion and ``message``."""
    with to.open("wb") as file:
        file.write(b'{"summary":' + orjson.dumps(summary(folder, examined, catalogue)) + b',"findings":[')
        for number, finding in enumerate(listing.every(folder)):
            file.write((b",\n" if number else b"\n") + orjson.dumps(as_dict(finding, examined, catalogue)))
        file.write(b"\n]}\n")


def summary(folder: Path, examined: Examined, catalogue: Catalogue) -> dict[str, Any]:
    """Numbers of the submission and of every rule, the most frequent first."""
    rules = [
        {
            "rule": count.rule,
            "title": named(count.rule, examined, catalogue),
            "level": count.level,
            "findings": count.findings,
            "rows": count.rows,
        }
        | {"example": said(count.example, examined, catalogue)._asdict()}
        for count in listing.counts(folder)
    ]
    return {
        "kind": examined.kind,
        "generation": examined.generation,
        "rows": examined.rows,
        "good": examined.good,
        "faulty": examined.faulty,
        "persons": examined.persons,
        "fatal": examined.fatal,
        "cleaned": examined.cleaned,
        "rules": rules,
    }


def as_dict(finding: Finding, examined: Examined, catalogue: Catalogue) -> dict[str, Any]:
    """One finding as JSON has it."""
    plain = {name: value for name, value in finding._asdict().items() if name not in {"row", "detail"}}
    return plain | {"title": named(finding.rule, examined, catalogue), "message": said(finding, examined, catalogue)._asdict()}


def named(rule: str, examined: Examined, catalogue: Catalogue) -> dict[str, str]:
    """The rule's short title in both languages: its code alone says little."""
    return title(rule, catalogue.kinds[examined.kind], catalogue)._asdict()


def said(finding: Finding, examined: Examined, catalogue: Catalogue) -> Text:
    """The finding's sentence, made now from rule, field and value; sentences are never stored."""
    return sentence(finding.rule, finding.field, finding.value or "", finding.detail or "", catalogue.kinds[examined.kind], catalogue)
