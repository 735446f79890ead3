"""Who a request comes from: the account, and the appointment it acts under today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goodstanding.departments.models import ApiClient, Appointment, User
from goodstanding.ledger.standing import SYSTEM, VISITOR, Standing

__all__ = ["SYSTEM", "VISITOR", "Standing", "appointments", "from_appointment", "from_client", "of", "of_user", "remember"]
ASKED = "_standing_asked"
CHOSEN = "appointment"
"""Session key: the appointment somebody with several has chosen to act under."""


def of(request: HttpRequest) -> Standing:
    """The standing of a request, asked once: an API client's, an appointment's, or VISITOR."""
    known: Standing | None = getattr(request, ASKED, None)
    return known or remember(request, _asked(request))


def remember(request: HttpRequest, standing: Standing) -> Standing:
    """For the rest of the request."""
    setattr(request, ASKED, standing)
    return standing


def _asked(request: HttpRequest) -> Standing:
    # A visitor without a session cookie costs no query, and his page may be cached by anybody.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not hasattr(request, "_cached_user"):
        return VISITOR
    user = request.user
    if not isinstance(user, User):
        return VISITOR
    return of_user(user, request.session.get(CHOSEN))


def of_user(user: User, chosen: int | None = None) -> Standing:
    """The chosen of the user's appointments of today, else the oldest; without one a visitor who has a name."""
    held = list(appointments(user, timezone.localdate()))
    appointment = next((one for one in held if one.pk == chosen), held[0] if held else None)
    return from_appointment(appointment) if appointment else Standing(label=str(user), user_id=user.pk)


def appointments(user: User, today: date) -> QuerySet[Appointment]:
    """What the user holds today."""
    held = user.appointments.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)
    return held.select_related("department", "user").order_by("starts_on", "pk")


def from_appointment(appointment: Appointment) -> Standing:
    """``label`` names the person and the department, as the ledger will show it."""
    where = f"（{appointment.department}）" if appointment.department else ""
    return Standing(
        label=f"{appointment.user}{where}", role=appointment.role, user_id=appointment.user_id, department_id=appointment.department_id
    )


def from_client(client: ApiClient) -> Standing:
    """A program acts as its department's steward, within its scopes; one of the centre's own only reads."""
    return Standing(
        label=f"{client.name}（{client.department}）" if client.department else client.name,
        role="steward" if client.department_id else "client",
        department_id=client.department_id, client_id=client.pk, scopes=frozenset(client.scopes),
    )  # fmt: skip


class Acting:
    """Middleware: ``request.standing`` is what pages show: somebody's standing, an account without an appointment, None for a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        standing = of(request)
        nobody = replace(standing, role="account") if standing.user_id is not None else None
        request.standing = nobody if standing.is_visitor else standing  # type: ignore[attr-defined]
        return self.get_response(request)
