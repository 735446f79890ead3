"""Forms of the desk's pages about codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Field

from goodstanding.departments.models import Department
from goodstanding.organisations.models import OPERATIONS
from goodstanding.rules import uscc
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text


def _said(field: Field, label: Text, *, hint: Text | None = None, required: Text | None = None) -> None:
    field.label = here(label)
    field.help_text = here(hint) if hint else ""
    if required:
        field.error_messages["required"] = here(required)


class AnswerForm(forms.Form):
    """The return file's operation, and what goes with it."""

    operation = forms.ChoiceField(widget=forms.RadioSelect)
    new_code = forms.CharField(max_length=40, required=False)
    words = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        operation = self.fields["operation"]
        assert isinstance(operation, forms.ChoiceField)  # noqa: S101 - as declared above
        operation.choices = [(flag, here(text("organisations.issues.operation", flag))) for flag in OPERATIONS]
        _said(operation, text("organisations.issues.answer.operation"), required=text("organisations.issues.refused.operation_unknown"))
        _said(self.fields["new_code"], text("organisations.issues.answer.new_code"), hint=text("organisations.issues.answer.new_code_hint"))
        _said(self.fields["words"], text("organisations.issues.answer.words"), hint=text("organisations.issues.answer.words_hint"))


class WhyForm(forms.Form):
    """Why something is done."""

    because = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, label: Text, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _said(self.fields["because"], label, required=text("organisations.refused.reason_missing"))


class KeepForm(WhyForm):
    """Why the code stands, and whether it is a lawful exception."""

    as_exception = forms.BooleanField(required=False)

    def __init__(self, label: Text, *args: Any, exceptable: bool = False, **kwargs: Any) -> None:
        super().__init__(label, *args, **kwargs)
        if exceptable:
            _said(
                self.fields["as_exception"],
                text("organisations.issues.keep.exception"),
                hint=text("organisations.issues.keep.exception_hint"),
            )
        else:
            del self.fields["as_exception"]


class DepartmentForm(forms.Form):
    """Whose it is."""

    department = forms.ModelChoiceField(Department.objects.none(), to_field_name="code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department = self.fields["department"]
        assert isinstance(department, forms.ModelChoiceField)  # noqa: S101 - as declared above
        department.queryset = Department.objects.all()
        _said(department, text("organisations.issues.assign.department"), required=text("organisations.issues.assign.need_department"))


class RegistrarForm(DepartmentForm):
    """Which department registers the bodies of an authority, in a district or everywhere else."""

    authority = forms.ChoiceField()
    district = forms.CharField(max_length=6, required=False)
    field_order = ("authority", "district", "department")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        authority = self.fields["authority"]
        assert isinstance(authority, forms.ChoiceField)  # noqa: S101 - as declared above
        letters = sorted({pair[0] for pair in uscc.PAIRS})
        authority.choices = [(letter, f"{letter} {here(text('organisations.issues.authority', letter))}") for letter in letters]
        _said(authority, text("organisations.issues.registrars.authority"))
        _said(
            self.fields["district"],
            text("organisations.issues.registrars.district"),
            hint=text("organisations.issues.registrars.district_hint"),
        )
