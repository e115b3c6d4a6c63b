"""A delivery becomes a clean table, through Great Expectations; findings never hold a delivered value."""

from pipeline.validated.checked import findings
from pipeline.validated.notes import data_notes
from pipeline.validated.receive import Outcome, receive, refused
from pipeline.validated.tables import declared, read_tables, table, tables

__all__ = ["Outcome", "data_notes", "declared", "findings", "read_tables", "receive", "refused", "table", "tables"]
