"""The code that was very likely meant: offered where exactly one small correction passes every check, never applied by itself.

What is tried: letters that are misread as digits, any one character mistyped, two neighbours swapped, something glued on, a last
character missing. The outer check alone lets one wrong code in 31 pass, so a correction of the first eight characters must also leave
an authority and an area that exist; and where two corrections pass, none is offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from goodstanding.rules import legacy, uscc
from goodstanding.rules.codes import areas
from goodstanding.rules.codes.recognising import TESTS
from goodstanding.rules.codes.words import word
from goodstanding.rules.texts import NOTHING, Text

CONFUSED = {"I": "1", "O": "0", "S": "5", "Z": "2", "V": "U", "B": "8", "8": "B"}
"""Characters that are read for each other (GB 32100-2015 leaves out I, O, S, V and Z for this reason)."""
_LETTERS = frozenset(uscc.ALPHABET)
_WEIGHTS = (*uscc.WEIGHTS, 1)
_BACK = tuple(pow(weight, -1, 31) for weight in _WEIGHTS)
_INNER = (*legacy.ORGCODE_WEIGHTS, 1)
_VALUE = {character: value for value, character in enumerate(uscc.ALPHABET)}
Try = tuple[str, str, dict[str, object]]
"""A candidate, the key of the sentence that says why, and what stands in it."""
_DIGITS = str.maketrans({"I": "1", "O": "0", "S": "5", "Z": "2", "B": "8", "Q": "0", "D": "0", "L": "1"})


class Suggestion(NamedTuple):
    """``code`` is '' where several corrections pass: ``why`` says so and ``others`` holds them. A person compares with the certificate."""

    code: str
    why: Text
    others: tuple[str, ...] = ()


NONE = Suggestion("", NOTHING)


def suggest(kind: str, code: str) -> Suggestion:
    """One suggestion for a code that fails, or :data:`NONE`."""
    found: dict[str, Text] = {}
    for candidate, why in _CANDIDATES.get(kind, _nothing)(code):
        if candidate != code:
            found.setdefault(candidate, why)
    clean = {one: why for one, why in found.items() if kind != "uscc" or not uscc.check(one).faults}
    found = clean or found  # one that leads to no known province or authority gives way to one that does
    if len(found) > 1:
        return Suggestion("", word("suggestion", "several", n=len(found)), tuple(found))
    return next((Suggestion(one, why) for one, why in found.items()), NONE)


@lru_cache(maxsize=4096)
def corrections(typed: str) -> tuple[str, ...]:
    """Every USCC that a wrong one can be corrected to; several where nothing in the code itself tells which was meant."""
    code = uscc.clean(typed)
    if uscc.is_placeholder(code) or uscc.passes(code):
        return ()
    found = suggest("uscc", code)
    return (found.code,) if found.code else found.others


def repair(typed: str) -> str | None:
    """The one USCC that was very likely meant by a wrong one; None where there is none, or more than one."""
    found = corrections(typed)
    return found[0] if len(found) == 1 else None


def _nothing(_code: str) -> Iterator[tuple[str, Text]]:
    yield from ()


def _of_uscc(code: str) -> Iterator[tuple[str, Text]]:
    """Candidates that pass both check characters."""
    if len(code) == 18:
        tries = (*_misread(code), *_swapped(code), *_changed(code))
        for candidate, key, values in tries:
            if uscc.passes(candidate) and _sensible(candidate, code):
                yield candidate, word("suggestion", key, **values)
    for candidate in uscc.within(code) if len(code) > 18 else ():
        yield candidate, word("suggestion", "glued")
    if len(code) in (17, 18) and not set(code[17:]) & _LETTERS and set(code[:17]) <= _LETTERS:
        candidate = code[:17] + uscc.check_character(code[:17])
        if uscc.passes(candidate):
            yield candidate, word("suggestion", "missing" if len(code) == 17 else "last")


def _changed(code: str) -> Iterator[Try]:
    """One character mistyped, wherever: the sum mod 31 leaves one value for each place. These rival the last character, which is no
    likelier to be mistyped than another; of slips of one digit it is the right one in 1 of 18.
    """
    if not set(code) <= _LETTERS:
        return
    rest = sum(_VALUE[character] * weight for character, weight in zip(code, _WEIGHTS, strict=True))
    inner = sum(_inner(place, character) for place, character in enumerate(code[8:17])) % 11
    for place, (given, back) in enumerate(zip(code, _BACK, strict=True)):
        meant = uscc.ALPHABET[(_VALUE[given] - rest * back) % 31]
        change = _inner(place - 8, meant) - _inner(place - 8, given) if 8 <= place < 17 else 0
        if (inner + change) % 11 == 0 and meant != given:
            key = "last" if place == 17 else "changed"
            yield code[:place] + meant + code[place + 1 :], key, {} if place == 17 else {"place": place + 1, "given": given, "meant": meant}


def _inner(place: int, character: str) -> int:
    """What a character of the identity (from 0) adds to its sum mod 11; its own check character X is 10."""
    return 10 if (place, character) == (8, "X") else int(character, 36) * _INNER[place]


def _misread(code: str) -> Iterator[Try]:
    """All illegal letters at once, then one confusable character more."""
    base = code.translate(uscc.LOOK_ALIKE)
    wrong = [(given, meant) for given, meant in zip(code, base, strict=True) if given != meant]
    if len(wrong) > 1:
        given, meant = ("、".join(dict.fromkeys(part)) for part in zip(*wrong, strict=True))
        yield base, "confused_all", {"given": given, "meant": meant}
    for place, given in enumerate(code):
        if given in CONFUSED:
            candidate = base[:place] + CONFUSED[given] + base[place + 1 :]
            yield candidate, "confused", {"place": place + 1, "given": given, "meant": CONFUSED[given]}


def _swapped(code: str) -> Iterator[Try]:
    """Swapping two neighbours changes the sum by the difference of their values times that of their weights: most need no second look."""
    if not set(code) <= _LETTERS:
        return
    values = [_VALUE[character] for character in code]
    rest = sum(value * weight for value, weight in zip(values, _WEIGHTS, strict=True))
    for place in range(len(code) - 1):
        change = (values[place + 1] - values[place]) * (_WEIGHTS[place] - _WEIGHTS[place + 1])
        if change and (rest + change) % 31 == 0:
            candidate = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            yield candidate, "swapped", {"place": place + 1, "next": place + 2}


def _sensible(candidate: str, code: str) -> bool:
    """A correction inside the first eight characters must lead somewhere that exists; others are not held against unlisted areas."""
    return candidate[:8] == code[:8] or (candidate[:2] in uscc.PAIRS and areas.area(candidate[2:8]).known)


def _of_orgcode(code: str) -> Iterator[tuple[str, Text]]:
    """One check digit mod 11 lets every eleventh guess pass, so only letters that are no digits are looked at."""
    candidate = code.translate(_DIGITS)
    if legacy.orgcode_ok(candidate):
        yield candidate, word("suggestion", "look_alike")


def _of_taxno(code: str) -> Iterator[tuple[str, Text]]:
    candidate = code.translate(_DIGITS)
    if candidate.isdigit() and TESTS["taxno"](candidate):
        yield candidate, word("suggestion", "look_alike")


_CANDIDATES = {"uscc": _of_uscc, "orgcode": _of_orgcode, "taxno": _of_taxno}
