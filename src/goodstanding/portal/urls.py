"""Addresses of the public site, Chinese at the root and English under ``/en/``."""

from __future__ import annotations

from django.urls import path

from goodstanding.portal.views import catalogue, code, codes, coverage, home, newest, organisations, records, robots, searching, words

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search", searching.search, name="search"),
    path("search/suggestions", searching.suggestions, name="suggestions"),
    path("organisations/<str:code>", organisations.organisation, name="organisation"),
    path("records/<uuid:public_id>", records.record, name="record"),
    path("permits", newest.newest, {"kind": "permit"}, name="permits"),
    path("permits/feed", newest.feed, {"kind": "permit"}, name="permits-feed"),
    path("penalties", newest.newest, {"kind": "penalty"}, name="penalties"),
    path("penalties/feed", newest.feed, {"kind": "penalty"}, name="penalties-feed"),
    path("coverage", coverage.coverage, name="coverage"),
    path("catalogue", catalogue.catalogue, name="catalogue"),
    path("catalogue/<slug:kind>", catalogue.fields, name="fields"),
    path("catalogue/<slug:kind>/checks", catalogue.checks, name="checks"),
    path("code", code.code, name="code"),
    path("code/many", codes.codes, name="codes"),
    path("objections", words.page, {"name": "objections"}, name="objections"),
    path("about", words.page, {"name": "about"}, name="about"),
    path("accessibility", words.page, {"name": "accessibility"}, name="accessibility"),
    path("privacy", words.page, {"name": "privacy"}, name="privacy"),
    path("robots.txt", robots.robots, name="robots"),
]
