"""Planted faults: what is spoilt, how, and which rule has to find it."""
