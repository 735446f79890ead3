"""Addresses of this part: on the desk, and for everybody who is signed in."""

from __future__ import annotations

from django.urls import path

from goodstanding.notices.views import box, outbox

app_name = "notices"
urlpatterns = [
    path("account/notices/", box.box, name="box"),
    path("account/notices/<int:number>/", box.follow, name="follow"),
    path("account/notices/<int:number>/read/", box.mark, name="mark"),
    path("account/notices/read/", box.mark, name="mark_all"),
    path("desk/notices/", box.box, name="desk"),
    path("desk/notices/mails/", outbox.mails, name="outbox"),
]
