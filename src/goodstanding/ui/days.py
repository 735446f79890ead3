"""Days as people write them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from goodstanding.rules.dates import OPEN
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def written(value: date | datetime) -> Text:
    """2026年11月23日 / 23 November 2026, in the centre's own time zone; the open end is 长期 / no end date."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if value >= OPEN:
        return text("ui.open_end")
    return Text(f"{value.year}年{value.month}月{value.day}日", f"{value.day} {MONTHS[value.month - 1]} {value.year}")
