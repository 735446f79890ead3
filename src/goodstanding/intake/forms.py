"""The desk's forms. What a choice means is the catalogue's; what a sentence says is texts.toml's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.intake.models import NOBODY
from goodstanding.rules.loading import load
from goodstanding.ui.texts import here, text


def kinds() -> list[tuple[str, str]]:
    """The catalogue's kinds, in the reader's language."""
    return [(code, here(kind.title)) for code, kind in load(settings.CITY_CATALOGUE).kinds.items()]


class AboutForm(forms.Form):
    """Which department, which kind: what every submission has. A department's own people are not asked for the department."""

    def __init__(self, standing: Standing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        kind = here(text("intake.hand_in.need_kind"))
        self.fields["kind"] = forms.ChoiceField(
            widget=forms.RadioSelect, choices=kinds(), label=here(text("intake.hand_in.kind")), error_messages={"required": kind}
        )
        if standing.is_centre:
            department = here(text("intake.hand_in.need_department"))
            self.fields["department"] = forms.ModelChoiceField(
                Department.objects.all(),
                to_field_name="code",
                empty_label=here(text("intake.columns.choose")),
                label=here(text("intake.hand_in.department")),
                error_messages={"required": department},
            )

    @property
    def chosen_department(self) -> Department:
        """The one chosen, or the standing's own."""
        chosen = self.cleaned_data.get("department")
        return chosen if isinstance(chosen, Department) else Department.objects.get(pk=self.standing.department_id or NOBODY)


class HandInForm(AboutForm):
    """Beside the file, which is sealed before any form sees it."""

    follows = forms.UUIDField(required=False, widget=forms.HiddenInput)


class NothingForm(AboutForm):
    """Nothing to report, for a month."""

    month = forms.CharField(max_length=7)

    def __init__(self, standing: Standing, *args: Any, **kwargs: Any) -> None:
        super().__init__(standing, *args, **kwargs)
        month = self.fields["month"]
        month.label, month.help_text = here(text("intake.nothing.month")), here(text("intake.nothing.month_hint"))
        month.error_messages["required"] = here(text("intake.refused.month_unreadable"))


class ReasonForm(forms.Form):
    """Why something is done; ``label`` is the question."""

    because = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, label: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].label = label
        self.fields["because"].error_messages["required"] = here(text("intake.refused.because_needed"))


class AttachForm(ReasonForm):
    """Which organisation on the register, and why."""

    code = forms.CharField(max_length=40)
    field_order = ("code", "because")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(here(text("intake.queue.attach_because")), *args, **kwargs)
        self.fields["code"].label = here(text("intake.queue.attach_code"))
        self.fields["code"].error_messages["required"] = here(text("intake.refused.organisation_unknown"))


class ExceptionForm(forms.Form):
    """A code and what was seen."""

    code = forms.CharField(max_length=40)
    evidence = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("code", "evidence"):
            self.fields[name].label = here(text("intake.exceptions", name))
            self.fields[name].error_messages["required"] = here(text("intake.refused", f"{name}_needed"))
        self.fields["evidence"].help_text = here(text("intake.exceptions.evidence_hint"))
