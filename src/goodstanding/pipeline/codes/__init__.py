"""A file of codes in, a file of verdicts out: ``goodstanding codes``. Bounded memory, whatever the file's size."""
