"""The department's side: what waits, one case, its letters and papers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.desk import desk
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.lists import finding, letters, saying
from goodstanding.lists.finding import DUES, Wanted
from goodstanding.lists.models import OPEN, STATES, Competence, Kind, Listing
from goodstanding.lists.views import showing
from goodstanding.papers import reading
from goodstanding.rules.procedure import open_to
from goodstanding.rules.refusals import Missing
from goodstanding.ui import tables
from goodstanding.ui.days import written
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import here, text

PAGE = 50
ACTIONS = {
    "serve": "handle_listing", "publicise": "handle_listing", "hear": "handle_listing", "weigh": "handle_listing",
    "decide": "decide_listing", "remind": "decide_listing", "publish": "decide_listing", "withhold": "decide_listing",
    "drop": "handle_listing", "end": "handle_listing",
}  # fmt: skip
"""In the order of the buttons, each with what it needs."""
_COLOURS = {"serve": "black", "publicise": "red", "remind": "scrutiny"}
_OWN_VIEW = {"serve": "lists:serve", "hear": "lists:hear", "decide": "lists:decide", "remind": "lists:decide", "end": "lists:end"}


def own(standing: Standing) -> Department | None:
    """The department somebody works for."""
    return Department.objects.filter(pk=standing.department_id).first() if standing.department_id else None


@require_safe
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Whose time is over comes first."""
    department = own(standing)
    require(standing, "see_listing", department)
    asked = request.GET
    wanted = Wanted(
        kind=asked.get("kind", ""), state=asked.get("state", "open"), due=asked.get("due", ""), department=asked.get("department", "")
    )
    page = Paginator(finding.listed(standing, wanted), PAGE).get_page(asked.get("page"))
    names = [
        "list.number",
        "fact.organisation",
        "list.kind",
        *(["fact.department"] if standing.is_centre else []),
        "list.state",
        "list.next",
    ]
    columns = [text(f"lists.desk.{name}") for name in names]
    table = Table(
        text("lists.desk.list.caption", n=page.paginator.count), columns, [_row(one, centre=standing.is_centre) for one in page.object_list]
    )
    title = "none" if wanted != Wanted() else "empty"
    context = tables.pages(page, request) | {
        "table": table, "wanted": wanted, "tiles": _tiles(standing), "title": text("lists.desk.list", f"{title}_title"),
        "text": text("lists.desk.list", f"{title}_text"),
        "states": [("open", text("lists.desk.list.open")), *((one, text("lists.state", one)) for one in STATES)],
        "dues": [(one, text("lists.desk.due", one)) for one in DUES], "kinds": _kinds(),
        "departments": [(one.code, saying.named(one)) for one in _listing_departments()] if standing.is_centre else [],
        "is_centre": standing.is_centre,
        "may_propose": department is not None and may(standing, "propose_listing", department),
        "may_publish": department is not None and may(standing, "decide_listing", department),
        "may_load": may(standing, "load_listings", department), "may_give": may(standing, "give_competence"),
    }  # fmt: skip
    return render(request, "lists/desk_list.html", context)


