"""The desk's addresses, under ``/desk/``."""

from __future__ import annotations

from django.urls import path

from goodstanding.intake.views import answering, auditing, clerking, excepting, handing_in, looking, mapping, reporting

app_name = "intake"
urlpatterns = [
    path("", looking.home, name="home"),
    path("hand-in/", handing_in.hand_in, name="hand_in"),
    path("nothing-to-report/", handing_in.nothing, name="nothing"),
    path("submissions/", looking.submissions, name="submissions"),
    path("submissions/<uuid:submission>/", looking.submission, name="submission"),
    path("submissions/<uuid:submission>/progress/", looking.progress, name="progress"),
    path("submissions/<uuid:submission>/history/", looking.happened, name="history"),
    path("submissions/<uuid:submission>/report/", reporting.report, name="report"),
    path("submissions/<uuid:submission>/report.xlsx", reporting.workbook, name="workbook"),
    path("submissions/<uuid:submission>/report.json", reporting.as_json, name="report_json"),
    path("submissions/<uuid:submission>/columns/", mapping.columns, name="columns"),
    path("submissions/<uuid:submission>/confirm/", answering.confirm, name="confirm"),
    path("submissions/<uuid:submission>/withdraw/", answering.withdraw, name="withdraw"),
    path("queue/", clerking.queue, name="queue"),
    path("queue/<int:row>/", clerking.row, name="row"),
    path("queue/<int:row>/open/", clerking.open_organisation, name="open"),
    path("queue/<int:row>/attach/", clerking.attach, name="attach"),
    path("queue/<int:row>/return/", clerking.give_back, name="give_back"),
    path("exceptions/", excepting.exceptions, name="exceptions"),
    path("exceptions/<int:exception>/end/", excepting.end_exception, name="end_exception"),
    path("audit/", auditing.audit, name="audit"),
]
