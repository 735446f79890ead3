"""Objections and reports of errors: filed, marked, forwarded, answered, decided."""
