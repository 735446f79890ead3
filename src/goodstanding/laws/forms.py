"""Forms of stopping a basis and of lifting a suspension."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goodstanding.laws.models import KINDS
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text


def _said(field: forms.Field, label: Text, *, hint: Text | None = None, required: Text | None = None) -> None:
    field.label = here(label)
    field.help_text = here(hint) if hint else ""
    if required:
        field.error_messages["required"] = here(required)


class StopForm(forms.Form):
    """What was decided elsewhere, by which document, from which day, and what the public will read."""

    kind = forms.ChoiceField(widget=forms.RadioSelect)
    articles = forms.CharField(max_length=200, required=False)
    document = forms.CharField(max_length=200)
    since = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"])
    words = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, target: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, since = self.fields["kind"], self.fields["since"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - as declared above
        kind.choices = [
            (one, here(text("laws.stop.option", kind=text("laws.kind", one), hint=text("laws.kind_hint", one)))) for one in KINDS
        ]
        _said(kind, text("laws.stop.kind"), required=text("laws.refused.kind_unknown"))
        _said(self.fields["articles"], text("laws.stop.articles"), hint=text("laws.stop.articles_hint"))
        _said(
            self.fields["document"], text("laws.stop.document"), hint=text("laws.stop.document_hint"),
            required=text("laws.refused.document_missing"),
        )  # fmt: skip
        _said(since, text("laws.stop.since"), hint=text("laws.stop.since_hint"), required=text("laws.refused.since_missing"))
        since.error_messages["invalid"] = here(text("laws.refused.since_missing"))
        since.widget.attrs["max"] = timezone.localdate().isoformat()
        _said(self.fields["words"], text("laws.stop.words"), hint=text("laws.stop.words_hint"), required=text("laws.refused.words_missing"))
        if target != "law":
            del self.fields["articles"]


class LiftForm(forms.Form):
    """Why it applies again."""

    because = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _said(
            self.fields["because"], text("laws.lift.because"), hint=text("laws.stop.words_hint"),
            required=text("laws.refused.lift_words_missing"),
        )  # fmt: skip
