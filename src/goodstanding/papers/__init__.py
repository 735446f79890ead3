"""Documents people hand in as evidence: sealed, checked, destroyed on time."""
