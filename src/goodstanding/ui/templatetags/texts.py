"""``{% load texts %}``: the sentences, dates and language of a page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import here, text

register = template.Library()


@register.simple_tag
def t(key: str, *parts: object, **values: object) -> SafeString:
    """``{% t "intake.upload.title" n=3 %}``; values are escaped, the text is ours. ``{% t "intake.state" state %}`` lengthens the key."""
    return conditional_escape(here(text(key, *parts, **values)))


@register.filter(name="text")
def of_text(value: Text | str | None) -> str:
    """A ``Text`` in the language of the page; a plain string stays as it is."""
    return here(value) if isinstance(value, Text) else value or ""


@register.filter
def day(value: date | datetime | None) -> str:
    """2026年11月23日 / 23 November 2026; the open end is 长期 / no end date; None stays empty."""
    return here(written(value)) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A day and the time of day in the centre's own time zone."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local)} {local:%H:%M}"


@register.filter
def count(value: float | Decimal | None) -> str:
    """A number with thousands separated, so that an eye can read it."""
    return "" if value is None else f"{value:,}"
