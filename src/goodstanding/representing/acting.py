"""As whom somebody opens an organisation's own pages: with a power in force today, or as the centre at its window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from goodstanding.departments.allowing import refuse, write_apart
from goodstanding.departments.models import User
from goodstanding.departments.standing import Standing, appointments, of
from goodstanding.ledger.models import Entry
from goodstanding.ledger.writing import write
from goodstanding.organisations.finding import by_code
from goodstanding.organisations.models import Organisation
from goodstanding.representing import finding
from goodstanding.representing.models import Power
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Forbidden, Missing
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

P = ParamSpec("P")
Ours = Callable[Concatenate[HttpRequest, Standing, Organisation, P], HttpResponseBase]
Account = Callable[Concatenate[HttpRequest, Standing, P], HttpResponseBase]
WHY = {"clerk": "window", "auditor": "audit"}
"""Who of the centre opens an organisation's own pages, and what for."""
VISIT = timedelta(hours=1)


def as_account(user: User) -> Standing:
    """Somebody who has signed in and acts for himself: to ask for a power, or to end his own."""
    return Standing(label=str(user), role="account", user_id=user.pk)


def as_representative(power: Power, organisation: Organisation) -> Standing:
    """Somebody who acts for an organisation, as the ledger will show it."""
    label = f"{power.user}（{organisation.name}）"
    return Standing(label=label, role="representative", user_id=power.user_id, organisation_id=organisation.pk)


def held(user: User, organisation: Organisation) -> Power | None:
    """The power the user holds for that organisation today; an office's account holds none."""
    if is_official(user):
        return None
    return finding.for_body(organisation).in_force().filter(user=user).select_related("user").order_by("-ends_on").first()


def ours(view: Ours[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page of one organisation's own, at ``…/<str:code>/…``: the view gets as whom it is opened, and the organisation.

    Strangers are sent to sign in; whoever has no power today is refused, and that is written down. The centre's clerk opens it too,
    for a visitor at the window, which the ledger keeps where the organisation reads it.
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            return redirect_to_login(request.get_full_path())
        organisation = by_code(str(kwargs.pop("code", "")))
        standing = _standing(request, user, organisation)
        if organisation is None:
            raise Missing("NO_SUCH_CODE", text("representing.refused.no_such_code"))
        return _kept_by_nobody(request, standing, lambda: view(request, standing, organisation, *args, **kwargs))

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], opened)


def account(view: Account[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page of somebody who has signed in, whatever he holds: strangers are sent to sign in."""

    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        standing = as_account(request.user)
        return _kept_by_nobody(request, standing, lambda: view(request, standing, *args, **kwargs))

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], opened)


def is_official(user: User) -> bool:
    """Whether the account is an office's own: whoever decides about organisations acts for none with the same account."""
    return appointments(user, timezone.localdate()).exists()


def _kept_by_nobody(request: HttpRequest, standing: Standing, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The page knows who reads it, and no cache keeps it."""
    shown = getattr(request, "standing", None)
    if shown is None or shown.role == "account":
        request.standing = standing  # type: ignore[attr-defined]
    answered = answer()
    if isinstance(answered, HttpResponse):
        answered.headers.setdefault("Cache-Control", "private, no-store")
    return answered


def _standing(request: HttpRequest, user: User, organisation: Organisation | None) -> Standing:
    acting = of(request)
    if acting.role in WHY:
        if organisation is not None:
            _write_down(organisation, acting)
        return acting
    power = held(user, organisation) if organisation is not None else None
    if power is not None and organisation is not None:
        return as_representative(power, organisation)
    # Whether such an organisation exists is not said either.
    raise _refusal(acting if acting.role else as_account(user), user, organisation)


def _write_down(organisation: Organisation, by: Standing) -> None:
    """That the centre looked; once for a visit, however many of the pages were opened."""
    event, why = str(Event.ACCESS_LOOKED_UP), WHY[by.role]
    known = Entry.objects.filter(subject=organisation._meta.label_lower, subject_id=str(organisation.pk), event=event, because=why)
    if not known.filter(user_id=by.user_id, at__gte=timezone.now() - VISIT).exists():
        write(event, organisation, by=by, because=why)


def _refusal(by: Standing, user: User, organisation: Organisation | None) -> Forbidden:
    """Written down, then refused; somebody whose power is over reads since when, and how to go on."""
    known = finding.for_body(organisation).filter(user=user, state__in=("granted", "ended")) if organisation else Power.objects.none()
    last = known.order_by(Coalesce("ended_on", "ends_on").desc()).first()
    if last is None or last.last_day is None or last.starts_on is None:
        refuse(by, "see_ours", organisation)
    write_apart(last, "see_ours", by)
    if last.state == "granted" and last.starts_on > timezone.localdate():
        return Forbidden("POWER_NOT_YET", text("representing.refused.not_yet", day=written(last.starts_on)))
    words = "ended" if last.state == "ended" else "over"
    return Forbidden("POWER_ENDED", text("representing.refused", words, day=written(last.last_day)))
