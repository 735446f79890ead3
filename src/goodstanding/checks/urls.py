"""Addresses under the language."""

from __future__ import annotations

from django.urls import path

from goodstanding.checks.views import asking, files, granting, ours, public, receipts, widget

app_name = "checks"
urlpatterns = [
    path("desk/checks/", asking.ask, name="ask"),
    path("desk/checks/find", asking.find, name="find"),
    path("desk/checks/suggestions", asking.suggestions, name="suggestions"),
    path("desk/checks/history", receipts.listed, name="history"),
    path("desk/checks/files/", files.listed, name="files"),
    path("desk/checks/files/<uuid:pk>", files.one, name="file"),
    path("desk/checks/files/<uuid:pk>/answer.<str:ending>", files.answer, name="file_answer"),
    path("desk/checks/grants/", granting.grants, name="grants"),
    path("desk/checks/grants/<int:grant>/end", granting.end, name="grant_end"),
    path("desk/checks/widget", widget.about, name="widget"),
    path("desk/checks/frame", widget.frame, name="frame"),
    path("desk/checks/frame/<uuid:pk>", widget.framed, name="framed"),
    path("desk/checks/<uuid:pk>", receipts.receipt, name="receipt"),
    path("desk/checks/<uuid:pk>/answer.json", receipts.given, name="given"),
    path("desk/checks/<uuid:pk>/proof", receipts.proof, name="proof"),
    path("ours/<str:code>/checks", ours.looked, name="ours"),
    path("ours/<str:code>/checks.<str:ending>", ours.download, name="ours_download"),
    path("checks/hidden", public.hidden, name="hidden"),
]
