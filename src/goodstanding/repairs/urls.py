"""Addresses of repair: the organisation's under its code, the desk's under ``/desk/``."""

from __future__ import annotations

from django.urls import path

from goodstanding.repairs.views import applying, deciding, desk, following, masking, noticing

app_name = "repairs"
urlpatterns = [
    path("ours/<str:code>/repairs/new", applying.new, name="new"),
    path("ours/<str:code>/repairs/check", applying.check, name="check"),
    path("ours/<str:code>/repairs/remind", applying.remind, name="remind"),
    path("ours/<str:code>/repairs/<uuid:number>", following.case, name="our_case"),
    path("ours/<str:code>/repairs/<uuid:number>/withdraw", following.withdraw, name="withdraw"),
    path("ours/<str:code>/repairs/<uuid:number>/papers/<uuid:paper>", following.paper, name="our_paper"),
    path("ours/<str:code>/records/<uuid:public_id>/repair-notice", following.our_notice, name="our_notice"),
    path("desk/repairs/", desk.listed, name="list"),
    path("desk/repairs/accept", desk.accept_many, name="accept_many"),
    path("desk/repairs/<uuid:number>", desk.case, name="case"),
    path("desk/repairs/<uuid:number>/papers/<uuid:paper>", desk.paper, name="paper"),
    path("desk/repairs/<uuid:number>/<slug:decision>", deciding.decide, name="decide"),
    path("desk/maskings/", masking.listed, name="maskings"),
    path("desk/maskings/new", masking.begin, name="mask"),
    path("desk/maskings/<uuid:number>", masking.one, name="masking"),
    path("desk/maskings/<uuid:number>/ruling", masking.paper, name="ruling"),
    path("desk/maskings/<uuid:number>/<slug:how>", masking.end, name="end_masking"),
    path("desk/records/<uuid:public_id>/repair-notice", noticing.one, name="notice"),
    path("desk/submissions/<uuid:submission>/repair-notices", noticing.many, name="notices"),
]
