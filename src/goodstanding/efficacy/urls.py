"""Addresses of efficacy: everybody's and the desk's."""

from __future__ import annotations

from django.urls import path

from goodstanding.efficacy.views import desk, examples, public

app_name = "efficacy"
urlpatterns = [
    path("efficacy/", public.statistics, name="public"),
    path("efficacy/data.<str:ending>", public.data, name="public_data"),
    path("efficacy/examples/", public.examples, name="examples"),
    path("efficacy/examples/<uuid:pk>", public.example, name="example"),
    path("desk/efficacy/", desk.statistics, name="desk"),
    path("desk/efficacy/data.<str:ending>", desk.data, name="desk_data"),
    path("desk/efficacy/rows", desk.rows, name="rows"),
    path("desk/efficacy/receipts", desk.receipts, name="receipts"),
    path("desk/examples/", examples.listed, name="desk_examples"),
    path("desk/examples/new", examples.new, name="new"),
    path("desk/examples/<uuid:pk>", examples.one, name="desk_example"),
    path("desk/examples/<uuid:pk>/edit", examples.edit, name="edit"),
    path("desk/examples/<uuid:pk>/versions/<int:number>", examples.version, name="version"),
    path("desk/examples/<uuid:pk>/<slug:deed>", examples.deed, name="deed"),
]
