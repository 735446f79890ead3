"""How much one may hand in at once. Not the law's: what a scanned letter needs, and what a server bears."""

from __future__ import annotations

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
"""One file."""
MOST = 10
"""Files of one form."""
ALTOGETHER = 60 * MEGABYTE
"""The files of one form lie in memory until they are sealed."""
LONGEST_NAME = 120
PIXELS = 120_000_000
"""A page of A3 at 600 dots an inch has 70 million."""
A_DAY = 200
"""Papers one account may hand in within 24 hours, where it is no office's: ten objections with everything they need, not a full disk."""
