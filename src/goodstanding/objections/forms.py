"""Forms of objections: what they ask, in the words of texts.toml."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Field

from goodstanding.departments.models import Department
from goodstanding.objections import grounds
from goodstanding.objections.models import ANSWERS, GROUNDS
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text

TEXTAREA = {"rows": 4}


def said(field: Field, label: Text, *, hint: Text | None = None, required: Text | None = None) -> None:
    """A field's words."""
    field.label = here(label)
    field.help_text = here(hint) if hint else ""
    if required:
        field.error_messages["required"] = here(required)


def choose(field: Field, choices: list[tuple[str, Text]]) -> None:
    """A field's choices."""
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared
    field.choices = [(code, here(title)) for code, title in choices]


class WhyForm(forms.Form):
    """Why something is done."""

    because = forms.CharField(max_length=2000, widget=forms.Textarea(attrs=TEXTAREA))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said(self.fields["because"], text("objections.form.because"), required=text("objections.refused.reason_missing"))


class ReasonsForm(forms.Form):
    """The second step: the ground and the organisation's own words."""

    ground = forms.ChoiceField(widget=forms.RadioSelect)
    words = forms.CharField(max_length=500, widget=forms.Textarea(attrs=TEXTAREA))

    def __init__(self, *args: Any, missing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = ("missing",) if missing else tuple(one for one in GROUNDS if one != "missing")
        choose(self.fields["ground"], [(one, text("objections.ground", one)) for one in offered])
        said(self.fields["ground"], text("objections.page.ground"), required=text("objections.refused.ground_missing"))
        said(
            self.fields["words"], text("objections.form.words"), hint=text("objections.form.words_hint"),
            required=text("objections.form.words_missing"),
        )  # fmt: skip


class MissingForm(forms.Form):
    """A decision that should be there: which, and who made it."""

    described = forms.CharField(max_length=300)
    department = forms.ModelChoiceField(Department.objects.none(), to_field_name="code", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department = self.fields["department"]
        assert isinstance(department, forms.ModelChoiceField)  # noqa: S101 - as declared
        department.queryset = Department.objects.all()
        described = self.fields["described"]
        said(described, text("objections.form.described"), hint=text("objections.form.described_hint"),
             required=text("objections.form.described_missing"))  # fmt: skip
        said(department, text("objections.form.department"), hint=text("objections.form.department_hint"))


class ForwardForm(forms.Form):
    """Which department is the source of each decision that is missing."""

    def __init__(self, items: list[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in items:
            field = forms.ModelChoiceField(Department.objects.all(), to_field_name="code", initial=item.department and item.department.code)
            said(field, text("objections.form.source_of", what=item.described), required=text("objections.refused.source_missing"))
            self.fields[f"source-{item.pk}"] = field

    def sources(self) -> dict[int, Department]:
        """Item -> department."""
        return {int(name.removeprefix("source-")): value for name, value in self.cleaned_data.items()}


class AnswerForm(forms.Form):
    """What a source says; the corrected fields and the document come beside it. ``entries``: it is asked about entries of lists alone."""

    answer = forms.ChoiceField(widget=forms.RadioSelect)
    words = forms.CharField(max_length=2000, widget=forms.Textarea(attrs=TEXTAREA))

    def __init__(self, *args: Any, entries: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said_of_entry = [(one, text("objections.answer_entry", one)) for one in ANSWERS if one != "corrects"]
        choose(self.fields["answer"], said_of_entry if entries else [(one, text("objections.answer", one)) for one in ANSWERS])
        said(self.fields["answer"], text("objections.page.answer"), required=text("objections.refused.answer_missing"))
        said(self.fields["words"], text("objections.form.answer_words"), hint=text("objections.form.answer_words_hint"),
             required=text("objections.refused.reason_missing"))  # fmt: skip


class DecideForm(forms.Form):
    """Reasons and basis; what becomes of each part stands beside it."""

    reasons = forms.CharField(max_length=2000, widget=forms.Textarea(attrs=TEXTAREA))
    basis = forms.ChoiceField()

    def __init__(self, profile: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["basis"], [(one, grounds.quoted(one)) for one in grounds.bases(profile)])
        said(self.fields["reasons"], text("objections.form.reasons"), hint=text("objections.form.reasons_hint"),
             required=text("objections.refused.reason_missing"))  # fmt: skip
        said(self.fields["basis"], text("objections.page.basis"), required=text("objections.refused.basis_missing"))


class ReportForm(forms.Form):
    """What anybody says is wrong. ``website`` is left empty by people: a machine that fills every field gives itself away."""

    field = forms.ChoiceField(required=False)
    words = forms.CharField(max_length=1000, widget=forms.Textarea(attrs=TEXTAREA))
    contact = forms.CharField(max_length=254, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, fields: list[tuple[str, Text]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["field"], [("", text("objections.form.whole")), *fields])
        said(self.fields["field"], text("objections.form.which_field"))
        said(self.fields["words"], text("objections.form.wrong"), hint=text("objections.form.wrong_hint"),
             required=text("objections.form.wrong_missing"))  # fmt: skip
        said(self.fields["contact"], text("objections.form.contact"), hint=text("objections.form.contact_hint"))


class SettleForm(WhyForm):
    """What was found; or the centre opens an objection itself."""

    open_case = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said(self.fields["open_case"], text("objections.form.open_case"), hint=text("objections.form.open_case_hint"))
