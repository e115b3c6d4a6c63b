"""Sections that set schools and clusters side by side."""
