"""Addresses of this part."""

from __future__ import annotations

from django.urls import path

from goodstanding.desk.views import calendar, deadlines, escalations, inbox, setting

app_name = "desk"
urlpatterns = [
    path("desk/inbox/", inbox.inbox, name="inbox"),
    path("desk/inbox/overview/", inbox.overview, name="overview"),
    path("desk/escalations/", escalations.escalations, name="escalations"),
    path("desk/inbox/deadlines/", deadlines.deadlines, name="deadlines"),
    path("desk/inbox/deadlines/end/", deadlines.end, name="end_deadlines"),
    path("desk/deadlines.ics", deadlines.feed, name="feed"),
    path("desk/calendar/", calendar.calendars, name="calendars"),
    path("desk/calendar/<int:year>/", calendar.year, name="year"),
    path("desk/calendar/<int:year>/set/", setting.set_year, name="set_year"),
]