@require_safe
@desk
def case(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """What was done, what comes next and until when, everything said, what it rests on."""
    found = finding.find(standing, pk)
    candidate = found.colour == "red" and found.state in OPEN
    conflicts = showing.conflicts(found, standing)
    barred = {"publicise", "decide"} if conflicts else set()
    context = showing.case_page(found) | {
        "rests": showing.rests(found, standing), "papers": showing.papers(found),
        "actions": [one for one in actions(found, standing) if one["name"] not in barred],
        "conflicts": conflicts, "candidate": candidate,
        "remarks": _remarks(found, standing), "letters": showing.letters_of(found, "lists:letter", found.pk),
    }  # fmt: skip
    return render(request, "lists/desk_case.html", context)


@require_safe
@desk
def letter(request: HttpRequest, standing: Standing, pk: UUID, name: str) -> HttpResponseBase:
    """A letter of the case, to print and serve."""
    found = finding.find(standing, pk)
    if name not in letters.names(found):
        raise Missing("NO_LETTER", text("lists.desk.refused.no_letter"))
    context = {"letter": letters.made(found, name), "back": reverse("lists:case", args=[found.pk])}
    return render(request, "notices/letter.html", context)


@require_safe
@desk
def paper(request: HttpRequest, standing: Standing, pk: UUID, paper: UUID) -> HttpResponseBase:  # noqa: ARG001 - a view's signature
    """A scan, as a file to keep."""
    found = showing.has_paper(finding.find(standing, pk), paper)
    if found is None:
        raise Missing("NO_SUCH_PAPER", text("lists.desk.refused.no_such_paper"))
    return reading.response(found)


def actions(listing: Listing, standing: Standing) -> list[dict[str, Any]]:
    """The buttons: what the procedure, the colour of the list and the standing allow now."""
    open_now = set(open_to("listing", listing.state, standing.role))
    return [
        {"name": name, "text": text("lists.desk.deed", name, "title"), "url": _address(listing, name), "late": name in {"drop", "end"}}
        for name, action in ACTIONS.items()
        if name in open_now and may(standing, action, listing) and _fits(listing, name)
    ]


def _fits(listing: Listing, name: str) -> bool:
    """The procedure's table is for every list; a step that would be refused now is not offered."""
    if _COLOURS.get(name, listing.colour) != listing.colour:
        return False
    if name == "decide":
        return listing.may_be_decided()
    if name == "weigh":
        return not (listing.hearing_asked and listing.heard_on is None)
    if name == "hear":  # while it may still answer in writing, that comes first: after the hearing it no longer can
        return listing.hearing_asked or (listing.kind.hearing and (listing.state == "answered" or saying.time_is_over(listing)))
    if name in {"publish", "withhold"}:
        return listing.kind.public and listing.in_force()
    return True


def _address(listing: Listing, name: str) -> str:
    if name in _OWN_VIEW:
        return reverse(_OWN_VIEW[name], args=[listing.pk])
    return reverse("lists:deed", args=[listing.pk, name])


def _remarks(listing: Listing, standing: Standing) -> list[dict[str, Any]]:
    allowed = may(standing, "settle_remark", listing) and listing.state == "publicised"
    return [
        {
            "remark": one, "outcome": text("lists.desk.outcome", one.outcome) if one.outcome else None,
            "url": reverse("lists:settle", args=[listing.pk, one.pk]) if allowed and not one.outcome else "",
        }
        for one in listing.remarks.all()
    ]  # fmt: skip


def _row(listing: Listing, *, centre: bool) -> list[Cell]:
    state = Cell(saying.state_of(listing), tone=saying.tone_of(listing))
    return [
        tables.key(listing.number, reverse("lists:case", args=[listing.pk])), Cell(listing.organisation.name, chinese=True),
        Cell(saying.title_of(listing.kind_id)), *([Cell(saying.named(listing.department))] if centre else []), state, _next(listing),
    ]  # fmt: skip


def _next(listing: Listing) -> Cell:
    """What comes next and until when; what is over or unknown stands as a tag."""
    doing, left = saying.doing(listing), saying.left(listing)
    what = text("lists.desk.doing", doing)
    if saying.time_is_over(listing) and left:
        return Cell(what, also=((left, "bad"),))
    if doing == "unknown":
        return Cell(what, also=((text("lists.desk.day_unknown_tag"), "bad"),))
    if listing.state in saying.STANDS and listing.ends_on:
        return Cell(what, below=(here(text("lists.desk.list.ends", day=written(listing.ends_on))),))
    clock = listing.state in {"served", "publicised"} and listing.answer_until
    return Cell(what, below=(here(text("lists.desk.list.until", day=saying.until(listing))),) if clock else ())


def _kinds() -> list[tuple[str, Any]]:
    return [(code, saying.title_of(code)) for code in Kind.objects.order_by("colour", "code").values_list("code", flat=True)]


def _listing_departments() -> list[Department]:
    return list(Department.objects.filter(pk__in=Competence.objects.values("department_id")).order_by("name"))


def _tiles(standing: Standing) -> list[dict[str, Any]]:
    counted, url = finding.counts(standing), reverse("lists:desk")
    tones = {"over": "bad", "turn": "wait", "waiting": "plain", "publish": "wait"}
    return [
        {"text": text("lists.desk.due", name), "n": counted[name], "url": f"{url}?state=&due={name}", "tone": tone}
        for name, tone in tones.items()
    ]
