"""What may follow from a list or a record, on which basis, and what was done."""
