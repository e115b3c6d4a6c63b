"""Sections of the authority's own booklet."""
