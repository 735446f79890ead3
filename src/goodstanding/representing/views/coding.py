"""The one field both ways in begin with: which organisation, by its code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect

from goodstanding.organisations import finding
from goodstanding.organisations.models import Organisation
from goodstanding.representing.forms import CodeForm
from goodstanding.rules import persons
from goodstanding.ui.texts import here, text


def asked(request: HttpRequest) -> tuple[CodeForm, Organisation | None, HttpResponseRedirect | None]:
    """The form, whom the code names, and where to go instead: a person's number leaves the address bar before anything else."""
    code = request.GET.get("code", "")
    if persons.find(code, code_column=True):
        return CodeForm(), None, HttpResponseRedirect(f"{request.path}?refused=personal")
    form = CodeForm(request.GET if "code" in request.GET else {"code": ""} if "refused" in request.GET else None)
    found = finding.by_code(form.cleaned_data["code"]) if form.is_bound and form.is_valid() else None
    if "refused" in request.GET:
        form.errors.pop("code", None)
        form.add_error("code", here(text("representing.refused.personal")))
    elif form.is_bound and found is None and form.is_valid():
        form.add_error("code", here(text("representing.refused.no_such_code")))
    return form, found, None
