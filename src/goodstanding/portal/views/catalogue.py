"""The catalogue and the checks, for everybody to read: rendered from what is loaded, so they cannot differ from what is done."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from goodstanding.portal.caching import public
from goodstanding.portal.loaded import catalogue as loaded
from goodstanding.portal.quoting import quote, remark, sentence
from goodstanding.rules.catalogue import Kind


@public
def catalogue(request: HttpRequest) -> HttpResponse:
    """What is collected, published for how long, and on which laws it rests."""
    it = loaded()
    regimes = [(regime, quote(regime.basis), remark(regime.note)) for regime in reversed(it.regimes)]
    held = [(ground, it.kinds[ground.kind].title, quote(ground.basis), remark(ground.note)) for ground in it.held]
    context = {
        "kinds": it.kinds.values(),
        "regimes": regimes,
        "held": held,
        "laws": [(law, remark(law.note)) for law in it.laws.values() if law.code != "own"],
    }
    return render(request, "portal/catalogue.html", context)


@public
def fields(request: HttpRequest, kind: str) -> HttpResponse:
    """The fields of a kind, with the code lists they use."""
    it = _kind(kind)
    lists = [loaded().codes[code] for code in dict.fromkeys(field.codes for field in it.fields.values() if field.codes)]
    return render(
        request,
        "portal/fields.html",
        {
            "kind": it,
            "fields": [(field, remark(field.note), loaded().codes.get(field.codes)) for field in it.fields.values()],
            "lists": lists,
            "tab": "fields",
        },
    )


@public
def checks(request: HttpRequest, kind: str) -> HttpResponse:
    """Every check of a kind: code, what it says, on which basis."""
    it = _kind(kind)
    return render(
        request,
        "portal/checks.html",
        {"kind": it, "rules": [(rule, sentence(rule, it), quote(rule.basis), remark(rule.note)) for rule in it.rules], "tab": "checks"},
    )


def _kind(code: str) -> Kind:
    kind = loaded().kinds.get(code)
    if kind is None:
        raise Http404
    return kind
