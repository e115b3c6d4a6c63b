"""Sections used by documents of several kinds of place."""
