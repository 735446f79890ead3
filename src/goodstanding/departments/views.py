"""Choose the appointment to act under."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goodstanding.departments import standing
from goodstanding.departments.models import User
from goodstanding.ui.texts import here, text


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def appointments(request: HttpRequest) -> HttpResponse:
    """What one holds today; a POST with ``appointment`` chooses one of them."""
    assert isinstance(request.user, User)  # noqa: S101 - login_required; narrows the type
    held = list(standing.appointments(request.user, timezone.localdate()))
    if request.method == "POST":
        chosen = next((one for one in held if str(one.pk) == request.POST.get("appointment")), None)
        if chosen is not None:
            request.session[standing.CHOSEN] = chosen.pk
            messages.success(request, here(text("departments.appointments.changed")))
        return redirect("departments:appointments")
    current = next((one.pk for one in held if one.pk == request.session.get(standing.CHOSEN)), held[0].pk if held else None)
    return render(request, "departments/appointments.html", {"held": held, "current": current})
