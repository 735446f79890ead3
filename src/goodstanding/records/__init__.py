"""Records of permits and penalties: what a department decided, every revision of it, and for how long it shows."""
