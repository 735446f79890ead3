"""A synthetic city: invented organisations, departments and decisions, with faults planted on purpose and written down."""
