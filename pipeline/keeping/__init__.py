"""Keeping the data folder safe: a copy of it that can be trusted, and putting it back."""
