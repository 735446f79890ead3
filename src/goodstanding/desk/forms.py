"""Forms of the desk's own pages."""

from __future__ import annotations

from typing import Any

from django import forms

from goodstanding.clocks.doubting import doubts
from goodstanding.clocks.reading import entries
from goodstanding.ui.texts import here, text


class YearForm(forms.Form):
    """A year's days off and worked, as the notice says, and which notice that is."""

    off = forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 9}))
    worked = forms.CharField(max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 5}))
    source = forms.CharField(max_length=300)
    because = forms.CharField(max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    newest = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, known: bool, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        for name in ("off", "worked", "source", "because"):
            field = self.fields[name]
            field.label = here(text("desk.calendar.form", name))
            field.help_text = here(text("desk.calendar.hint", name, year=year))
        self.fields["off"].error_messages["required"] = here(text("clocks.refused.empty"))
        self.fields["source"].error_messages["required"] = here(text("clocks.refused.source"))
        if known:
            self.fields["because"].required = True
            self.fields["because"].error_messages["required"] = here(text("clocks.refused.because", year=year))
        else:
            del self.fields["because"]

    def clean(self) -> dict[str, Any]:
        """What is written becomes stretches of days; what cannot be read, or cannot be, is said at its field."""
        found = {}
        for name in ("off", "worked"):
            found[name], wrong = entries(self.cleaned_data.get(name, ""), self.year)
            for sentence in wrong:
                self.add_error(name, here(sentence))
        if not self.errors:
            for name, sentence in doubts(self.year, found["off"], found["worked"]):
                self.add_error(name, here(sentence))
        return {**self.cleaned_data, **found}


class NoticeForm(forms.Form):
    """The State Council's notice, pasted: the days are read from it."""

    notice = forms.CharField(max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice"].label = here(text("desk.calendar.form.notice"))
        self.fields["notice"].help_text = here(text("desk.calendar.hint_notice"))
        self.fields["notice"].error_messages["required"] = here(text("desk.calendar.notice_missing"))


class LanguageForm(forms.Form):
    """In which language the feed of deadlines speaks."""

    language = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)  # noqa: S101 - as declared above
        # A language is named in itself.
        language.choices = [("zh-hans", "简体中文"), ("en", "English")]
        language.label = here(text("desk.deadlines.language"))
        language.error_messages["required"] = here(text("desk.deadlines.language_unknown"))
