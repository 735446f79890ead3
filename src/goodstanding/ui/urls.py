"""Addresses of the design system itself; included by the project outside the language prefix."""

from django.urls import path

from goodstanding.ui.views import letters

app_name = "ui"
urlpatterns = [path("letters/<str:size>", letters, name="letters")]
