"""Forms about powers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Field
from django.utils import timezone

from goodstanding.representing.asking import LONGEST, latest
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text


def _said(field: Field, label: Text, *, hint: Text | None = None, required: Text | None = None) -> None:
    field.label = here(label)
    field.help_text = here(hint) if hint else ""
    if required:
        field.error_messages["required"] = here(required)


def _day() -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), input_formats=["%Y-%m-%d"])


class CodeForm(forms.Form):
    """Which organisation."""

    code = forms.CharField(max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _said(
            self.fields["code"], text("representing.ask.code"),
            hint=text("representing.ask.code_hint"), required=text("representing.ask.code_missing"),
        )  # fmt: skip
        self.fields["code"].widget.attrs["autocomplete"] = "off"


class DaysForm(forms.Form):
    """From when until when."""

    starts_on = _day()
    ends_on = _day()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            field = self.fields[name]
            _said(field, text("representing.ask", name), required=text("representing.ask", f"{name}_missing"))
            field.error_messages["invalid"] = here(text("representing.ask.day_wrong"))


class WishForm(DaysForm):
    """From when until when, and what for. The letter is a field of its own, read by ``papers.uploading``."""

    words = forms.CharField(max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {"starts_on": today, "ends_on": latest(today)} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        _said(self.fields["words"], text("representing.ask.words"), hint=text("representing.ask.words_hint"))


class WhyForm(forms.Form):
    """Why something is done."""

    because = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, label: Text, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _said(self.fields["because"], label, required=text("representing.refused.reason_missing"))
