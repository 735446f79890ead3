"""The forms of review and lawsuit: that there is a case, and how it ended."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from goodstanding.records.models import FALLS, PROCEEDINGS, STANDS
from goodstanding.ui.texts import here, text

DAY = {"type": "date"}


class _Form(forms.Form):
    """Labels and sentences by the field's name; hints for those that have one."""

    hints: ClassVar[tuple[str, ...]] = ()
    needed: ClassVar[dict[str, str]] = {}
    """Field -> the sentence where it is empty or unreadable."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = here(text("intake.proceeding", name))
            field.help_text = here(text("intake.proceeding.hints", name)) if name in self.hints else ""
            said = here(text("records.refused", self.needed[name]))
            field.error_messages |= {"required": said, "invalid": said, "invalid_choice": said}
            if isinstance(field, forms.DateField):
                field.widget.attrs["max"] = timezone.localdate().isoformat()


def _day() -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"])


class BeginForm(_Form):
    """Which case, before whom, since when; a clerk also says who asked for it."""

    kind = forms.ChoiceField(widget=forms.RadioSelect)
    number = forms.CharField(max_length=200)
    body = forms.CharField(max_length=200)
    since = _day()
    request = forms.CharField(max_length=200)
    hints: ClassVar = ("number", "body", "request")
    needed: ClassVar = {
        "kind": "kind_missing", "number": "number_missing", "body": "body_missing", "since": "since_outside", "request": "request_missing",
    }  # fmt: skip

    def __init__(self, *args: Any, for_department: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - as declared above
        kind.choices = [(code, here(text("intake.proceeding.kinds", code))) for code in PROCEEDINGS]
        if not for_department:
            del self.fields["request"]


class EndForm(_Form):
    """The outcome and the document that says so."""

    outcome = forms.ChoiceField(widget=forms.RadioSelect)
    over_on = _day()
    document = forms.CharField(max_length=200)
    words = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    hints: ClassVar = ("document", "words")
    needed: ClassVar = {
        "outcome": "outcome_missing", "over_on": "over_outside", "document": "document_missing", "words": "outcome_words_missing",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101 - as declared above
        outcome.choices = [(code, here(text("records.outcome", code))) for code in STANDS + FALLS]
