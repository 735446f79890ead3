"""One more receiver: the department's own, or, by the administrator, of the department he names first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.exchange import field, subscribing
from goodstanding.exchange.forms import DepartmentForm, SubscribeForm
from goodstanding.exchange.views.asking import at, tried
from goodstanding.rules.refusals import Missing
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@FORMS
@desk
def subscribe(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What it hears of and how it is reached."""
    department = _department(request, standing)
    require(standing, "subscribe", department)
    if department is None:
        asked = DepartmentForm(request.GET if "department" in request.GET else None)
        return render(request, "exchange/whose.html", {"form": asked})
    choices = sorted(field.of(department.pk))
    form = SubscribeForm(choices, sent(request), initial={"way": "webhook"})
    context = {"form": form, "department": Text(department.name, department.name_en or department.name), "choices": choices}
    if request.method != "POST" or not choices:
        return render(request, "exchange/subscribe.html", context)
    if not form.is_valid():
        return render(request, "exchange/subscribe.html", context, status=422)
    said = form.cleaned_data
    wanted = subscribing.Wanted(
        name=said["name"], way=said["way"], topics=said["topics"], url=said["url"], districts=said["districts"]
    )  # fmt: skip
    made, refused = tried(lambda: subscribing.subscribe(wanted, department, by=standing))
    if refused is not None or made is None:
        return render(request, "exchange/subscribe.html", context | {"errors": at(refused)}, status=422)
    messages.success(request, here(text("exchange.done.subscribed", number=made.number)))
    return redirect("exchange:subscription", made.pk)


def _department(request: HttpRequest, standing: Standing) -> Department | None:
    if standing.department_id is not None:
        return Department.objects.filter(pk=standing.department_id).first()
    wanted = request.GET.get("department", "")
    if not wanted:
        return None
    found = Department.objects.filter(pk=int(wanted)).first() if wanted.isascii() and wanted.isdigit() and len(wanted) < 18 else None
    if found is None:
        raise Missing("NO_SUCH_DEPARTMENT", text("exchange.refused.department_missing"))
    return found
