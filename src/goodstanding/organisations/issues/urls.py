"""Addresses of the pages about wrong and duplicate codes, under ``/desk/code-issues/``."""

from __future__ import annotations

from django.urls import path, re_path

from goodstanding.organisations.issues.views import deciding, looking, rating, registrars, returning

app_name = "issues"
urlpatterns = [
    path("", looking.issues, name="list"),
    path("<int:number>/", looking.issue, name="issue"),
    path("<int:number>/answer/", deciding.answer, name="answer"),
    path("<int:number>/<slug:decision>/", deciding.decide, name="decide"),
    re_path(r"^return\.(?P<way>xlsx|csv)$", returning.export, name="export"),
    path("return/", returning.read_back, name="read_back"),
    path("rates/", rating.page, name="rates"),
    path("rates.csv", rating.as_csv, name="rates_csv"),
    path("rates.json", rating.as_json, name="rates_json"),
    re_path(
        r"^rates/(?P<rate>[a-z_]+)/(?P<department>[0-9A-Z]{18})/(?P<month>[0-9]{4}-[0-9]{2})/(?P<part>above|below)/$",
        rating.behind,
        name="behind",
    ),
    path("registrars/", registrars.registrars, name="registrars"),
    path("registrars/assign/", registrars.assign, name="assign_by_table"),
    path("registrars/<int:registrar>/end/", registrars.end, name="end_registrar"),
]
