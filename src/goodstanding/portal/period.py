"""Until when a record shows, and why: in sentences, with the day from which an early end may be applied for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goodstanding.portal.loaded import catalogue
from goodstanding.portal.quoting import quote
from goodstanding.portal.record import Described
from goodstanding.records.models import Record
from goodstanding.rules.catalogue import Regime
from goodstanding.rules.terms import months_after
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text


@dataclass(frozen=True, slots=True)
class Period:
    """``earliest``: when repair may end it, None where the regime knows no least period (permits)."""

    sentences: tuple[Text, ...]
    earliest: date | None


def period(it: Described) -> Period:
    """By which rule, in which class, how it ends, whether it may end early; in reading order."""
    record = it.record
    regime = next((one for one in catalogue().regimes if one.code == record.regime), None)
    earliest = _earliest(record, regime)
    sentences = [text("portal.record.period_basis", basis=quote(record.basis))]
    if record.kind == "penalty" and regime:
        sentences.append(
            text("portal.record.period_class", klass=regime.klass(record.klass).title)
            if it.class_stated
            else text("portal.record.period_unclassified")
        )
    sentences.append(text("portal.record.period_end"))
    if record.claim and record.shown_until and record.claim != record.shown_until:
        sentences.append(text("portal.record.period_claim", claim=written(record.claim)))
    if earliest and earliest < (record.shown_until or earliest):
        sentences.append(text("portal.record.period_earliest", day=written(earliest)))
    return Period(tuple(sentences), earliest)


def _earliest(record: Record, regime: Regime | None) -> date | None:
    least = regime.klass(record.klass).least if regime else 0
    return months_after(record.decided_on, least) if least else None
