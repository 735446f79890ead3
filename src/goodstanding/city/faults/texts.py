"""Spoilt names, texts, amounts and choices."""

from __future__ import annotations

from datetime import timedelta

from goodstanding.city.faults.planting import Scene, Spoil
from goodstanding.city.organisations import former
from goodstanding.city.words import words
from goodstanding.rules import dates, loading

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
    """The name the body had on the day of the decision, or until shortly before it: papers are still made out to it."""
    return _called_before(scene, in_time=True)


def name_given_up(_name: str, scene: Scene) -> str | None:
    """A name the body gave up long before the decision: that it is still meant, only a person can say."""
    return _called_before(scene, in_time=False)


def _called_before(scene: Scene, *, in_time: bool) -> str | None:
    names = former(scene.party, scene.today)
    day = dates.read(scene.row.get("decision.date", ""))
    if not names or day is None:
        return None
    name, since, until = names[-1]
    return name if (since <= day < until + timedelta(days=loading.load().terms["former_name"].count)) == in_time else None


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


def called_household(_text: str, scene: Scene) -> str | None:
    """A company called an individual business."""
    return "个体工商户" if scene.party.sort.pair == "91" else None


def called_organisation(_text: str, scene: Scene) -> str | None:
    """An individual business called an organisation."""
    return "法人及非法人组织" if scene.party.household else None


def of_household(spoil: Spoil) -> Spoil:
    """Only where the party is an individual business."""
    return lambda text, scene: spoil(text, scene) if scene.party.household else None


def of_organisation(spoil: Spoil) -> Spoil:
    """Only where the party is no individual business."""
    return lambda text, scene: None if scene.party.household else spoil(text, scene)


def of_shown(spoil: Spoil) -> Spoil:
    """Only where the penalty would show and the class matters: a fine at least, by ordinary procedure, since classes are three."""

    def guarded(text: str, scene: Scene) -> str | None:
        row = scene.row
        shown = row.get("fine") and row.get("publication.procedure") == "普通程序" and row["decision.date"] >= "2026/04/01"
        return spoil(text, scene) if shown else None

    return guarded


def other_year(number: str, scene: Scene) -> str | None:
    """A document number of a year long before the decision."""
    year = scene.row.get("_year", "")
    return number.replace(f"〔{year}〕", "〔2019〕") if f"〔{year}〕" in number else None


def square_brackets(number: str, _scene: Scene) -> str | None:
    """The year in brackets of another kind."""
    return number.replace("〔", "[").replace("〕", "]") if "〔" in number else None


def half_a_bracket(name: str, _scene: Scene) -> str | None:
    """A bracket that is never closed."""
    return name.replace("）", "") if "）" in name else None


def with_code(name: str, scene: Scene) -> str | None:
    """The code glued to the name."""
    return f"{name}{scene.party.uscc}" if name else None


def with_markup(text: str, _scene: Scene) -> str | None:
    """Copied out of a web page, tags and all."""
    return f"<p>{text}</p><br/>&nbsp;" if text else None


def garbled(text: str, _scene: Scene) -> str | None:
    """Saved in the wrong encoding: replacement characters where text was."""
    return f"{text[:20]}\ufffd\ufffd\ufffd\ufffd{text[24:]}" if text else None


def without_article(text: str, _scene: Scene) -> str | None:
    """The law, and not where in it."""
    return text.split("》", 1)[0].removesuffix("条例") + "》" if "》" in text and "条例" not in text.split("》", 1)[0] else None


def zero(amount: str, _scene: Scene) -> str | None:
    """A fine of nothing."""
    return "0" if amount else None


def slightly_more(amount: str, _scene: Scene) -> str | None:
    """Another amount than the decision's text has."""
    return f"{float(amount) * 1.1 + 0.03:.4f}".rstrip("0").rstrip(".") if amount else None


def without_fine(text: str, _scene: Scene) -> str | None:
    """The category forgets the fine."""
    kinds = text.split(";")
    return "警告" if "罚款" in kinds and not any(kind.startswith(("没收", "暂扣")) for kind in kinds) else None


def with_detention(text: str, _scene: Scene) -> str | None:
    """What only a person can suffer."""
    return f"{text};行政拘留" if text else None
