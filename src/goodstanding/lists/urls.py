"""Addresses of lists: the desk's, the organisation's under its code, and everybody's."""

from __future__ import annotations

from django.urls import path

from goodstanding.lists.views import (
    desk,
    desk_answered,
    desk_competences,
    desk_deciding,
    desk_deeds,
    desk_ending,
    desk_finding,
    desk_proposing,
    desk_publishing,
    loading,
    ours,
    ours_answering,
    public,
    public_export,
    public_publicity,
)

app_name = "lists"
_DESK = [
    path("desk/lists/", desk.listed, name="desk"),
    path("desk/lists/new", desk_finding.find, name="propose"),
    path("desk/lists/new/suggestions", desk_finding.suggestions, name="propose_suggestions"),
    path("desk/lists/new/<int:organisation>", desk_proposing.kind, name="propose_kind"),
    path("desk/lists/new/<int:organisation>/documents", desk_proposing.documents, name="propose_documents"),
    path("desk/lists/new/<int:organisation>/check", desk_proposing.check, name="propose_check"),
    path("desk/lists/publish", desk_publishing.loads, name="publish_loads"),
    path("desk/lists/publish/<uuid:load>", desk_publishing.publish, name="publish_many"),
    path("desk/lists/competences", desk_competences.listed, name="competences"),
    path("desk/lists/competences/<int:competence>/end", desk_competences.end, name="competence_end"),
    path("desk/lists/<uuid:pk>", desk.case, name="case"),
    path("desk/lists/<uuid:pk>/serve", desk_answered.serve, name="serve"),
    path("desk/lists/<uuid:pk>/hear", desk_answered.hear, name="hear"),
    path("desk/lists/<uuid:pk>/decide", desk_deciding.decide, name="decide"),
    path("desk/lists/<uuid:pk>/end", desk_ending.end, name="end"),
    path("desk/lists/<uuid:pk>/letters/<slug:name>", desk.letter, name="letter"),
    path("desk/lists/<uuid:pk>/papers/<uuid:paper>", desk.paper, name="paper"),
    path("desk/lists/<uuid:pk>/remarks/<int:remark>", desk_deeds.settle, name="settle"),
    path("desk/lists/<uuid:pk>/<slug:deed>", desk_deeds.deed, name="deed"),
]
_OURS = [
    path("ours/<str:code>/lists/<uuid:pk>", ours.case, name="ours"),
    path("ours/<str:code>/lists/<uuid:pk>/answer", ours_answering.answer, name="ours_answer"),
    path("ours/<str:code>/lists/<uuid:pk>/answer/check", ours_answering.check, name="ours_answer_check"),
    path("ours/<str:code>/lists/<uuid:pk>/letters/<slug:name>", ours.letter, name="ours_letter"),
    path("ours/<str:code>/lists/<uuid:pk>/papers/<uuid:paper>", ours.paper, name="ours_paper"),
]
_LOADING = [
    path("desk/lists/load", loading.hand_in, name="load"),
    path("desk/lists/load/<uuid:file>", loading.look, name="load_look"),
    path("desk/lists/load/<uuid:file>/answer.<slug:ending>", loading.answer, name="load_answer"),
    path("desk/lists/export/<slug:kind>.<slug:ending>", public_export.export_own, name="export_own"),
]
_PUBLIC = [
    path("lists/", public.lists, name="public"),
    path("lists/publicity", public_publicity.publicity, name="publicity"),
    path("lists/publicity/thanks", public_publicity.remarked, name="remarked"),
    path("lists/publicity/<uuid:pk>", public_publicity.remark, name="remark"),
    path("lists/statistics", public.statistics, name="statistics"),
    path("lists/entries/<uuid:pk>", public.entry, name="entry"),
    path("lists/<slug:kind>", public.one_list, name="list"),
    path("lists/<slug:kind>.<slug:ending>", public_export.export, name="export"),
]
"""Everybody's pages."""
urlpatterns = [*_LOADING, *_DESK, *_OURS, *_PUBLIC]
