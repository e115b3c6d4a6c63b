"""From pupils' records to counts: who is in a measure, what each pupil adds, and how much that is place by place and group by group."""

from pipeline.pupils.cohorts import Cohorts, Records
from pipeline.pupils.records import read_records

__all__ = ["Cohorts", "Records", "read_records"]
