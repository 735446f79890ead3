"""What departments hand in: receiving, checking, confirming, the report back; the desk's pages and the intake API."""
