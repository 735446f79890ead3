"""Addresses of an organisation's own pages."""

from __future__ import annotations

from django.urls import path

from goodstanding.ours.views import choosing, downloading, listing, overview, records

app_name = "ours"
urlpatterns = [
    path("ours/", choosing.choose, name="choose"),
    path("ours/<str:code>/", overview.overview, name="overview"),
    path("ours/<str:code>/records/<uuid:public_id>", records.record, name="record"),
    path("ours/<str:code>/cases", listing.cases, name="cases"),
    path("ours/<str:code>/powers", listing.powers, name="powers"),
    path("ours/<str:code>/looked", listing.looked, name="looked"),
    path("ours/<str:code>/print", downloading.printed, name="print"),
    path("ours/<str:code>/everything.json", downloading.everything, name="everything"),
]
