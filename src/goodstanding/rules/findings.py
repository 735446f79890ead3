"""The sentence for a finding. Findings are stored as codes; the sentence is made when somebody reads, in the reader's language."""

from __future__ import annotations

from goodstanding.rules import amounts
from goodstanding.rules.catalogue import Catalogue, Kind, Rule
from goodstanding.rules.codes import repairing
from goodstanding.rules.laws import cite
from goodstanding.rules.texts import NOTHING, Text

SHOWN = 60
"""Characters of a value that a sentence repeats."""
UNKNOWN = Text("检查项 {code} 已不在规则目录中。", "The check {code} is no longer in the catalogue.")


def sentence(rule: str, field: str | None, value: str | None, detail: str | None, kind: Kind | None, catalogue: Catalogue) -> Text:
    """What is wrong and, after it, what to do. Never raises for a finding that was ever stored."""
    message = message_of(rule, field, value, detail, kind, catalogue)
    suggestion = suggestion_of(rule, field, value, detail, kind, catalogue)
    return Text(f"{message.zh}{suggestion.zh}", f"{message.en} {suggestion.en}".rstrip())


def title(rule: str, kind: Kind | None, catalogue: Catalogue) -> Text:
    """The fault's name in a few words, for lists and filters."""
    found = catalogue.rule(rule, kind)
    return found.title if found else UNKNOWN.filled(code=rule)


def message_of(rule: str, field: str | None, value: str | None, detail: str | None, kind: Kind | None, catalogue: Catalogue) -> Text:
    """Only what is wrong."""
    found = catalogue.rule(rule, kind)
    return _filled(found.message, found, field, value, detail, kind, catalogue) if found else UNKNOWN.filled(code=rule)


def suggestion_of(rule: str, field: str | None, value: str | None, detail: str | None, kind: Kind | None, catalogue: Catalogue) -> Text:
    """Only what to do; empty where there is nothing to do."""
    found = catalogue.rule(rule, kind)
    return _filled(found.suggestion, found, field, value, detail, kind, catalogue) if found else NOTHING


def replacement(rule: str, value: str | None, detail: str | None) -> str | None:
    """A safe replacement for the cell, for a person to compare with the document; never applied by itself."""
    if rule in ("USCC_LENGTH", "USCC_CHARACTER", "USCC_CHECK", "USCC_INNER_CHECK"):
        return repairing.repair(value or "")
    if rule == "NUMBER_BRACKETS":
        return detail or None
    amount = amounts.read(value) if rule == "FINE_UNIT" else None
    return f"{(amount / amounts.UNIT).normalize():f}" if amount else None


def _filled(
    text: Text, rule: Rule, field: str | None, value: str | None, detail: str | None, kind: Kind | None, catalogue: Catalogue
) -> Text:
    zh, en = ({"value": short(value), "field": field or "", "other": "", "limit": "", "detail": detail or ""} for _ in range(2))
    if kind is not None and field in kind.fields:
        zh["field"], en["field"] = kind.fields[field].title
        zh["limit"] = en["limit"] = str(kind.fields[field].length or "")
        zh["other"], en["other"] = other(rule, field, kind)
    if detail in catalogue.details:
        zh["detail"], en["detail"] = catalogue.details[detail]
    return Text(text.zh.format_map(zh), text.en.format_map(en))


def basis_of(rule: str, kind: Kind | None, catalogue: Catalogue) -> Text:
    """What the check rests on."""
    found = catalogue.rule(rule, kind)
    return cite(found.basis, catalogue) if found else NOTHING


def other(rule: Rule, field: str, kind: Kind) -> Text:
    """The title of the rule's other field, where it compares two."""
    rest = [code for code in rule.fields if code != field]
    return kind.fields[rest[0]].title if len(rule.fields) == 2 and rest else NOTHING


def short(value: str | None) -> str:
    """Long values are cut; the reader has the cell before him."""
    text = (value or "").replace("\n", " ")
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
