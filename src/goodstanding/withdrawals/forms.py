"""Forms of taking down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goodstanding.rules.catalogue import Regime
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text
from goodstanding.withdrawals.models import KINDS


def _said(field: forms.Field, label: Text, *, hint: Text | None = None, required: Text | None = None) -> None:
    field.label = here(label)
    field.help_text = here(hint) if hint else ""
    if required:
        field.error_messages["required"] = here(required)


class DetailsForm(forms.Form):
    """What happened to the decision, and what the public will read."""

    because = forms.ChoiceField(widget=forms.RadioSelect)
    document = forms.CharField(max_length=200)
    effective_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"])
    words = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    successor_no = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        because, day = self.fields["because"], self.fields["effective_on"]
        assert isinstance(because, forms.ChoiceField)  # noqa: S101 - as declared above
        because.choices = [(kind, here(text("withdrawals.kind", kind))) for kind in KINDS]
        _said(because, text("withdrawals.details.because"), required=text("withdrawals.refused.kind_unknown"))
        _said(
            self.fields["document"], text("withdrawals.details.document"), hint=text("withdrawals.details.document_hint"),
            required=text("withdrawals.refused.document_missing"),
        )  # fmt: skip
        _said(
            day, text("withdrawals.details.effective_on"), hint=text("withdrawals.details.effective_hint"),
            required=text("withdrawals.refused.effective_missing"),
        )  # fmt: skip
        day.error_messages["invalid"] = here(text("withdrawals.refused.effective_missing"))
        day.widget.attrs["max"] = timezone.localdate().isoformat()
        _said(
            self.fields["words"], text("withdrawals.details.words"), hint=text("withdrawals.details.words_hint"),
            required=text("withdrawals.refused.words_missing"),
        )  # fmt: skip
        _said(self.fields["successor_no"], text("withdrawals.details.successor_no"), hint=text("withdrawals.details.successor_hint"))


class RegimeForm(forms.Form):
    """Which regime or class ends, why, and on what it rests."""

    which = forms.ChoiceField()
    basis = forms.ChoiceField()
    document = forms.CharField(max_length=200, required=False)
    words = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, regimes: tuple[Regime, ...], laws: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        which, basis = self.fields["which"], self.fields["basis"]
        assert isinstance(which, forms.ChoiceField)  # noqa: S101 - as declared above
        assert isinstance(basis, forms.ChoiceField)  # noqa: S101
        every = here(text("withdrawals.regime.every_class"))
        which.choices = [
            (f"{regime.code}/{klass}", f"{here(regime.title)} · {title}")
            for regime in regimes
            for klass, title in [("", every), *((one.code, here(one.title)) for one in regime.classes if one.show)]
        ]
        basis.choices = laws
        _said(which, text("withdrawals.regime.which"))
        _said(basis, text("withdrawals.regime.basis"))
        _said(self.fields["document"], text("withdrawals.regime.document"))
        _said(
            self.fields["words"], text("withdrawals.details.words"), hint=text("withdrawals.details.words_hint"),
            required=text("withdrawals.refused.words_missing"),
        )  # fmt: skip


class WhyForm(forms.Form):
    """Why not."""

    because = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _said(self.fields["because"], text("withdrawals.regime.why_not"), required=text("withdrawals.refused.reason_missing"))
