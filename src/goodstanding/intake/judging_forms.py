"""The forms of judging, undoing and merging."""

from __future__ import annotations

from typing import Any

from django import forms

from goodstanding.organisations.models import Organisation
from goodstanding.rules import uscc
from goodstanding.ui.texts import here, text

VERDICTS = ("same", "different", "unsure")
GROUNDS = ("register", "licence", "department", "writing", "former", "other")
"""What a decision usually rests on."""


class JudgeForm(forms.Form):
    """Is the row this organisation's? With what that rests on: one of the usual grounds, or in words."""

    organisation = forms.IntegerField(required=False)
    verdict = forms.ChoiceField(choices=[(code, code) for code in VERDICTS])
    ground = forms.ChoiceField(choices=[("", ""), *((code, code) for code in GROUNDS)], required=False)
    note = forms.CharField(max_length=500, required=False)
    together = forms.BooleanField(required=False)

    @property
    def choice(self) -> int:
        """The organisation that was marked, 0 where none was."""
        try:
            return int(self.data.get("organisation", ""))
        except ValueError:
            return 0

    @property
    def because(self) -> str:
        """The reason in words, as it is kept."""
        ground, note = self.cleaned_data["ground"], self.cleaned_data["note"].strip()
        return "；".join(filter(None, [text("intake.judging.ground", ground).zh if ground not in {"", "other"} else "", note]))

    def clean(self) -> dict[str, Any]:
        """A reason there must be."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("note", "").strip() and said.get("ground", "") in {"", "other"}:
            self.add_error("note" if said.get("ground") == "other" else "ground", here(text("intake.judging.ground_needed")))
        return said


class UndoForm(forms.Form):
    """Why something is taken back, and what is remembered of it."""

    because = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    verdict = forms.ChoiceField(widget=forms.RadioSelect, initial="different")
    together = forms.BooleanField(required=False, initial=True)

    def __init__(self, others: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].label = here(text("intake.undoing.because"))
        self.fields["because"].error_messages["required"] = here(text("intake.refused.because_needed"))
        verdict = self.fields["verdict"]
        assert isinstance(verdict, forms.ChoiceField)  # noqa: S101
        verdict.label = here(text("intake.undoing.verdict"))
        verdict.choices = [(code, here(text("intake.undoing.verdicts", code))) for code in ("different", "withdrawn")]
        self.fields["together"].label = here(text("intake.undoing.together", n=others))
        if not others:
            del self.fields["together"]


class MergeForm(forms.Form):
    """Two codes of the register, and the evidence that they are one body's."""

    absorbed = forms.CharField(max_length=40)
    into = forms.CharField(max_length=40)
    because = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("absorbed", "into", "because"):
            self.fields[name].label = here(text("intake.merging", name))
            self.fields[name].error_messages["required"] = here(text("intake.merging", f"{name}_needed"))

    def clean_absorbed(self) -> Organisation:
        """The entry that is to be shown as the other."""
        return _entry(self.cleaned_data["absorbed"])

    def clean_into(self) -> Organisation:
        """The entry that stays."""
        return _entry(self.cleaned_data["into"])


def _entry(code: str) -> Organisation:
    clean = uscc.clean(code)
    found = list(Organisation.objects.filter(identifiers__value=clean, identifiers__known_until__isnull=True).distinct()[:2])
    found = [one for one in found if one.uscc == clean] or found
    if len(found) != 1:
        raise forms.ValidationError(here(text("intake.refused.organisation_unknown")))
    return found[0]
