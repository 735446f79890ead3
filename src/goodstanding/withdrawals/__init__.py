"""A department ends what it handed in: withdrawn, varied, annulled; a regime change ends many."""
