"""Which department registers whom: what an issue's owner is known by."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goodstanding.departments.allowing import may, require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.organisations.issues import assigning
from goodstanding.organisations.issues.forms import RegistrarForm
from goodstanding.organisations.issues.views.looking import named
from goodstanding.organisations.models import CodeIssue, Registrar
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import here, text


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def registrars(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """The table, and a form for one more line of it."""
    require(standing, "name_registrars")
    form = RegistrarForm(sent(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            assigning.name_registrar(said["authority"], said["district"], said["department"], by=standing)
        except Refused as refused:
            if refused.status == 403:
                raise
            form.add_error("district", here(refused.why))
        else:
            messages.success(request, here(text("organisations.issues.registrars.named")))
            return redirect("issues:registrars")
    known = Registrar.objects.select_related("department").order_by("authority", "district")
    context = {
        "form": form,
        "rows": [
            {"one": one, "authority": text("organisations.issues.authority", one.authority), "department": named(one.department)}
            for one in known
        ],
        "unowned": CodeIssue.objects.filter(state="open", department__isnull=True).count(),
        "may_assign": may(standing, "settle_issue"),
    }
    return render(request, "organisations/issues/registrars.html", context, status=422 if form.is_bound else 200)


@require_POST
@desk
def end(request: HttpRequest, standing: Standing, registrar: int) -> HttpResponseBase:
    """It registers them no more."""
    require(standing, "name_registrars")
    found = Registrar.objects.filter(pk=registrar).first()
    if found is not None:
        assigning.end_registrar(found, by=standing)
        messages.success(request, here(text("organisations.issues.registrars.ended")))
    return redirect("issues:registrars")


@require_POST
@desk
def assign(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Issues nobody has go to the departments of the table."""
    given = assigning.assign_by_table(by=standing)
    messages.success(request, here(text("organisations.issues.registrars.assigned", n=given)))
    return redirect("issues:registrars")
