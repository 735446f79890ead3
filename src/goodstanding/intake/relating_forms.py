"""The forms about an organisation's relations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from goodstanding.intake.forms import ReasonForm
from goodstanding.organisations.models import RELATIONS
from goodstanding.rules import dates
from goodstanding.ui.texts import here, text


class DayField(forms.DateField):
    """A day, however it is written."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> date | None:
        """A date; something that is none is an error."""
        typed = str(value or "").strip()[:40]
        found = dates.read(typed)
        if typed and found is None:
            raise forms.ValidationError(here(text("organisations.life.unread")))
        return found


class DatedForm(ReasonForm):
    """From which day, and why."""

    since = DayField()
    field_order: tuple[str, ...] = ("since", "because")

    def __init__(self, day: str, because: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(because, *args, **kwargs)
        self.fields["since"].label, self.fields["since"].help_text = day, here(text("intake.living.since_hint"))
        self.fields["since"].error_messages["required"] = here(text("organisations.life.unread"))

    @property
    def day(self) -> date:
        """The day that was read."""
        found: date = self.cleaned_data["since"]
        return found


class RelateForm(DatedForm):
    """How this organisation is tied to which other one."""

    kind = forms.ChoiceField(widget=forms.RadioSelect)
    code = forms.CharField(max_length=40)
    field_order = ("kind", "code", "since", "because")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(here(text("intake.living.since")), here(text("intake.living.evidence")), *args, **kwargs)
        kind = self.fields["kind"]
        kind.label = here(text("intake.living.kind"))
        kind.choices = [(one, here(text("intake.living.kinds", one))) for one in RELATIONS]  # type: ignore[attr-defined]
        kind.error_messages["required"] = here(text("organisations.refused.relation_kind"))
        self.fields["code"].label = here(text("intake.living.code"))
        self.fields["code"].error_messages["required"] = here(text("intake.refused.code_needed"))
