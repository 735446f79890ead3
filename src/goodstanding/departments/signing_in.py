"""How allauth is bound to our accounts: offices' are given, others make their own, and who came and went is in the ledger."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils.translation import get_language, override

from goodstanding.departments import standing
from goodstanding.departments.models import User
from goodstanding.departments.signing_up import ProvingAddress
from goodstanding.ledger import writing
from goodstanding.rules.events import Event

THEIRS = "allauth.account.stages.EmailVerificationStage"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """An account of one's own entitles to nothing but asking (``departments.signing_up``); roles come from the administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return True

    def get_login_stages(self) -> list[str]:
        """allauth's, with our own word on whose address is to be proved."""
        ours = f"{ProvingAddress.__module__}.{ProvingAddress.__qualname__}"
        return [ours if stage == THEIRS else stage for stage in super().get_login_stages()]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk, in the language somebody signs in in; for those who have nothing to do there, their organisations."""
        if isinstance(request.user, User) and not standing.of_user(request.user).role:
            return reverse("ours:choose")
        spoken = get_language() or settings.LANGUAGE_CODE
        with override(settings.LANGUAGE_CODE):  # the setting is a Chinese address, and is understood as one
            return translate_url(super().get_login_redirect_url(request), spoken)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        writing.write(Event.ACCESS_SIGNED_IN, user, by=standing.of_user(user))
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        # What was typed is not kept: people type their password into the name's field. An account that exists is named by its number.
        known = User.objects.filter(username=credentials.get("username", "")).first()
        subject: writing.Subject = known or ("departments.user", "unknown")
        writing.write(Event.ACCESS_SIGN_IN_FAILED, subject, by=standing.VISITOR)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            writing.write(Event.ACCESS_SIGNED_OUT, request.user, by=standing.of_user(request.user))
        super().logout(request)
