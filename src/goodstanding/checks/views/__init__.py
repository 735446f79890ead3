"""Pages of checks: the desk, the organisation, the public."""
