"""Addresses for programs, outside the languages."""

from __future__ import annotations

from django.urls import path

from goodstanding.publiclog.views import tiles

app_name = "log"
urlpatterns = [
    path("log/checkpoint", tiles.checkpoint, name="checkpoint"),
    path("log/key", tiles.key, name="key"),
    path("log/records/<uuid:record_id>.json", tiles.proofs, name="proofs"),
    path("log/tile/<path:place>", tiles.tile, name="tile"),
]
