"""Turns a delivery into a clean table and findings, with Great Expectations; a finding never holds a delivered value."""

from pipeline.validated.checked import findings
from pipeline.validated.clean_tables import declared, read_tables, table, tables
from pipeline.validated.intake import Receipt, receive, refused
from pipeline.validated.notes import data_notes

__all__ = ["Receipt", "data_notes", "declared", "findings", "read_tables", "receive", "refused", "table", "tables"]
