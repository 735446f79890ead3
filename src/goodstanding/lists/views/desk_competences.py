"""认定权限: which department may list under which kind; the administrator gives and ends it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.lists import competence as verbs
from goodstanding.lists import saying
from goodstanding.lists.forms_desk import CompetenceForm, LastDayForm
from goodstanding.lists.models import Competence
from goodstanding.lists.views.asking import Errors
from goodstanding.rules.refusals import Conflict, Missing
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@FORMS
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Who lists what; and one more."""
    require(standing, "give_competence")
    form = CompetenceForm(sent(request), initial={"starts_on": timezone.localdate()})
    errors: Errors = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            verbs.give(said["kind"], said["department"], starts_on=said["starts_on"], by=standing)
        except Conflict as refused:
            errors = [{"id": "id_department", "text": refused.why}]
        else:
            messages.success(request, here(text("lists.desk.competence.given")))
            return redirect("lists:competences")
    today = timezone.localdate()
    known = list(Competence.objects.select_related("department").order_by("kind_id", "-starts_on", "pk"))
    columns = [text("lists.desk.competence", name) for name in ("kind", "department", "starts_on", "ends_on", "by")]
    rows = [_row(one) for one in sorted(known, key=lambda one: not one.in_force(today))]
    context = {"form": form, "errors": errors, "table": Table(text("lists.desk.competence.title"), columns, rows, titled=False)}
    return render(request, "lists/desk_competences.html", context, status=422 if errors or (form.is_bound and form.errors) else 200)


def _row(one: Competence) -> list[Cell]:
    title, department = saying.title_of(one.kind_id), saying.named(one.department)
    last = tables.day(one.ends_on)
    if one.ends_on is None:
        whose = tables.joined(title, department)
        last = Cell(text("lists.desk.competence.end"), reverse("lists:competence_end", args=[one.pk]), spoken=whose)
    return [Cell(title), Cell(department), tables.day(one.starts_on), last, Cell(one.by)]


@FORMS
@desk
def end(request: HttpRequest, standing: Standing, competence: int) -> HttpResponseBase:
    """Its last day; what it has listed stays."""
    require(standing, "give_competence")
    found = Competence.objects.select_related("department").filter(pk=competence).first()
    if found is None:
        raise Missing("NO_SUCH_COMPETENCE", text("lists.desk.refused.no_such_competence"))
    if found.ends_on is not None:
        return redirect("lists:competences")
    form = LastDayForm(sent(request), initial={"ends_on": timezone.localdate()})
    errors: Errors = []
    if request.method == "POST" and form.is_valid():
        try:
            verbs.end(found, ends_on=form.cleaned_data["ends_on"], by=standing)
        except Conflict as refused:
            errors = [{"id": "id_ends_on", "text": refused.why}]
        else:
            messages.success(request, here(text("lists.desk.competence.ended")))
            return redirect("lists:competences")
    context = {
        "competence": found, "title": saying.title_of(found.kind_id), "department": saying.named(found.department), "form": form,
        "errors": errors,
    }  # fmt: skip
    return render(request, "lists/desk_competence_end.html", context, status=422 if errors or (form.is_bound and form.errors) else 200)
