"""Addresses of deliveries: the desk's, and the organisation's under its code."""

from __future__ import annotations

from django.urls import path

from goodstanding.exchange.views import deeds, desk, filters, messages, ours, subscribing

app_name = "exchange"
urlpatterns = [
    path("desk/deliveries/", desk.health, name="health"),
    path("desk/deliveries/subscribe", subscribing.subscribe, name="subscribe"),
    path("desk/deliveries/filters", filters.listed, name="filters"),
    path("desk/deliveries/filters/<slug:code>", filters.download, name="filter"),
    path("desk/deliveries/<uuid:pk>", desk.subscription, name="subscription"),
    path("desk/deliveries/<uuid:pk>/acknowledge", deeds.acknowledge, name="acknowledge_all"),
    path("desk/deliveries/<uuid:pk>/<slug:deed>", deeds.deed, name="deed"),
    path("desk/deliveries/messages/<uuid:key>", messages.one, name="message"),
    path("desk/deliveries/messages/<uuid:key>/acknowledge", messages.acknowledge, name="acknowledge"),
    path("desk/deliveries/messages/<uuid:key>/replay", messages.replay, name="replay"),
    path("ours/<str:code>/delivered", ours.delivered, name="ours"),
]
