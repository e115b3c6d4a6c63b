"""From pupil records to counts: who is in a measure, what each pupil contributes, and the totals by place and group."""

from pipeline.pupils.cohorts import Cohorts, Records
from pipeline.pupils.records import read_records

__all__ = ["Cohorts", "Records", "read_records"]
