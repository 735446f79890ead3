"""The auditor's page: every act, refused ones too."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.intake import history
from goodstanding.intake.views.desk import desk


@require_safe
@desk
def audit(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """The ledger, newest first."""
    require(standing, "see_ledger")
    refused_only, before = request.GET.get("only") == "refused", request.GET.get("before", "")
    entries, following = history.newest(refused_only=refused_only, before=int(before) if before.isdecimal() else None)
    only = "only=refused&" if refused_only else ""
    context = {
        "entries": entries, "refused_only": refused_only,
        "first": f"?{only}" if before else "", "next": f"?{only}before={following}" if following else "",
    }  # fmt: skip
    return render(request, "intake/audit.html", context)
