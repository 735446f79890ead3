"""The desk's front page, the list of submissions, one submission, its progress and history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_safe

from goodstanding.clocks import calendar as calendars
from goodstanding.departments.allowing import may
from goodstanding.departments.feeds import Freshness, freshness
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.intake import dues, history
from goodstanding.intake.confirming import COLUMNS, obstacle
from goodstanding.intake.finding import find
from goodstanding.intake.forms import kinds
from goodstanding.intake.models import NOBODY, Submission, Submissions
from goodstanding.intake.views.desk import desk
from goodstanding.organisations.issues import listing
from goodstanding.organisations.models import PendingRow
from goodstanding.rules.loading import load
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.texts import Text
from goodstanding.ui.templatetags.texts import moment
from goodstanding.ui.texts import text

TONES = {
    "received": "wait",
    "checking": "wait",
    "checked": "note",
    "refused": "bad",
    "entering": "wait",
    "entered": "good",
    "nothing_to_report": "good",
}
AFTER = ("new", "changed", "held", "unchanged", "repeated", "ended", "refuted", "pending")
STEPS = ("upload", "check", "confirm", "enter")
NOT_YET = "not yet"
AT_STEP = {NOT_YET: 0, "received": 1, "checking": 1, "refused": 1, "checked": 2, "entering": 3, "entered": 4}
"""State -> the step of :data:`STEPS` it is at, also before it is there; other states are on no way."""
WORKING = ("received", "checking", "entering")
PAGE = 50


@require_safe
@desk
def home(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What waits for you, what is due, what came last."""
    mine = Submission.everything.seen_by(standing).select_related("department")
    department = Department.objects.filter(pk=standing.department_id or NOBODY).first()
    late = [feed for feed in freshness(department_id=standing.department_id) if feed.late or feed.last is None]
    confirms = standing.role in {"steward", "clerk"}
    context: dict[str, Any] = {
        "department": named(department) if department else None,
        "may_hand_in": confirms,
        "tiles": tiles(mine, standing, len(late)),
        "due": dues.due(calendars.catalogue()),
        "last": dues.last(standing) if not standing.is_centre else [],
        "late": [overdue(feed) for feed in late] if standing.is_centre else [],
        "to_confirm": shown(mine.filter(state="checked")[:10]) if confirms else [],
        "returned": shown(given_back(mine, standing)) if confirms else [],
        "recent": shown(mine[:10]),
        "is_centre": standing.is_centre,
        "gives_accounts": may(standing, "give_accounts"),
    }
    return render(request, "intake/home.html", context)


def tiles(mine: Submissions, standing: Standing, late: int) -> list[dict[str, Any]]:
    """What there is to do, as numbers: rows without an organisation, submissions to confirm, codes, work going on, overdue feeds."""
    listed = reverse("intake:submissions")
    asked = "answered" if standing.is_centre else "open"  # a department answers, the centre decides
    codes = listing.seen_by(standing).filter(state=asked).count()
    found = [
        ("checked", mine.filter(state="checked").count(), f"{listed}?state=checked", "wait"),
        (f"codes_{asked}", codes, f"{reverse('issues:list')}?state={asked}", "wait"),
        ("working", mine.filter(state__in=WORKING).count(), listed, "plain"),
        ("late", late, "#late" if standing.is_centre else "#due", "bad"),
    ]
    if may(standing, "see_queue"):
        waiting = PendingRow.objects.filter(state="waiting").count()
        found.insert(0, ("queue", waiting, reverse("intake:queue"), "wait"))
    return [{"text": text("intake.tile", name), "n": n, "url": url, "tone": tone} for name, n, url, tone in found]


def given_back(mine: Submissions, standing: Standing) -> Submissions:
    """Submissions with rows the centre returned and nobody has handed in again yet."""
    rows = PendingRow.objects.filter(state="returned")
    if standing.department_id:
        rows = rows.filter(department_id=standing.department_id)
    return mine.filter(id__in=rows.order_by("-id").values_list("submission", flat=True)[:PAGE], followed_by__isnull=True)[:10]


def overdue(feed: Freshness) -> dict[str, Any]:
    """A feed that is late, or never came, as a row of a table."""
    return {
        "department": Text(feed.department, feed.department_en or feed.department),
        "kind": load(settings.CITY_CATALOGUE).kinds[feed.kind].title,
        "last": feed.last,
        "due_on": feed.due_on,
        "late": feed.late,
    }


