"""Signing in and out, passwords, second factors; which appointment to act under."""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import include, path

from goodstanding.departments.views import appointments


def nowhere(_request: HttpRequest) -> NoReturn:
    """Pages of allauth that we do not have: an account's address comes from the administrator."""
    raise Http404


urlpatterns = [
    path("roles/", include(([path("", appointments, name="appointments")], "departments"))),
    path("email/", nowhere, name="account_email"),
    path("password/set/", nowhere, name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("", include("allauth.account.urls")),
]
