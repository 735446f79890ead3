"""Codes explained: what a code is, part by part, what is wrong with it, what was likely meant, what it converts to."""
