"""Spoilt names, texts, amounts and choices."""

from __future__ import annotations

from goodstanding.city.faults.planting import Scene, Spoil
from goodstanding.city.words import words

_ZERO_WIDTH = "\u200b"


def missing(text: str, _scene: Scene) -> str | None:
    """Nothing where something must be."""
    return "" if text else None


def too_long(limit: int) -> Spoil:
    """One sentence again and again, past the column's length."""

    def spoil(text: str, _scene: Scene) -> str | None:
        return text * (limit // len(text) + 1) if text else None

    return spoil


def typing_error(name: str, scene: Scene) -> str | None:
    """One character of the brand is another one."""
    brand = [at for at, char in enumerate(name) if char in words().first or char in words().second]
    if not brand:
        return None
    at = scene.dice.pick(brand)
    return name[:at] + scene.dice.pick([c for c in words().third if c != name[at]]) + name[at + 1 :]


def former_name(_name: str, scene: Scene) -> str | None:
    """The name the body had before, though the decision is younger than the change."""
    return scene.party.former[-1][0] if scene.party.former else None


def half_width_brackets(name: str, _scene: Scene) -> str | None:
    """Brackets from another keyboard: the same name."""
    planted = name.replace("（", "(").replace("）", ")")
    return planted if planted != name else None


def with_invisible(text: str, scene: Scene) -> str | None:
    """A zero-width space and a full-width blank inside: the same name."""
    at = 1 + scene.dice.below(max(1, len(text) - 1))
    return f"{text[:at]}{_ZERO_WIDTH}{text[at:]}\u3000" if text else None


def as_formula(text: str, _scene: Scene) -> str | None:
    """A cell that a spreadsheet would run."""
    return f'=HYPERLINK("http://example.invalid/","{text[:12]}")' if text else None


def in_yuan(amount: str, _scene: Scene) -> str | None:
    """2000 where 0.2 is meant: the column counts in ten thousands."""
    return f"{float(amount) * 10_000:.0f}" if amount else None


def with_unit(amount: str, _scene: Scene) -> str | None:
    """An amount with its unit is text, not a number."""
    return f"{amount}万元" if amount else None


def in_chinese(amount: str, scene: Scene) -> str | None:
    """Words where a number must be."""
    return scene.dice.pick(("贰仟元整", "壹万元整", "伍佰元整")) if amount else None


def negative(amount: str, _scene: Scene) -> str | None:
    """Less than nothing."""
    return f"-{amount}" if amount else None


def swapped_class(text: str, scene: Scene) -> str | None:
    """A company called an individual business, or the other way round."""
    if scene.party.sort.pair not in ("91", "92"):
        return None
    return "法人及非法人组织" if text == "个体工商户" else "个体工商户"


def only_where(kind: str, spoil: Spoil) -> Spoil:
    """Only in rows whose category names ``kind``."""

    def guarded(text: str, scene: Scene) -> str | None:
        return spoil(text, scene) if kind in scene.row.get("decision.category", "") else None

    return guarded
