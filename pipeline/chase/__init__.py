"""Chase lists: what is asked of each school about its own pupil records, and of nobody else."""

from pipeline.chase.questions import Question, Summary, questions, summary
from pipeline.chase.write import write_lists

__all__ = ["Question", "Summary", "questions", "summary", "write_lists"]
