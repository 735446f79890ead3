"""Who may act for an organisation, from when until when, and on what letter."""
