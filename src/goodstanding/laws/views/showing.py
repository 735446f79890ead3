"""The register for anybody: every law used as a basis, what rests on it, what was halted and who was affected."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goodstanding.laws import printing, reading, targets
from goodstanding.laws.answering import public, unindexed
from goodstanding.laws.loaded import catalogue
from goodstanding.laws.models import Halt
from goodstanding.laws.targets import Target
from goodstanding.rules.laws import cite
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text

PAGE = 50
LINES = 100
SHORT = 8
"""Titles a page names at once; what is longer can be opened."""


@public
def listed(request: HttpRequest) -> HttpResponse:
    """Every law, how it stands today; the latest halts before it."""
    context = {"rows": reading.stands(), "halts": [row(one) for one in Halt.objects.all()[:3]]}
    return render(request, "laws/register.html", context)


@public
def law(request: HttpRequest, code: str) -> HttpResponse:
    """One law: from when until when, what rests on it, its halts."""
    return _page(request, _found("law", code))


@public
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """One kind of measure that was, or may be, halted."""
    return _page(request, _found("measure", code))


@public
def halts(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    cursor = request.GET.get("cursor", "")
    page, onward = reading.page_of_halts(cursor, PAGE)
    context = {"rows": [row(one) for one in page], "next": f"?cursor={onward}" if onward else "", "first": "?" if cursor else ""}
    return render(request, "laws/halts.html", context)


@public
def halt(request: HttpRequest, number: str) -> HttpResponse:
    """The document, the reason, and those affected; organisations only where their entry was public."""
    found = Halt.objects.filter(number=number).first()
    if found is None:
        raise Missing("NO_SUCH_HALT", text("laws.refused.no_such_halt"))
    cursor = request.GET.get("cursor", "")
    lines, onward = reading.page_of_lines(reading.named(found), cursor, LINES)
    context = row(found) | {
        "counts": reading.lines(found), "lines": [printing.row(one) for one in lines], "next": f"?cursor={onward}" if onward else "",
        "first": "?" if cursor else "", "names_until": reading.names_until(found),
    }  # fmt: skip
    return unindexed(render(request, "laws/halt.html", context))


def about(it: Target) -> dict[str, object]:
    """What rests on it, for the public page and the desk's."""
    own = Halt.objects.filter(target=it.target, code=it.code)
    return {
        "basis": cite(it.basis, catalogue()) if it.basis else None,
        "groups": reading.groups(it),
        "entries": reading.entries(it),
        "halts": [row(one) for one in own],
        "shown": SHORT,
    }


def row(one: Halt) -> dict[str, object]:
    """A halt as lists show it."""
    it = targets.of_halt(one)
    state = "lifted" if one.lifted_on else one.kind
    return {
        "halt": one, "it": it, "kind": text("laws.kind", one.kind), "state": text("laws.halt_state", state),
        "tone": {"lifted": "plain", "repealed": "bad", "suspended": "wait"}[state], "articles": one.articles.replace(",", ", "),
        "url": reverse(f"laws:{one.target}", args=[one.code]),
    }  # fmt: skip


def _page(request: HttpRequest, it: Target) -> HttpResponse:
    return render(request, "laws/law.html", {"stand": reading.stand(it), **about(it)})


def _found(target: str, code: str) -> Target:
    try:
        return targets.find(target, code)
    except Missing as missing:
        raise Http404 from missing
