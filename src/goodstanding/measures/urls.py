"""Addresses of measures: everybody's, the desk's, and the organisation's under its code."""

from __future__ import annotations

from django.urls import path

from goodstanding.measures.views import adopting, applying, desk, ours, public

app_name = "measures"
urlpatterns = [
    path("measures/", public.listed, name="public"),
    path("measures/incentives", public.incentives, name="incentives"),
    path("measures/<slug:code>", public.measure, name="measure"),
    path("ours/<str:code>/measures/<uuid:pk>", ours.case, name="ours"),
    path("ours/<str:code>/measures/<uuid:pk>/answer", ours.answer, name="ours_answer"),
    path("ours/<str:code>/measures/<uuid:pk>/letters/<slug:name>", ours.letter, name="ours_letter"),
    path("desk/measures/", desk.catalogue, name="catalogue"),
    path("desk/measures/try/<slug:code>", desk.try_first, name="try"),
    path("desk/measures/propose/<slug:code>", adopting.propose, name="propose"),
    path("desk/measures/adoptions/<uuid:pk>", desk.adoption, name="adoption"),
    path("desk/measures/adoptions/<uuid:pk>/apply", applying.begin, name="begin"),
    path("desk/measures/adoptions/<uuid:pk>/<slug:deed>", adopting.deed, name="adoption_deed"),
    path("desk/measures/applications/", desk.listed, name="list"),
    path("desk/measures/applications/<uuid:pk>", desk.case, name="case"),
    path("desk/measures/applications/<uuid:pk>/letters/<slug:name>", desk.letter, name="letter"),
    path("desk/measures/applications/<uuid:pk>/paper", desk.paper, name="paper"),
    path("desk/measures/applications/<uuid:pk>/<slug:deed>", applying.deed, name="deed"),
]
