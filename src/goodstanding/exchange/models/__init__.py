"""Who is subscribed to what, what each was told about which thing in which order, what it has acknowledged, keys and offline filters."""

from goodstanding.exchange.models.deliveries import ACTIONS, FAULTS, GROUNDS, STATES, Attempt, Delivery, Head, Holding
from goodstanding.exchange.models.signing import Filter, Key
from goodstanding.exchange.models.subscriptions import STOPS, TARGETS, WAYS, Subscription, Topic

__all__ = [
    "ACTIONS",
    "FAULTS",
    "GROUNDS",
    "STATES",
    "STOPS",
    "TARGETS",
    "WAYS",
    "Attempt",
    "Delivery",
    "Filter",
    "Head",
    "Holding",
    "Key",
    "Subscription",
    "Topic",
]
