"""One writing of a name: width, script, brackets, letters and marks that say nothing. The original is always kept beside."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from goodstanding.rules import characters

HOME = Path(__file__).parents[2] / "catalogue" / "names"

_BRACKETS = dict.fromkeys("[{<〈《「『【〔〖〘〚⟨", "(") | dict.fromkeys("]}>〉》」』】〕〗〙〛⟩", ")")
_DASHES = dict.fromkeys("‐‑‒–—―−⸺⸻", "-")
_DOTS = dict.fromkeys("•・‧∙⋅●▪", "·")
_QUOTES = dict.fromkeys('"’‘“”`′。', "'")
_MARKS = "-·.,"
# Between two digits a mark says something (7-11, 3.15, 3-5号): it stays, a run of them as its first. Elsewhere it is dropped.
_MARK = re.compile(rf"(?<=[0-9])([{_MARKS}])[{_MARKS}]*(?=[0-9])|[{_MARKS}']+")
_ROUNDS = 4


def normal(name: str) -> str:
    """NFKC, simplified characters, no white space or invisible characters, every bracket a plain one, upper case.

    ``北京某某（深圳）有限公司`` and ``北京某某 (深圳) 有限公司`` are the classic false mismatch. Dots, dashes, commas and quotes are
    dropped unless they stand between digits or there is nothing else. Characters that are in use in both scripts (乾, 昇, 於) stay as
    they are, and so do 〇, ○ and 零: which of them was meant cannot be known from the name. Pure and idempotent; never raises.
    """
    if _plain().fullmatch(name):  # nine names of ten
        return name
    # A second round changes something only where letters compose anew after an invisible one went between them; four are plenty.
    for _ in range(_ROUNDS):
        once = _once(name)
        if once == name:
            break
        name = once
    return name


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(f"[0-9A-Z{_han()}]+")


def _once(name: str) -> str:
    text = characters.compact(name).translate(_same()).upper()
    return text if text.isalnum() else _MARK.sub(_between_digits, text) or text


def _between_digits(mark: re.Match[str]) -> str:
    return mark[1] or ""


@cache
def _same() -> dict[int, str]:
    """Character -> how it is written here."""
    return str.maketrans(folded() | _BRACKETS | _DASHES | _DOTS | _QUOTES)


@cache
def folded() -> dict[str, str]:
    """Traditional character -> simplified one (``catalogue/names/traditional.tsv``)."""
    lines = (HOME / "traditional.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


@cache
def tidy() -> str:
    """Body of an RE2 or Python character class: what :func:`normal` leaves alone but for brackets and case.

    Digits, letters, both kinds of round brackets, and the Chinese characters that are not folded. For set engines: a name of these
    only is normal after ``translate(upper(name), '（）', '()')``, every other one needs :func:`normal`.
    """
    return f"0-9A-Za-z()（）{_han()}"


def _han() -> str:
    """Body of a character class: the Chinese characters that are not folded."""
    ours = folded()
    left = [point for point in range(0x4E00, 0x9FA6) if chr(point) not in ours]
    runs: list[list[int]] = []
    for point in left:
        if runs and runs[-1][1] == point - 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in runs)


def bigrams(normal_name: str) -> list[str]:
    """The distinct pairs of neighbouring characters, in order; a single character stands for itself."""
    if len(normal_name) == 1:
        return [normal_name]
    return list(dict.fromkeys(normal_name[i : i + 2] for i in range(len(normal_name) - 1)))
