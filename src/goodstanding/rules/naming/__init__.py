"""Names of organisations: one writing, parts, comparison, ranking. Use it through :mod:`goodstanding.rules.names`.

Stacked: ``writing`` (one writing of a name) < ``words`` (the data) < ``placing`` (regions) < ``parting`` (parts) < ``sounding``,
``reasons`` < ``weighing`` (part against part) < ``comparing`` < ``ranking``.
"""
