"""Chase lists: the questions to each school about its own pupil records, and about no other school's."""

from pipeline.chase.questions import ChaseQuestion, Summary, chase_questions, summary
from pipeline.chase.write import write_lists

__all__ = ["ChaseQuestion", "Summary", "chase_questions", "summary", "write_lists"]
