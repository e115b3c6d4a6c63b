"""Runs: one at a time, entered in the ledger and the log, cleaned up after a killed one, and summed up on one screen."""
