"""Addresses of the register: for anybody under ``/laws/``, the deeds under ``/desk/laws/``."""

from __future__ import annotations

from django.urls import path

from goodstanding.laws.views import desk, showing, stopping

app_name = "laws"
urlpatterns = [
    path("laws/", showing.listed, name="register"),
    path("laws/halts", showing.halts, name="halts"),
    path("laws/halts/<str:number>", showing.halt, name="halt"),
    path("laws/measures/<slug:code>", showing.measure, name="measure"),
    path("laws/<slug:code>", showing.law, name="law"),
    path("desk/laws/", desk.listed, name="desk"),
    path("desk/laws/halts/<uuid:key>", desk.halt, name="desk_halt"),
    path("desk/laws/halts/<uuid:key>/lift", desk.lift, name="lift"),
    path("desk/laws/halts/<uuid:key>/list", desk.whole, name="whole"),
    path("desk/laws/halts/<uuid:key>/list.csv", desk.table, name="table"),
    path("desk/laws/halts/<uuid:key>/document", desk.paper, name="paper"),
    path("desk/laws/<slug:target>/<slug:code>", desk.basis, name="desk_basis"),
    path("desk/laws/<slug:target>/<slug:code>/stop", stopping.details, name="stop"),
    path("desk/laws/<slug:target>/<slug:code>/stop/check", stopping.check, name="check"),
    path("desk/laws/<slug:target>/<slug:code>/affected.csv", stopping.preview, name="preview"),
]
