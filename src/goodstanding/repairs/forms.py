"""Forms of repair, on the organisation's side and the desk's."""

from __future__ import annotations

from typing import Any

from django import forms

from goodstanding.repairs.filing import LONGEST
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text


def _said(field: forms.Field, label: Text, *, hint: Text | None = None, required: Text | None = None) -> None:
    field.label = here(label)
    field.help_text = here(hint) if hint else ""
    if required:
        field.error_messages["required"] = here(required)


class ApplyForm(forms.Form):
    """How the duties were performed; that the commitment was read and is accepted. Files are not Django's here: see papers.uploading."""

    statement = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))
    proof_held = forms.BooleanField(required=False)
    committed = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _said(
            self.fields["statement"], text("repairs.apply.statement"), hint=text("repairs.apply.statement_hint"),
            required=text("repairs.refused.statement_missing"),
        )  # fmt: skip
        _said(self.fields["proof_held"], text("repairs.apply.proof_held"))
        _said(self.fields["committed"], text("repairs.apply.committed"), required=text("repairs.refused.commitment_missing"))


class WhyForm(forms.Form):
    """Why, as the applicant will read it."""

    because = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, label: Text, hint: Text, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _said(self.fields["because"], label, hint=hint, required=text("repairs.refused.reason_missing"))


class MaskForm(forms.Form):
    """The court's ruling, and which records."""

    court = forms.CharField(max_length=100)
    document = forms.CharField(max_length=100)
    records = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, records: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _said(self.fields["court"], text("repairs.masking.court"), required=text("repairs.refused.ruling_missing"))
        _said(self.fields["document"], text("repairs.masking.document"), required=text("repairs.refused.ruling_missing"))
        chosen = self.fields["records"]
        assert isinstance(chosen, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        chosen.choices = records
        _said(chosen, text("repairs.masking.records"), required=text("repairs.refused.records_missing"))


class MaskingOverForm(WhyForm):
    """How the masking ends, and the ruling that says so."""

    document = forms.CharField(max_length=100)

    def __init__(self, label: Text, hint: Text, *args: Any, **kwargs: Any) -> None:
        super().__init__(label, hint, *args, **kwargs)
        _said(self.fields["document"], text("repairs.masking.over_document"), required=text("repairs.refused.ruling_missing"))
