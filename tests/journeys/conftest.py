"""A browser for the desk's journeys."""

from __future__ import annotations
