"""The correction return file: taken out, and read back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.organisations.issues import finding, listing, reading_back, returning
from goodstanding.organisations.issues.reading_back import ReadBack
from goodstanding.organisations.issues.views.looking import wanted_of
from goodstanding.rules.refusals import Refused, Unusable
from goodstanding.ui.texts import here, text

WAITING = ("open", "answered")
TOLD = 200
"""So many lines are told on the page; the rest can be seen when these are mended."""


@require_safe
@desk
def export(request: HttpRequest, standing: Standing, way: str) -> HttpResponseBase:
    """What waits and fits the list's filters, as a file to fill in."""
    found = listing.listed(standing, wanted_of(request.GET)).filter(state__in=WAITING)
    made = HttpResponse(returning.export(found, way, by=standing), content_type=returning.WAYS[way])
    made["Content-Disposition"] = f'attachment; filename="code-return-{timezone.localdate():%Y%m%d}.{way}"'
    return made


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def read_back(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """The filled file: what was taken, and line by line what was not."""
    reading_back.require_some(standing)
    done, trouble = None, None
    if request.method == "POST":
        try:
            done = _read(request.FILES.get("file"), standing)
        except Refused as refused:
            if refused.status == 403:
                raise
            trouble = refused.why
        else:
            if done.taken and not done.told:
                messages.success(request, here(text("organisations.issues.return.all_taken", n=done.taken)))
    context = {
        "done": done, "told": done.told[:TOLD] if done else [], "more": max(len(done.told) - TOLD, 0) if done else 0, "file_error": trouble,
        "errors": [{"id": "id_file", "text": trouble}] if trouble else [],
    }  # fmt: skip
    return render(request, "organisations/issues/read_back.html", context, status=422 if trouble or (done and done.told) else 200)


def _read(file: object, standing: Standing) -> ReadBack:
    """The upload lies in memory; for the readers it stands in a folder of its own for as long as they need it."""
    if not isinstance(file, UploadedFile):
        raise Unusable("NO_FILE", text("organisations.issues.return.no_file"))
    with tempfile.TemporaryDirectory(prefix="return-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(file.read())
        done = reading_back.read_back(path, file.name or "", by=standing)
    finding.settle()
    return done
