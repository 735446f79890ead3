"""The public site: anonymous, read-only. It shows what :attr:`Record.public` gives and nothing else, and no person can be searched for."""
