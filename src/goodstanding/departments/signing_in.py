"""How allauth is bound to our accounts: nobody signs up by himself, nobody changes the address that the administrator gave."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are given by the administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
