"""Places: school, cluster, trust, authority, region and England as one type; and the lineage that joins a school's URNs."""

from pipeline.places.place import Place
from pipeline.places.read import make_register, read_register
from pipeline.places.register import Register

__all__ = ["Place", "Register", "make_register", "read_register"]
