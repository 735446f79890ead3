"""Pages of words: about, accessibility, privacy, how to object."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goodstanding.portal.caching import public
from goodstanding.rules.texts import Text


@public
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One of them; all say where the centre can be reached."""
    centre = settings.CENTRE
    return render(request, f"portal/words/{name}.html", {"centre": centre, "centre_name": Text(centre["name"], centre["name_en"])})
