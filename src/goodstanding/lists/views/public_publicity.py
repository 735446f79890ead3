"""公示: red candidates, and the form by which anybody may say what speaks against one. Nothing of who says it is kept."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goodstanding.departments.desk import sent
from goodstanding.departments.standing import VISITOR
from goodstanding.laws.answering import public, unindexed
from goodstanding.lists import limiting, remarking, saying, shown
from goodstanding.lists.forms_public import RemarkForm
from goodstanding.lists.models import Listing
from goodstanding.rules.refusals import Conflict, Missing, Refused
from goodstanding.ui.texts import here, text

PAGE = 20


@public
def publicity(request: HttpRequest) -> HttpResponse:
    """Who is a candidate now, and until when one may object."""
    cursor = request.GET.get("cursor", "")
    found, onward = shown.page(shown.candidates(), cursor=cursor, limit=PAGE, by="publicised_on")
    context = {"rows": [_row(line) for line in found], "first": "?" if cursor else "", "next": f"?cursor={onward}" if onward else ""}
    return unindexed(render(request, "lists/public_publicity.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Say it; the department answers it before anything is decided."""
    found = shown.candidates().filter(pk=pk).first()
    if found is None:
        raise Missing("NO_CANDIDATE", text("lists.public.refused.no_candidate"))
    form, status = RemarkForm(sent(request)), 200
    if request.method == "POST" and form.is_valid():
        if request.POST.get("website"):  # a field people do not see: what fills it in is no person, and is thanked like one
            return redirect("lists:remarked")
        try:
            limiting.count(request)
            remarking.remark(found, form.cleaned_data["words"], by=VISITOR)
        except (limiting.TooOften, Conflict):
            raise
        except Refused as refused:
            form.add_error("words", here(refused.why))
        else:
            return redirect("lists:remarked")
    if form.errors:
        status = 422
    (line,) = shown.lines([found])
    return unindexed(render(request, "lists/public_remark.html", {"form": form, "row": _row(line)}, status=status))


@public
def remarked(request: HttpRequest) -> HttpResponse:
    """Thanks."""
    return render(request, "lists/public_remarked.html")


def _row(line: shown.Line) -> dict[str, object]:
    one: Listing = line.listing
    return {
        "listing": one, "organisation": line.organisation, "code": line.code, "title": saying.title_of(one.kind_id),
        "criterion": saying.criterion_of(one), "department": saying.named(one.department), "until": saying.until(one),
        "basis": saying.cited(one.kind.basis),
    }  # fmt: skip