@require_safe
@desk
def submissions(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """All one may see, filtered by state, kind and department."""
    chosen = {name: request.GET.get(name, "") for name in ("state", "kind", "department")}
    found = Submission.everything.seen_by(standing).select_related("department")
    for name, column in (("state", "state"), ("kind", "kind"), ("department", "department__code")):
        if chosen[name]:
            found = found.filter(**{column: chosen[name]})
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    next_page = f"?{query.urlencode()}&page={page.next_page_number()}" if page.has_next() else ""
    context = {
        "submissions": shown(page.object_list), "total": page.paginator.count,
        "chosen": chosen, "is_centre": standing.is_centre, "kinds": kinds(), "states": states(),
        "departments": [(one.code, named(one)) for one in Department.objects.all()] if standing.is_centre else [],
        "first": f"?{query.urlencode()}" if page.number > 1 else "", "next": next_page,
    }  # fmt: skip
    return render(request, "intake/submissions.html", context)


@require_safe
@desk
def submission(request: HttpRequest, standing: Standing, submission: UUID) -> HttpResponseBase:
    """One submission, as far as it has come."""
    found = find(standing, submission)
    return render(request, "intake/submission.html", page_of(found, standing))


@require_safe
@desk
def progress(request: HttpRequest, standing: Standing, submission: UUID) -> HttpResponseBase:
    """The moving part of the page, asked for by htmx; when the work is over it tells the browser to load the whole page."""
    found = find(standing, submission)
    answer = render(request, "intake/progress.html", page_of(found, standing))
    if not found.at_work:
        answer["HX-Refresh"] = "true"
    return answer


@require_safe
@desk
def happened(request: HttpRequest, standing: Standing, submission: UUID) -> HttpResponseBase:
    """The ledger's entries about a submission."""
    found = find(standing, submission)
    return render(request, "intake/history.html", {"submission": found, "entries": history.of(found)})


def page_of(found: Submission, standing: Standing) -> dict[str, Any]:
    """What the page of a submission shows."""
    may_act = found.state == "checked" and may(standing, "confirm", found)
    in_the_way = obstacle(found) if found.state == "checked" else None
    return {
        "submission": found,
        "kind": load(settings.CITY_CATALOGUE).kinds[found.kind].title,
        "tone": TONES.get(found.state, "plain"),
        "stage": dues.stage(found),
        "may_act": may_act,
        "obstacle": in_the_way,
        "columns": found.found.get("by_rule", {}).get(COLUMNS),
        "figures": figures(found),
        "shares": shares(found),
        "steps": steps(found.state),
        "about": about(found),
        "refusal": Text(found.refusal["zh"], found.refusal["en"]) if found.refusal else None,
        "may_hand_in": may(standing, "hand_in", found.department),
        "returned": PendingRow.objects.filter(submission=found.id, state="returned").order_by("row")[:PAGE],
        "followed_by": shown(found.followed_by.select_related("department")),
    }


def figures(found: Submission) -> list[dict[str, Any]]:
    """What the check found and, later, what entered: counts that are not nothing."""
    known, after = found.found, found.entered or found.found.get("compared", {})
    named = [name for name in AFTER if after.get(name)]
    parts = [(text("intake.entered", name) if found.entered else text("intake.compared", name), after[name]) for name in named]
    good, *rest = [{"text": text("intake.submission", name), "n": known.get(name, 0)} for name in ("good", "faulty", "persons")]
    inner = [{"text": words, "n": n, "part": True} for words, n in parts]
    return [{"text": text("intake.submission.rows"), "n": found.rows}, good, *inner, *(one for one in rest if one["n"])]


def shares(found: Submission) -> list[tuple[Text, int, str]]:
    """How its rows divide, for a picture."""
    tones = {"good": "good", "faulty": "bad", "persons": "plain"}
    return [(text("intake.submission", name), int(found.found.get(name, 0)), tone) for name, tone in tones.items()]


def steps(state: str) -> list[dict[str, Any]]:
    """The way of a file from the upload to the public site, and where on it this one is; empty for what is on no such way."""
    at = AT_STEP.get(state)
    if at is None:
        return []
    here = "failed" if state == "refused" else "current"
    return [
        {"text": text("intake.step", name), "state": "done" if place < at else here if place == at else "todo"}
        for place, name in enumerate(STEPS)
    ]


def about(found: Submission, *, briefly: bool = False) -> list[dict[str, Any]]:
    """The submission's own data; ``briefly``: what one looks at before confirming."""
    channel = text("intake.channel", found.channel)
    sentence, when = text("intake.submission.received_value"), moment(found.received_at)
    rows: list[tuple[str, Text | str, str]] = [
        ("department", named(found.department), ""),
        ("kind", load(settings.CITY_CATALOGUE).kinds[found.kind].title, ""),
        (
            "received",
            Text(*(one.format(when=when, by=found.handed_in_by, channel=way) for one, way in zip(sentence, channel, strict=True))),
            "",
        ),
    ]
    if found.month is None:
        size = filesizeformat(found.size)
        named_so = Text(f"{found.file_name}（{size}）", f"{found.file_name} ({size})")
        rows += [("file", named_so, ""), ("sha256", found.sha256, "")]
    if found.follows is not None:
        rows.append(("follows", found.follows.reference, reverse("intake:submission", args=[found.follows_id])))
    if found.found.get("generation"):
        rows.append(("generation", text("intake.submission.template", name=found.found["generation"]), ""))
    listed = [row for row in rows if not briefly or row[0] in {"department", "kind", "file"}]
    return [{"key": text("intake.submission", key), "value": value, "url": url} for key, value, url in listed]


def shown(found: Any) -> list[dict[str, Any]]:
    """Rows of a table of submissions."""
    titles = {code: kind.title for code, kind in load(settings.CITY_CATALOGUE).kinds.items()}
    return [
        {
            "submission": one,
            "kind": titles[one.kind],
            "department": named(one.department),
            "state": text("intake.state", one.state),
            "tone": TONES.get(one.state, "plain"),
        }
        for one in found
    ]


def named(department: Department) -> Text:
    """A department's name; its Chinese one where it has no other."""
    return Text(department.name, department.name_en or department.name)


def states() -> list[str]:
    """Every state a submission can be in, in the procedure's order."""
    return list(dict.fromkeys(move.to for move in PROCEDURES["submission"].values()))
