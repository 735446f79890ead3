"""Addresses of the log's pages."""

from __future__ import annotations

from django.urls import path

from goodstanding.publiclog.views import page, past

app_name = "publiclog"
urlpatterns = [
    path("log", page.log, name="log"),
    path("desk/as-of/<str:code>", past.past, name="as_of"),
]
