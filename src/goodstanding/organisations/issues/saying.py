"""An issue in words: what is wrong, where it was seen, and what each place of the code is."""

from __future__ import annotations

from typing import Any, NamedTuple

from goodstanding.organisations.models import CodeIssue
from goodstanding.rules import uscc
from goodstanding.rules.codes import repairing
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import TextError, text

PARTS = (("authority", 0, 1), ("category", 1, 2), ("area", 2, 8), ("identity", 8, 17), ("check", 17, 18))
"""The five parts of a code, by their places."""
_AT = {"USCC_CHECK": range(17, 18), "USCC_INNER_CHECK": range(16, 17)}
FROM_LIST, FROM_SUBMISSION = "register: ", "submission "


class Part(NamedTuple):
    """One part of a drawn code: its characters, which of them are wrong, and what it is called."""

    name: Text
    characters: list[tuple[str, bool]]
    wrong: bool


def kind_of(issue: CodeIssue) -> Text:
    """错码, 一码多赋 …"""
    return text("organisations.issues.kind", issue.kind)


def what(issue: CodeIssue) -> Text:
    """What is wrong, in one or two sentences."""
    return text("organisations.issues.what", issue.kind)


def rules(issue: CodeIssue) -> list[Text]:
    """What the checks said, each once."""
    return [said for rule in issue.evidence.get("rules", []) if (said := _rule(rule))]


def _rule(rule: str) -> Text | None:
    try:
        return text("organisations.issues.rule", rule)
    except TextError:
        return None


def source(issue: CodeIssue, found_in: str = "") -> Text:
    """In which list or submission it was found."""
    said = found_in or issue.found_in
    if said.startswith(FROM_LIST):
        return text("organisations.issues.seen.list", name=said.removeprefix(FROM_LIST))
    if said.startswith(FROM_SUBMISSION):
        return text("organisations.issues.seen.submission", number=said.removeprefix(FROM_SUBMISSION)[:8].upper())
    return text("organisations.issues.seen.register")


def places(issue: CodeIssue) -> list[Text]:
    """Every place that is kept as evidence."""
    return [_place(issue, place) for place in issue.evidence.get("places", [])]


def _place(issue: CodeIssue, place: dict[str, Any]) -> Text:
    where = source(issue, f"{FROM_SUBMISSION}{place['submission']}" if "submission" in place else "")
    line = place.get("line") or (place["row"] + 1 if "row" in place else None)
    named = text("organisations.issues.seen.named", name=place["name"]) if place.get("name") else Text("", "")
    numbered = text("organisations.issues.seen.line", n=line) if line else Text("", "")
    return Text(*(where[half] + numbered[half] + named[half] for half in (0, 1)))


def drawn(code: str) -> list[Part]:
    """An 18-character code by its parts with the wrong places marked; nothing for other codes, which have no parts."""
    if len(code) != 18 or uscc.is_placeholder(code):
        return []
    bad = _bad_places(code)
    return [
        Part(
            text("organisations.issues.part", name),
            [(code[place], place in bad) for place in range(start, stop)],
            any(place in bad for place in range(start, stop)),
        )
        for name, start, stop in PARTS
    ]


def _bad_places(code: str) -> set[int]:
    faults = uscc.check(code).faults
    bad = {place for place, char in enumerate(code) if char not in uscc.ALPHABET or (2 <= place < 8 and not char.isdigit())}
    return bad | {place for fault in faults for place in _AT.get(fault, ())}


def likely(issue: CodeIssue) -> tuple[str, ...]:
    """What may have been meant, each to compare with the certificate; never applied by itself."""
    if issue.kind != "wrong":
        return ()
    return repairing.corrections(issue.code)
