"""Publishing what a body above has decided: one reason for many, looked at once more, up to 5,000 at a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.lists import publishing_many, saying
from goodstanding.lists.forms_desk import WhyForm
from goodstanding.lists.models import Load
from goodstanding.lists.publishing_many import MOST
from goodstanding.lists.views.asking import Errors, hidden, tried
from goodstanding.lists.views.desk import own
from goodstanding.rules.refusals import Missing
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import here, text

PAGE, FEW = 50, 20


@require_safe
@desk
def loads(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Lists handed in, with how many of their entries wait to be published."""
    department = own(standing)
    require(standing, "decide_listing", department)
    today = timezone.localdate()
    waits = Count("listings", filter=Q(listings__state="decided", listings__ends_on__gte=today, listings__decided_on__lte=today))
    found = Load.objects.filter(department=department, kind__public=True).select_related("kind").annotate(waiting=waits).order_by("-at")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    columns = [text("lists.desk", name) for name in ("many.number", "list.kind", "many.organ", "many.rows", "many.waiting")]
    table = Table(text("lists.desk.many.title"), columns, [_row(one, standing) for one in page.object_list], titled=False)
    return render(request, "lists/desk_publish_loads.html", tables.pages(page, request) | {"table": table, "most": MOST})


def _row(load: Any, standing: Standing) -> list[Cell]:
    """Whoever handed it in does not publish it."""
    own_one = load.by_user == standing.user_id and bool(load.waiting)
    url = reverse("lists:publish_many", args=[load.pk]) if load.waiting and not own_one else ""
    return [
        tables.key(load.number, url), Cell(saying.title_of(load.kind_id)), Cell(f"{load.organ} {load.decision_no}", chinese=True),
        tables.number(load.taken), Cell(f"{load.waiting:,}", below=(here(text("lists.desk.many.own")),) if own_one else ()),
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def publish(request: HttpRequest, standing: Standing, load: UUID) -> HttpResponseBase:
    """The reason; how many and whom; done."""
    found = Load.objects.select_related("kind", "department").filter(pk=load).first()
    if found is None:
        raise Missing("NO_SUCH_LOAD", text("lists.desk.refused.no_such_load"))
    require(standing, "decide_listing", found)
    waiting = publishing_many.waiting(found).count()
    form = WhyForm("publish", sent(request))
    errors: Errors = []
    status, looked = 200, False
    if request.method == "POST" and form.is_valid() and request.POST.get("do") != "change":
        looked = True
        # Another click, or somebody else, has published some since: it is shown once more instead of going on.
        if request.POST.get("do") == "confirm" and request.POST.get("waiting") == str(waiting):
            done: list[int] = []
            errors, status = tried(
                lambda: done.append(publishing_many.publish_many(found, form.cleaned_data["because"], by=standing)), "id_because"
            )
            if not errors:
                messages.success(request, here(text("lists.desk.many.done", n=done[0], left=publishing_many.waiting(found).count())))
                return redirect("lists:publish_loads")
            looked = False
    first = publishing_many.waiting(found).select_related("organisation").order_by("pk")[:FEW] if looked else []
    context = {
        "load": found, "title": saying.title_of(found.kind_id), "waiting": waiting, "now": min(waiting, MOST), "most": MOST, "form": form,
        "errors": errors, "looked": looked, "hidden": hidden(form) if looked else [], "first_few": first,
    }  # fmt: skip
    wrong = form.is_bound and bool(form.errors)
    return render(request, "lists/desk_publish_many.html", context, status=422 if wrong else status)
