"""Forms of examples. What may not be said is refused by the verb, so that a program meets the same words."""

from __future__ import annotations

from typing import Any

from django import forms

from goodstanding.efficacy.composing import PARTS, Said
from goodstanding.efficacy.drafting import LONGEST, TITLE
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text


class WordsForm(forms.Form):
    """The text in Chinese, and in English where somebody wrote one; whether the page may name the body."""

    named = forms.ChoiceField(widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, nameable: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in ("zh", "en"):
            for part in PARTS:
                self.fields[f"{code}_{part}"] = _field(code, part)
        named = self.fields.pop("named")
        assert isinstance(named, forms.ChoiceField)  # noqa: S101 - as declared above
        if nameable:
            named.choices = [(one, here(text("efficacy.named", one))) for one in ("no", "yes")]
            _said(named, text("efficacy.edit.named"), text("efficacy.edit.named_hint"))
            named.initial = "no"
            self.fields["named"] = named

    @property
    def said(self) -> Said:
        """As the verb takes it."""
        return {code: {part: str(self.data.get(f"{code}_{part}", "")) for part in PARTS} for code in ("zh", "en")}

    @property
    def half(self) -> dict[str, list[forms.BoundField]]:
        """The two halves of the page."""
        return {code: [self[f"{code}_{part}"] for part in PARTS] for code in ("zh", "en")}


class WhyForm(forms.Form):
    """Why, as the history keeps it."""

    because = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, deed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = text("efficacy.deed.because_public") if deed == "withdraw" else None
        _said(self.fields["because"], text("efficacy.deed.because"), hint, text("efficacy.refused.reasons_missing"))


def initial(words: Said, *, named: bool) -> dict[str, str]:
    """A version in the fields of the form."""
    return {f"{code}_{part}": half[part] for code, half in words.items() for part in half} | {"named": "yes" if named else "no"}


def _field(code: str, part: str) -> forms.CharField:
    area = forms.TextInput() if part == "title" else forms.Textarea(attrs={"rows": 4})
    if code == "zh":
        area.attrs["lang"] = "zh-Hans"
    made = forms.CharField(required=code == "zh", max_length=TITLE if part == "title" else LONGEST, widget=area)
    label = text("efficacy.part_title", part)
    _said(made, label if code == "zh" else text("efficacy.edit.in_english", part=label), None, text("efficacy.refused.incomplete"))
    return made


def _said(field: forms.Field, label: Text, hint: Text | None = None, required: Text | None = None) -> None:
    field.label = here(label)
    field.help_text = here(hint) if hint else ""
    if required:
        field.error_messages["required"] = here(required)
