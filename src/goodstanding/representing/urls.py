"""Addresses of this part: asking and ending for whoever is signed in, deciding and the window on the desk."""

from __future__ import annotations

from django.urls import path

from goodstanding.representing.views import asking, deciding, holding, window

app_name = "representing"
urlpatterns = [
    path("powers/ask", asking.organisation, name="ask"),
    path("powers/ask/check", asking.check, name="check"),
    path("powers/ask/<str:code>", asking.details, name="details"),
    path("powers/letter/<str:code>", asking.letter, name="letter"),
    path("powers/<uuid:power>", holding.page, name="power"),
    path("powers/<uuid:power>/<slug:deed>", holding.deed, name="deed"),
    path("desk/powers/", deciding.listed, name="desk_powers"),
    path("desk/powers/<uuid:power>/", deciding.page, name="desk_power"),
    path("desk/powers/<uuid:power>/letter", deciding.letter, name="desk_letter"),
    path("desk/powers/<uuid:power>/<slug:decision>", deciding.decide, name="decide"),
    path("desk/window/", window.find, name="window"),
    path("desk/window/<str:code>/", window.organisation, name="window_for"),
    path("desk/window/<str:code>/slip/<slug:purpose>", window.slip, name="slip"),
    path("desk/consents/<uuid:consent>/paper", window.paper, name="consent"),
]
