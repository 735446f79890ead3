"""Read a paper: only for a view that has asked whether its reader may."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from goodstanding.papers import sealing
from goodstanding.papers.models import Paper
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text


def content(paper: Paper) -> bytes:
    """The bytes. Raises ``Missing`` where it has been destroyed."""
    sealed = Paper.objects.filter(pk=paper.pk).values_list("content", flat=True).first()
    if sealed is None:
        raise Missing("PAPER_DESTROYED", text("papers.refused.destroyed"))
    return sealing.unseal(sealed, paper.pk)


def response(paper: Paper) -> HttpResponse:
    """The paper as a file to keep, never a page: a browser neither guesses what it is nor runs anything in it."""
    ending = paper.name.rpartition(".")[2]
    headers = {
        "Content-Disposition": f"attachment; filename=\"{paper.pk}.{ending}\"; filename*=UTF-8''{quote(paper.name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content(paper), content_type=paper.media_type, headers=headers)
