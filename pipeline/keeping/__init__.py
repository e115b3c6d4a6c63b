"""Keeping the data folder safe, and records no longer than their rules say: backups, what is due, erasures and their completion."""
