"""``{% load components %}``: form fields and pictures, ready made."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms, template
from django.forms import BoundField

from goodstanding.rules.texts import Text
from goodstanding.ui.pictures import Showing, draw
from goodstanding.ui.pictures import shares as stretches
from goodstanding.ui.texts import text

register = template.Library()
SHAPES: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.FileInput, "file", "govuk-file-upload"),
    (forms.Textarea, "input", "govuk-textarea"),
    (forms.Select, "input", "govuk-select"),
    (forms.Widget, "input", "govuk-input"),
)
"""Widget -> how it is laid out, its class; the first that fits."""


@register.inclusion_tag("ui/components/columns.html")
def columns(*keys: str) -> dict[str, Any]:
    """The head of a table: each column's name by its key."""
    return {"columns": [text(key) for key in keys]}


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, width: str = "", optional: bool = False, label: str = "") -> dict[str, Any]:
    """One field of a Django form with label, hint, error and input; ``width`` is one of the design system's (``10``, ``two-thirds``).

    ``label``: instead of the form's own, where that is somebody else's and speaks one language.
    """
    layout, style = next((layout, style) for widget, layout, style in SHAPES if isinstance(bound.field.widget, widget))
    if width and layout == "input":
        style += f" govuk-input--width-{width}" if width.isdigit() else f" govuk-!-width-{width}"
    if bound.errors and layout in {"input", "file"}:
        style += f" {style.split()[0]}--error"
    described = [f"{bound.auto_id}_helptext"] * bool(bound.help_text) + [f"{bound.auto_id}_error"] * bool(bound.errors)
    # A placeholder vanishes when somebody types, and many take it for what they typed.
    attrs: dict[str, str | bool] = {"class": style, "placeholder": False}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    group = layout in {"radios", "checkboxes"}
    options = [(option, option.data["attrs"].get("id", "")) for option in bound] if group else []
    return {
        "field": bound,
        "label": label or bound.label,
        "layout": layout,
        "style": style,
        "described": " ".join(described),
        "optional": optional,
        "widget": "" if group else bound.as_widget(attrs=attrs),
        "options": options,
    }


@register.inclusion_tag("ui/components/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """All fields of a form, hidden ones too."""
    return {"form": form}


@register.inclusion_tag("ui/components/showing.html")
def showing(
    shown_from: date, shown_until: date, today: date, earliest: date | None = None, decided_on: date | None = None
) -> dict[str, Any]:
    """A picture of the time a record is shown: from, until, today, and the earliest possible end where there is one."""
    return {"picture": draw(Showing(shown_from, shown_until, today, earliest, decided_on))}


@register.inclusion_tag("ui/components/freshness.html")
def freshness(days: int, every: int, width: int) -> dict[str, int]:
    """A picture of how long ago something came, against how often it should; ``width`` is per cent of twice that time."""
    return {"days": days, "every": every, "width": width}


@register.inclusion_tag("ui/components/shares.html")
def shares(parts: list[tuple[Text, int, str]]) -> dict[str, Any]:
    """A picture of how a whole divides: ``(words, number, tone)`` for each part; the words and numbers stand beneath it."""
    told = [part for part in parts if part[1]]
    return {"parts": [(*part, stretch) for part, stretch in zip(told, stretches([number for _, number, _ in told]), strict=True)]}
