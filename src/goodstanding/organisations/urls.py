"""The addresses of this part, under ``/desk/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("code-issues/", include("goodstanding.organisations.issues.urls"))]
