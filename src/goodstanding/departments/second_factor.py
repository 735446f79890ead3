"""Roles that can change the public record sign in with a second factor, where ``MFA_REQUIRED`` is on."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from goodstanding.departments import standing
from goodstanding.ui.texts import here, text

NEEDED = frozenset({"clerk", "administrator"})
FREE = ("account_", "mfa_", "ui:", "departments:")
"""Names of the pages one needs to set a second factor up, or to leave."""


class SecondFactor:
    """Leads a clerk or administrator without a second factor to the page where it is set up, and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if not settings.MFA_REQUIRED or standing.of(request).role not in NEEDED or standing.of(request).client_id is not None:
            return None
        match = request.resolver_match
        if match is not None and match.view_name and match.view_name.startswith(FREE):
            return None
        if is_mfa_enabled(request.user):
            return None
        messages.info(request, here(text("departments.second_factor.needed")))
        return HttpResponseRedirect(reverse("mfa_index"))
