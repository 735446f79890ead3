"""The question about a past moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from goodstanding.ui.texts import here, text


class MomentForm(forms.Form):
    """A day, with or without the time of day; a day alone means its end."""

    at = forms.CharField(max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].label = here(text("publiclog.as_of.at"))
        self.fields["at"].help_text = here(text("publiclog.as_of.at_hint"))
        self.fields["at"].error_messages["required"] = here(text("publiclog.as_of.unread"))

    def clean_at(self) -> datetime:
        """The moment in the centre's own time."""
        typed: str = self.cleaned_data["at"].strip().replace("：", ":").replace("/", "-")
        try:
            read = datetime.fromisoformat(typed)
        except ValueError:
            raise ValidationError(here(text("publiclog.as_of.unread"))) from None
        if len(typed) <= len("2026-03-03"):
            read = read.replace(hour=23, minute=59, second=59, microsecond=999_999)
        moment = read if timezone.is_aware(read) else timezone.make_aware(read)
        if moment > timezone.now():
            # Of a day that is not over yet: as it stands now.
            if timezone.localdate(moment) == timezone.localdate():
                return timezone.now()
            raise ValidationError(here(text("publiclog.as_of.ahead")))
        return moment
