"""Numbers of spreadsheets as text: what a person would see, never a guess at what was meant.

A spreadsheet keeps 15 significant digits. An 18-digit code typed as a number is lost for good: it comes out as
``9.14403001922038E+17``, which the checks tell as damaged, and nobody fills the lost digits.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - dates of a sheet have no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_SERIAL = 2_958_466  # the day after 9999-12-31


def number_text(raw: str) -> str:
    """``1.0`` -> ``1``; ``0.30000000000000004`` -> ``0.3``; ``9.14403E+17`` stays damaged; digits alone and words stay."""
    if raw.isdecimal():
        return raw
    try:
        text = f"{float(raw):.15G}"
    except ValueError:
        return raw
    return format(Decimal(text), "f") if "E-" in text else text


def serial_text(raw: str, *, date1904: bool = False) -> str:
    """A date cell's serial as ISO text: ``43466`` -> ``2019-01-01``, with the time where there is one; outside the calendar: the number."""
    try:
        serial = float(raw)
    except ValueError:
        return raw
    if not 0 <= serial < _LAST_SERIAL:
        return number_text(raw)
    if not date1904 and 1 <= serial < 60:  # the 29 February 1900 that never was
        serial += 1
    moment = (_EPOCH_1904 if date1904 else _EPOCH_1900) + timedelta(seconds=round(serial * 86_400))
    return moment_text(moment, whole=serial >= 1)


def moment_text(moment: datetime, *, whole: bool = True) -> str:
    """ISO date, with the time of day where it is not midnight; ``whole`` is false for a time without a day."""
    if not whole:
        return f"{moment:%H:%M:%S}"
    return f"{moment:%Y-%m-%d}" if (moment.hour, moment.minute, moment.second) == (0, 0, 0) else f"{moment:%Y-%m-%d %H:%M:%S}"
