"""Lists for anybody: which there are, who is on one, one entry; red and black in the same frame."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from goodstanding.laws.answering import public, unindexed
from goodstanding.lists import cards, counting, saying, shown
from goodstanding.lists.models import Listing
from goodstanding.organisations.searching.asking import understand
from goodstanding.publiclog import proving
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.templatetags.texts import count
from goodstanding.ui.texts import here, text

PAGE = 20


@public
def lists(request: HttpRequest) -> HttpResponse:
    """Every list: who decides, by which law, on what ground, for how long, how one leaves it, and how many are on it today."""
    found = shown.lists()
    groups = [(text("lists.colour", colour), [one for one in found if one.kind.colour == colour]) for colour in shown.COLOURS]
    return render(request, "lists/public_lists.html", {"groups": groups, "candidates": shown.candidates().count()})


@public
def one_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Its entries, the newest first. A person's number is neither searched nor kept in the address."""
    it = shown.one_list(kind)
    typed = request.GET.get("q", "").replace("\0", "")
    asked = understand(typed)
    if asked.kind == "personal":
        return HttpResponseRedirect(f"{request.path}?refused=personal")
    problem = "personal" if request.GET.get("refused") == "personal" else asked.kind if asked.kind == "short" else ""
    errors = [{"id": "q", "text": text("organisations.search.refused", problem)}] if problem else []
    cursor, onward = request.GET.get("cursor", ""), ""
    rows: list[shown.Line] = []
    if not errors:
        try:
            rows, onward = shown.page(shown.entries(kind, asked), cursor=cursor, limit=PAGE)
        except shown.TooBroad as refused:
            errors = [{"id": "q", "text": refused.why}]
    query = {"q": asked.text} if asked.text else {}
    context = {
        "it": it, "asked": asked, "errors": errors, "cards": [(line, cards.card(line)) for line in rows],
        "first": f"?{urlencode(query)}" if cursor else "", "next": f"?{urlencode({**query, 'cursor': onward})}" if onward else "",
    }  # fmt: skip
    return unindexed(render(request, "lists/public_list.html", context, status=400 if errors else 200))


@public
def entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it is and is not, why and by whom, until when, and how one gets off. What has ended says why and nothing else."""
    found = Listing.public.filter(pk=pk).select_related("organisation", "department", "load", "kind").first()
    if found is None:
        gone = shown.gone(pk)
        return unindexed(render(request, "lists/public_gone.html", {"gone": gone}, status=410 if gone else 404))
    (line,) = shown.lines([found])
    context = {
        "listing": found, "card": cards.card(line), "organisation": line.organisation, "code": line.code,
        "kind": saying.kind_of(found), "law": found.basis.partition(":")[0], "since": timezone.localdate(found.published_at),
        "today": timezone.localdate(), "disputes": list(found.disputes.filter(lifted_at__isnull=True).order_by("pk")),
        "page_url": request.build_absolute_uri(request.path), **proving.context(found.pk),
    }  # fmt: skip
    return unindexed(render(request, "lists/public_entry.html", context))


@public
def statistics(request: HttpRequest) -> HttpResponse:
    """What was proposed, and what became of it."""
    names = counting.NAMES
    columns = [text("lists.public.fact.list"), *(text("lists.public.count", name) for name in names)]
    rows = [
        [Cell(one.title, reverse("lists:list", args=[one.kind])), *(_counted(one, name) for name in names)] for one in counting.figures()
    ]
    table = Table(text("lists.public.statistics.title"), columns, rows, titled=False)
    return render(request, "lists/public_statistics.html", {"table": table})


def _counted(one: counting.Figures, name: str) -> Cell:
    """How many; of those taken off, why."""
    why = one.ended if name == "ended" else []
    return replace(tables.number(one.counts[name]), below=tuple(f"{here(reason)} {count(n)}" for reason, n in why))
