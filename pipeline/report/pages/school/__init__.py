"""Sections of a school's own booklet."""
