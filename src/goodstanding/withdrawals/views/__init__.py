"""Pages of taking down: one record, many, what was taken down, how fast, and a regime's end."""
