"""Making an account oneself, to ask to act for an organisation: a sign-in name, a name, an address proved by a code, a password.

The account alone entitles to nothing. No identity number is asked for, and one that is typed is refused.
"""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from django import forms
from django.http import HttpRequest, HttpResponse

from goodstanding.departments.models import User
from goodstanding.ledger import writing
from goodstanding.ledger.standing import VISITOR
from goodstanding.rules import persons
from goodstanding.rules.events import Event
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text

LONG_NUMBER = 7
"""A sign-in name of so many digits and nothing else is a telephone number or a document's, by whatever rule."""


class SignUpForm(SignupForm):  # type: ignore[misc]
    """allauth's form in our words, with the name others will read."""

    display_name = forms.CharField(max_length=64)
    field_order = ("display_name", "username", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.field_order:
            field = self.fields[name]
            field.label = here(text("departments.sign_up", name))
            field.help_text = here(text("departments.sign_up", f"{name}_hint"))
            field.error_messages["required"] = here(text("departments.sign_up", f"{name}_missing"))
        self.fields["display_name"].widget.attrs["autocomplete"] = "name"

    def clean_display_name(self) -> str:
        return _nobodys_number(self.cleaned_data["display_name"].strip())

    def clean_username(self) -> str:
        return _nobodys_number(super().clean_username())

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """An address that has an account already takes as long as one that has none: what takes long is the password."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
        made: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return made

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        super().custom_signup(request, user)
        user.display_name = self.cleaned_data["display_name"]
        user.save(update_fields=["display_name"])
        # By its number alone: entries stay for ever, and an address nobody proves is forgotten with its name (representing.tidying).
        writing.write(Event.ACCOUNT_SIGNED_UP, user, by=VISITOR)


class ProvingAddress(EmailVerificationStage):  # type: ignore[misc]
    """Whoever made the account himself proves its address by a code; the administrator answers for the accounts he gives."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        if user is not None and not EmailAddress.objects.filter(user_id=user.pk).exists():
            return None, True
        response: tuple[HttpResponse | None, bool] = super().handle()
        return response


def _nobodys_number(written: str) -> str:
    """As written; a person's document, telephone or card number is refused and kept nowhere."""
    if persons.find(written) or (len(written) >= LONG_NUMBER and written.isdigit()):
        raise forms.ValidationError(here(_refused()), code="personal")
    return written


def _refused() -> Text:
    return text("departments.sign_up.personal")
