"""The account's own pages in the desk's navigation."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

DESK = (Item(text="departments.account.label", view="departments:appointments", order=900),)
