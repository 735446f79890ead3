"""Names of organisations made comparable. The original is always kept beside."""

from __future__ import annotations

from goodstanding.rules import characters

_BRACKETS = str.maketrans(dict.fromkeys("[{<〈《「『【〔〖〘〚⟨", "(") | dict.fromkeys("]}>〉》」』】〕〗〙〛⟩", ")"))


def normal(name: str) -> str:
    """NFKC, no white space or invisible characters, every bracket a plain one, upper case.

    ``北京某某（深圳）有限公司`` and ``北京某某 (深圳) 有限公司`` are the classic false mismatch.
    """
    return characters.compact(name).translate(_BRACKETS).upper()


def bigrams(normal_name: str) -> list[str]:
    """The distinct pairs of neighbouring characters, in order; a single character stands for itself."""
    if len(normal_name) == 1:
        return [normal_name]
    return list(dict.fromkeys(normal_name[i : i + 2] for i in range(len(normal_name) - 1)))
