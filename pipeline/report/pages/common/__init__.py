"""Sections that stand in documents of several kinds of place."""
