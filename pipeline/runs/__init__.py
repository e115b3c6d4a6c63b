"""Runs that look after themselves: one at a time, entered in the ledger and the log, told on one screen."""
