"""Pages of the yearly account: what a councillor reads."""

from pipeline.report.pages.account import ending, facts, groups, latest, strategy, summary

__all__ = ["ending", "facts", "groups", "latest", "strategy", "summary"]
