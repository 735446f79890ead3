"""One code, judged in short: what a line of a long list needs. :mod:`goodstanding.rules.codes.explaining` says everything."""

from __future__ import annotations

from typing import Literal, NamedTuple

from goodstanding.rules.codes import deriving, recognising, repairing
from goodstanding.rules.codes.faulting import Fault, faults, fifteen, named
from goodstanding.rules.codes.recognising import TESTS
from goodstanding.rules.codes.repairing import NONE, Suggestion
from goodstanding.rules.codes.words import word
from goodstanding.rules.texts import Text

Verdict = Literal["right", "wrong", "unchecked", "placeholder", "personal", "unknown", "empty"]
PERSON = "person"


class Judged(NamedTuple):
    """``code`` is tidied, '' where it is personal; ``orgcode``, ``uscc`` only where they follow exactly; ``kinds``: best reading first."""

    code: str
    verdict: Verdict
    kinds: tuple[str, ...]
    faults: tuple[Fault, ...]
    suggestion: Suggestion
    orgcode: str
    uscc: str

    @property
    def kind(self) -> str:
        """The best reading."""
        return self.kinds[0]

    @property
    def says(self) -> Text:
        """The verdict in words."""
        return word("verdict", self.verdict)


def judge(typed: str) -> Judged:
    """Judge one text, whatever it is."""
    code = recognising.tidy(typed)
    if not code:
        return _unread("", "empty", "EMPTY")
    if recognising.placeholder(code):
        return _unread(code, "placeholder", "USCC_PLACEHOLDER")
    if recognising.personal(typed):
        return Judged("", "personal", (PERSON,), (named("PERSONAL"),), NONE, "", "")
    kinds = recognising.kinds(code)
    if not kinds:
        return _unread(code, "unknown", "UNKNOWN_SHAPE", n=len(code))
    return _read(code, kinds)


def _unread(code: str, verdict: Verdict, fault: str, **values: object) -> Judged:
    return Judged(code, verdict, (recognising.UNKNOWN,), (named(fault, **values),), NONE, "", "")


def _read(code: str, kinds: tuple[str, ...]) -> Judged:
    kind = kinds[0]
    found = faults(kind, code)
    if any(fault.level == "error" for fault in found):
        found = fifteen(code) if len(kinds) > 1 else found
        return Judged(code, "wrong", kinds, found, repairing.suggest(kind, code), "", "")
    verdict: Verdict = "right" if kind in TESTS else "unchecked"
    sure = len(kinds) == 1
    return Judged(code, verdict, kinds, found, NONE, deriving.core(kind, code) if sure else "", code if kind == "uscc" else "")
