"""Forms of measures, on the desk and on the organisation's side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goodstanding.measures.answering import LONGEST as ANSWER
from goodstanding.measures.models import SERVED_HOW, WEIGHTS
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text

LONG, SHORT = 3000, 200
Choices = list[tuple[str, str]]


def _area(*, required: bool = True, longest: int = LONG) -> forms.CharField:
    return forms.CharField(max_length=longest, required=required, widget=forms.Textarea(attrs={"rows": 4}))


def _day() -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _said(field: forms.Field, label: Text, *, hint: Text | None = None, required: Text | None = None) -> None:
    field.label = here(label)
    field.help_text = here(hint) if hint else ""
    if required:
        field.error_messages["required"] = here(required)


class ProposeForm(forms.Form):
    """Which office acts, in which matters, until when, and why."""

    acts = forms.CharField(max_length=SHORT)
    matters = _area()
    review_on = _day()
    because = _area()

    def __init__(self, last: Text, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _said(
            self.fields["acts"],
            text("measures.propose.acts"),
            hint=text("measures.propose.acts_hint"),
            required=text("measures.refused.missing.acts"),
        )
        _said(
            self.fields["matters"], text("measures.propose.matters"), hint=text("measures.propose.matters_hint"),
            required=text("measures.refused.missing.matters"),
        )  # fmt: skip
        _said(
            self.fields["review_on"], text("measures.propose.review_on"), hint=text("measures.propose.review_hint", last=last),
            required=text("measures.refused.review_on", last=last),
        )  # fmt: skip
        _said(
            self.fields["because"], text("measures.propose.because"), hint=text("measures.propose.because_hint"),
            required=text("measures.refused.missing.because"),
        )  # fmt: skip


class WhyForm(forms.Form):
    """Why, as others will read it."""

    because = _area()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _said(self.fields["because"], text("measures.deed.because"), required=text("measures.refused.reasons_missing"))


class AdoptForm(WhyForm):
    """The document that adopts it, and why."""

    number = forms.CharField(max_length=SHORT)
    field_order = ("number", "because")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _said(self.fields["number"], text("measures.deed.number"), required=text("measures.refused.decision_incomplete"))


class NotifyForm(forms.Form):
    """How the notice was served, and when. The scan is not Django's here: see papers.uploading."""

    how = forms.ChoiceField(widget=forms.RadioSelect)
    on = _day()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        how = self.fields["how"]
        assert isinstance(how, forms.ChoiceField)  # noqa: S101 - as declared above
        how.choices = [(one, here(text("measures.notified_how", one))) for one in SERVED_HOW]
        _said(how, text("measures.deed.how"), required=text("measures.refused.notified_how"))
        _said(self.fields["on"], text("measures.deed.on"), required=text("measures.refused.notified_on"))
        self.fields["on"].initial = timezone.localdate()


class BeginForm(forms.Form):
    """On which entry or which records, on which ground, and how the measure belongs to it."""

    listing = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    records = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    grounds = _area()
    related = _area()

    def __init__(self, entries: Choices, records: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("listing", entries), ("records", records)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
            field.choices = choices
            _said(field, text("measures.begin", name))
            if not choices:
                del self.fields[name]
        _said(
            self.fields["grounds"], text("measures.begin.grounds"), hint=text("measures.begin.grounds_hint"),
            required=text("measures.refused.grounds_missing"),
        )  # fmt: skip
        _said(self.fields["related"], text("measures.begin.related"), required=text("measures.refused.related_missing"))


class DecideForm(forms.Form):
    """Everything a decision must say. What belongs to burdens alone is not asked for an incentive."""

    number = forms.CharField(max_length=SHORT)
    starts_on = _day()
    ends_on = _day()
    minor = forms.ChoiceField(widget=forms.RadioSelect)
    minor_words = _area()
    weighed = _area()
    weight = forms.ChoiceField(widget=forms.RadioSelect)
    proportion = _area()
    reasons = _area()

    def __init__(self, last: Text, *args: Any, burdens: bool, answered: bool, most: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        incomplete = text("measures.refused.decision_incomplete")
        required = {
            "number": incomplete, "reasons": incomplete, "starts_on": text("measures.refused.term_too_long", last=last),
            "ends_on": text("measures.refused.term_too_long", last=last), "minor": text("measures.refused.minor_unanswered"),
            "minor_words": text("measures.refused.minor_unanswered"), "weighed": text("measures.refused.weighed_missing"),
            "weight": text("measures.refused.too_heavy", most=text("measures.weight", most)),
            "proportion": text("measures.refused.proportion_missing"),
        }  # fmt: skip
        for name, words in required.items():
            hint = text("measures.decide.ends_hint", last=last) if name == "ends_on" else None
            _said(self.fields[name], text("measures.decide", name), hint=hint, required=words)
        self._choose(
            "minor", [(one, text("measures.decide.minor_no" if one == "no" else "measures.decide.minor_yes")) for one in ("no", "yes")]
        )
        self._choose("weight", [(one, text("measures.weight", one)) for one in WEIGHTS[: WEIGHTS.index(most) + 1]])
        for name in () if burdens else ("minor", "minor_words"):
            del self.fields[name]
        if not answered:
            del self.fields["weighed"]
        self.fields["starts_on"].initial = timezone.localdate()

    def _choose(self, name: str, choices: list[tuple[str, Text]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [(code, here(words)) for code, words in choices]


class AnswerForm(forms.Form):
    """陈述、申辩, in the organisation's own words."""

    words = forms.CharField(max_length=ANSWER, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _said(
            self.fields["words"],
            text("measures.ours.answer"),
            hint=text("measures.ours.answer_hint"),
            required=text("measures.refused.answer_missing"),
        )
