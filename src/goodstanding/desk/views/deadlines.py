"""The feed of deadlines for a calendar program, and the page where its address is made, renewed and ended."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodstanding.departments.desk import desk, sent
from goodstanding.departments.models import User
from goodstanding.departments.standing import Standing
from goodstanding.desk import addresses, feeding
from goodstanding.desk.forms import LanguageForm
from goodstanding.desk.models import DeadlineAddress
from goodstanding.ui.texts import here, text


@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
@desk
def deadlines(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """A POST makes a new address and shows it, this once."""
    user = _user(request)
    address = DeadlineAddress.objects.filter(user=user).first()
    form = LanguageForm(sent(request), initial={"language": address.language if address else request.LANGUAGE_CODE})
    made = ""
    if request.method == "POST" and form.is_valid():
        token = addresses.make(user, language=form.cleaned_data["language"], by=standing)
        made = f"{settings.PUBLIC_URL}{reverse('desk:feed')}?token={token}"
        address = DeadlineAddress.objects.get(user=user)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/deadlines.html", {"form": form, "address": address, "made": made}, status=status)


@require_POST
@desk
def end(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """The address works no more."""
    addresses.end(_user(request), by=standing)
    messages.success(request, here(text("desk.deadlines.ended")))
    return redirect("desk:deadlines")


@sensitive_variables("token")
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """For programs, without signing in; what it holds is worked out anew each time, by today's appointments."""
    address = addresses.holder(request.GET.get("token", ""))
    if address is None:
        raise Http404
    with override(address.language):
        written = feeding.written(feeding.deadlines(address.user, timezone.localdate()), address.language)
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="deadlines.ics"', "X-Robots-Tag": "noindex"}
    return HttpResponse(written, content_type="text/calendar; charset=utf-8", headers=headers)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the desk is for the signed-in; narrows the type
    return request.user
