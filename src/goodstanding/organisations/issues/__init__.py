"""Wrong and duplicate codes (重错码): found in sets, owned by the registering department, answered, accepted, counted."""
