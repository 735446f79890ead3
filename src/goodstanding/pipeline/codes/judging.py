"""A batch of codes judged: kernels wave the surely right ones through, Python judges the rest, each distinct text once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.pipeline import kernels
from goodstanding.rules.codes import judging
from goodstanding.rules.persons import MASK
from goodstanding.rules.texts import Text

TEXTS = ("code", "kind", "verdict", "faults", "reasons_zh", "reasons_en", "suggestion", "orgcode", "uscc", "how")
SCHEMA = pa.schema([("line", pa.int64()), ("sheet", pa.string()), *((name, pa.string()) for name in TEXTS)])
"""A line of the answer. ``how`` is empty, ``same`` or ``inside``; the register adds its own."""
_WIDTHS = {"uscc": 18, "orgcode": 9, "regno": 15, "taxno": 15}
_CORES = {"uscc": (8, 17), "orgcode": (0, 9), "taxno": (6, 15)}
_HOW = {"uscc": "same", "taxno": "inside", "orgcode": "inside"}
_ODD = (
    "^("
    + "|".join(f"{c}{{8,}}X?" for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    + (")$|^[0-9]{0,5}[A-Z].{9,14}$|^[0-9]{8}(0[1-9]|1[0-2])[0-3][0-9]{4}$")
)
"""Left to the rules: placeholders (zeros pass every check), 15 characters with a letter among the first six, and 15 digits with month and
day where an old identity number has them."""
_LONGEST = 200
_SHOWN = 50
_MOST_REMEMBERED = 20_000


class Line(NamedTuple):
    """What Python says of one text, in the order of :data:`TEXTS`."""

    code: str
    kind: str
    verdict: str
    faults: str
    reasons_zh: str
    reasons_en: str
    suggestion: str
    orgcode: str
    uscc: str
    how: str


class Judge:
    """Judges batch after batch; remembers what it has seen, within bounds."""

    def __init__(self) -> None:
        self._known: dict[str, Line] = {}

    def judge(self, codes: pa.Array) -> dict[str, pa.Array]:
        """Every column of :data:`TEXTS` for these cells."""
        codes = pc.fill_null(codes, "")
        plain = pc.replace_substring(pc.ascii_upper(pc.utf8_trim_whitespace(codes)), "-", "")
        kinds = _surely(plain)
        sure = pa.array(kinds != "")
        columns = _waved(plain, pa.array(kinds, pa.string())) | {"code": codes}
        rest = pc.invert(sure)
        judged = self._judged(codes.filter(rest))
        return {name: pc.replace_with_mask(columns[name], rest, judged[name]) for name in TEXTS}

    def _judged(self, rest: pa.Array) -> dict[str, pa.Array]:
        distinct = rest.dictionary_encode()
        lines = [self._one(text) for text in distinct.dictionary.to_pylist()]
        columns = zip(*lines, strict=True) if lines else [()] * len(TEXTS)
        return {name: pa.array(list(values), pa.string()).take(distinct.indices) for name, values in zip(TEXTS, columns, strict=True)}

    def _one(self, text: str) -> Line:
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            found = self._known[text] = line_of(text)
        return found


def line_of(text: str) -> Line:
    """One text in full words. A personal number is masked; a very long text is judged and shown by its beginning."""
    it = judging.judge(text[:_LONGEST])
    shown = MASK if it.kind == judging.PERSON else text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    why = it.suggestion.why
    reasons = [fault.says for fault in it.faults] + ([why] if why.zh else [])
    said = Text("；".join(one.zh.rstrip("。") for one in reasons), " ".join(_sentence(one.en) for one in reasons))
    how = _HOW.get(it.kind, "") if it.orgcode and it.verdict == "right" else ""
    faults = ";".join(fault.code for fault in it.faults)
    return Line(shown, it.kind, it.verdict, faults, said.zh, said.en, it.suggestion.code, it.orgcode, it.uscc, how)


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text[0].upper()}{text[1:]}."


def _surely(codes: pa.Array) -> npt.NDArray[np.object_]:
    """The kind of each code that surely is right and has one reading; '' for the rest."""
    widths = pc.binary_length(codes).to_numpy(zero_copy_only=False)
    kinds = np.full(len(codes), "", dtype=object)
    fits = {kind: kernels.right(codes, kind) & (widths == width) for kind, width in _WIDTHS.items()}
    both = fits["regno"] & fits["taxno"]
    for kind, right in fits.items():
        kinds[right & ~both] = kind
    older = np.flatnonzero((kinds != "") & (kinds != "uscc"))
    odd = pc.match_substring_regex(codes.take(pa.array(older)), _ODD).to_numpy(zero_copy_only=False)
    kinds[older[odd]] = ""
    return kinds


def _waved(codes: pa.Array, kinds: pa.Array) -> dict[str, pa.Array]:
    """The answer for right codes: nothing to say but what follows from them."""
    nothing = pa.array(np.full(len(codes), ""), pa.string())
    cores = nothing
    for kind, (first, last) in _CORES.items():
        cores = pc.if_else(pc.equal(kinds, kind), pc.utf8_slice_codeunits(codes, first, last), cores)
    how = nothing
    for kind, word in _HOW.items():
        how = pc.if_else(pc.equal(kinds, kind), word, how)
    uscc = pc.if_else(pc.equal(kinds, "uscc"), codes, "")
    right = pa.array(np.full(len(codes), "right"), pa.string())
    said = {"kind": kinds, "verdict": right, "orgcode": cores, "uscc": uscc, "how": how}
    return {name: said.get(name, nothing) for name in TEXTS}
