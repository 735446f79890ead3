"""Django's own backend for PostgreSQL, which looks at a kept connection before it asks the server."""
