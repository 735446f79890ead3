"""Forms of checks: what they ask, in the words of texts.toml. The list of bidders is not Django's: see intake.uploading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict

from goodstanding.checks import feeding_back, granting, purposes, shown
from goodstanding.checks.models import OUTCOMES
from goodstanding.departments.models import Department
from goodstanding.lists.forms_desk import choices, day_field, said, words_field
from goodstanding.rules import persons, uscc
from goodstanding.rules.listing import Purpose
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text

MATTER = 200


class PurposeForm(forms.Form):
    """What for: one of the purposes the department holds, and the matter."""

    purpose = forms.ChoiceField(widget=forms.RadioSelect)
    matter = forms.CharField(max_length=MATTER)

    def __init__(self, held: Sequence[Purpose], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices(self.fields["purpose"], [(one.code, shown.with_basis(one)) for one in held])
        if len(held) == 1:
            self.fields["purpose"].initial = held[0].code
        said(
            self.fields["purpose"], text("checks.desk.ask.purpose"), hint=text("checks.desk.ask.purpose_hint"),
            required=text("checks.desk.ask.purpose_missing"),
        )  # fmt: skip
        said(
            self.fields["matter"], text("checks.desk.ask.matter"), hint=text("checks.desk.ask.matter_hint"),
            required=text("checks.desk.ask.matter_missing"),
        )  # fmt: skip


class AskForm(PurposeForm):
    """About one organisation, by its code."""

    code = forms.CharField(max_length=60)
    field_order = ("code", "purpose", "matter")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said(
            self.fields["code"], text("checks.desk.ask.code"), hint=text("checks.desk.ask.code_hint"),
            required=text("checks.desk.ask.code_missing"),
        )  # fmt: skip
        self.fields["code"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean_code(self) -> str:
        """A person's number is not asked about, and not shown again."""
        typed = str(self.cleaned_data["code"])
        if persons.find(typed, code_column=True):
            shown_again = cast(QueryDict, self.data).copy()
            shown_again["code"] = ""
            self.data = shown_again
            raise forms.ValidationError(here(text("checks.desk.ask.person")))
        return uscc.clean(typed)


class FeedbackForm(forms.Form):
    """What was done: about the whole answer, or about a measure or an entry it names."""

    about = forms.ChoiceField(required=False)
    outcome = forms.ChoiceField(widget=forms.RadioSelect)
    reasons = words_field(1000, 3)
    effect = words_field(1000, 3)

    def __init__(self, named: list[tuple[str, Text]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices(self.fields["about"], [("", text("checks.desk.feedback.whole")), *named])
        choices(
            self.fields["outcome"],
            [(one, text("checks.outcome", one)) for one in OUTCOMES if named or one not in feeding_back.ON_SOMETHING],
        )
        for name in ("reasons", "effect"):
            self.fields[name].required = False
        said(self.fields["about"], text("checks.desk.feedback.about"))
        said(self.fields["outcome"], text("checks.desk.feedback.outcome"), required=text("checks.desk.feedback.outcome_missing"))
        said(self.fields["reasons"], text("checks.desk.feedback.reasons"), hint=text("checks.desk.feedback.reasons_hint"))
        said(self.fields["effect"], text("checks.desk.feedback.effect"), hint=text("checks.desk.feedback.effect_hint"))
        if not named:
            self.fields["about"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """未采取 is an answer as good as any other; it needs its reason."""
        typed = super().clean() or self.cleaned_data
        if typed.get("outcome") == "not_applied" and not typed.get("reasons", "").strip():
            self.add_error("reasons", here(text("checks.desk.feedback.reasons_missing")))
        if typed.get("outcome") in feeding_back.ON_SOMETHING and not typed.get("about"):
            self.add_error("about", here(text("checks.desk.feedback.about_missing")))
        return typed


class GrantForm(forms.Form):
    """Which department may ask what for, from when, and why it needs to."""

    department = forms.ModelChoiceField(Department.objects.none(), to_field_name="code")
    purpose = forms.ChoiceField()
    starts_on = day_field()
    ends_on = day_field()
    because = words_field(granting.LONGEST, 3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = False
        department = self.fields["department"]
        assert isinstance(department, forms.ModelChoiceField)  # noqa: S101 - as declared
        department.empty_label = here(text("checks.desk.grant.choose"))
        department.queryset = Department.objects.order_by("name")
        department.label_from_instance = lambda obj: here(shown.named(obj))  # type: ignore[method-assign]
        offered = [(one.code, shown.with_basis(one)) for one in purposes.askable()]
        choices(self.fields["purpose"], [("", text("checks.desk.grant.choose")), *offered])
        for name in ("department", "purpose", "starts_on", "ends_on", "because"):
            hint = text("checks.desk.grant.hint", name) if name in {"because", "ends_on"} else None
            said(self.fields[name], text("checks.desk.grant", name), hint=hint, required=text("checks.desk.grant.missing"))


class EndForm(forms.Form):
    """Why it ends, today."""

    because = words_field(granting.LONGEST, 3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said(self.fields["because"], text("checks.desk.grant.end_because"), required=text("checks.desk.grant.missing"))
