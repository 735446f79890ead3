"""Addresses of taking down, under ``/desk/``."""

from __future__ import annotations

from django.urls import path

from goodstanding.withdrawals.views import ending, listing, regimes

app_name = "withdrawals"
urlpatterns = [
    path("desk/records/<uuid:public_id>/end", ending.one, name="end"),
    path("desk/records/<uuid:public_id>/end/check", ending.check_one, name="check"),
    path("desk/withdrawals/", listing.listed, name="list"),
    path("desk/withdrawals/speed", listing.speed, name="speed"),
    path("desk/withdrawals/new", listing.numbers, name="numbers"),
    path("desk/withdrawals/new/details", ending.many, name="many"),
    path("desk/withdrawals/new/check", ending.check_many, name="check_many"),
    path("desk/withdrawals/<uuid:number>", listing.withdrawal, name="withdrawal"),
    path("desk/withdrawals/<uuid:number>/document", listing.paper, name="paper"),
    path("desk/withdrawals/regimes/", regimes.listed, name="regimes"),
    path("desk/withdrawals/regimes/new", regimes.propose, name="propose"),
    path("desk/withdrawals/regimes/<uuid:number>", regimes.one, name="regime"),
    path("desk/withdrawals/regimes/<uuid:number>/<slug:decision>", regimes.decide, name="decide_regime"),
]
