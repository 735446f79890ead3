"""Addresses of this part: the organisation's own, the desk's, the departments', and anybody's."""

from __future__ import annotations

from django.urls import path, re_path

from goodstanding.objections.views import deeds, desk, filing, ours, reports, sources, statistics

app_name = "objections"
urlpatterns = [
    path("ours/<str:code>/objections", ours.listed, name="ours_list"),
    path("ours/<str:code>/objections/new", filing.new, name="new"),
    path("ours/<str:code>/objections/drafts/<uuid:draft>/records", filing.records, name="draft_records"),
    path("ours/<str:code>/objections/drafts/<uuid:draft>/reasons", filing.reasons, name="draft_reasons"),
    path("ours/<str:code>/objections/drafts/<uuid:draft>/check", filing.check, name="draft_check"),
    path("ours/<str:code>/objections/<uuid:case>", ours.case, name="ours_case"),
    path("ours/<str:code>/objections/<uuid:case>/withdraw", ours.withdraw, name="ours_withdraw"),
    path("ours/<str:code>/objections/<uuid:case>/letters/<slug:name>", ours.letter, name="ours_letter"),
    path("ours/<str:code>/objections/<uuid:case>/papers/<uuid:paper>", ours.paper, name="ours_paper"),
    path("desk/objections", desk.listed, name="list"),
    path("desk/objections/bulk", desk.bulk, name="bulk"),
    re_path(
        r"^desk/objections/statistics/(?P<department>[0-9A-Z]{18})/(?P<month>[0-9]{4}-[0-9]{2})/(?P<part>[a-z]+)$",
        statistics.behind,
        name="behind",
    ),
    path("desk/objections/<uuid:case>", desk.case, name="case"),
    path("desk/objections/<uuid:case>/compare", desk.compare, name="compare"),
    path("desk/objections/<uuid:case>/forward", deeds.forward, name="forward"),
    path("desk/objections/<uuid:case>/decide", deeds.decide, name="decide"),
    path("desk/objections/<uuid:case>/letters/<slug:name>", desk.letter, name="letter"),
    path("desk/objections/<uuid:case>/papers/<uuid:paper>", desk.paper, name="paper"),
    path("desk/objections/<uuid:case>/<slug:deed>", deeds.deed, name="deed"),
    path("desk/inquiries", sources.listed, name="inquiries"),
    path("desk/inquiries/<uuid:number>", sources.inquiry, name="inquiry"),
    path("desk/inquiries/<uuid:number>/letter", sources.letter, name="inquiry_letter"),
    path("desk/inquiries/<uuid:number>/return", deeds.give_back, name="give_back"),
    path("desk/inquiries/<uuid:number>/papers/<uuid:paper>", sources.paper, name="inquiry_paper"),
    path("desk/error-reports", reports.listed, name="reports"),
    path("desk/error-reports/<uuid:report>", reports.case, name="report_case"),
    path("records/<uuid:record>/report", reports.report, name="report"),
    path("error-reports/<slug:number>", reports.reported, name="reported"),
    path("objections/statistics", statistics.page, name="statistics"),
]
