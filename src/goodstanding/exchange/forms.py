"""Forms of the desk: what they ask, in the words of texts.toml."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from goodstanding.departments.models import Department
from goodstanding.exchange import addressing, field, subscribing
from goodstanding.exchange.field import Topic
from goodstanding.exchange.models import WAYS
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text


def said(one: forms.Field, label: Text, *, hint: Text | None = None, required: Text | None = None) -> None:
    """A field's words."""
    one.label, one.help_text = here(label), here(hint) if hint else ""
    if required:
        one.error_messages["required"] = one.error_messages["invalid_choice"] = here(required)


class AddressForm(forms.Form):
    """How the receiver is reached."""

    way = forms.ChoiceField(widget=forms.RadioSelect)
    url = forms.CharField(required=False, max_length=addressing.LONGEST, widget=forms.TextInput(attrs={"spellcheck": "false"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)  # noqa: S101 - as declared
        way.choices = [(one, here(text("exchange.way", one))) for one in WAYS]
        said(way, text("exchange.form.way"), hint=text("exchange.form.way_hint"), required=text("exchange.refused.way_missing"))
        said(self.fields["url"], text("exchange.form.url"), hint=text("exchange.form.url_hint"))


class TopicsForm(forms.Form):
    """Which lists and measures, of the department's field and those it has already."""

    topics = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, choices: list[Topic], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = self.fields["topics"]
        assert isinstance(topics, forms.MultipleChoiceField)  # noqa: S101 - as declared
        topics.choices = [(f"{target}:{code}", _topic(target, code)) for target, code in sorted(choices)]
        said(topics, text("exchange.form.topics"), hint=text("exchange.form.topics_hint"), required=text("exchange.refused.topics_missing"))

    def clean_topics(self) -> tuple[Topic, ...]:
        """As pairs."""
        pairs = (one.partition(":") for one in self.cleaned_data["topics"])
        return tuple((target, code) for target, _, code in pairs)


class SubscribeForm(TopicsForm, AddressForm):
    """One more receiver."""

    name = forms.CharField(max_length=subscribing.LONGEST)
    districts = forms.CharField(required=False, max_length=500)
    field_order = ("name", "topics", "districts", "way", "url")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        said(name, text("exchange.form.name"), hint=text("exchange.form.name_hint"), required=text("exchange.refused.name_missing"))
        said(self.fields["districts"], text("exchange.form.districts"), hint=text("exchange.form.districts_hint"))

    def clean_districts(self) -> tuple[str, ...]:
        """Codes, however they were set apart."""
        return tuple(one for one in re.split(r"[\s,，、;；]+", self.cleaned_data["districts"]) if one)


class DepartmentForm(forms.Form):
    """The administrator says whose receiver it is."""

    department = forms.ModelChoiceField(queryset=Department.objects.all())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department = self.fields["department"]
        assert isinstance(department, forms.ModelChoiceField)  # noqa: S101 - as declared
        department.empty_label = here(text("exchange.form.choose"))
        said(department, text("exchange.form.department"), required=text("exchange.refused.department_missing"))


class WhyForm(forms.Form):
    """Why it ends."""

    because = forms.CharField(max_length=subscribing.LONGEST_WHY, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said(self.fields["because"], text("exchange.form.because"), required=text("exchange.refused.reason_missing"))


class SinceForm(forms.Form):
    """From which day on everything is sent once more."""

    since = forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), input_formats=["%Y-%m-%d"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        since = self.fields["since"]
        said(since, text("exchange.form.since"), hint=text("exchange.form.since_hint"), required=text("exchange.refused.since_missing"))
        since.error_messages["invalid"] = here(text("exchange.refused.since_missing"))


def _topic(target: str, code: str) -> str:
    return here(text("exchange.topic", target, title=field.title(target, code)))
