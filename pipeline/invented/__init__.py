"""An authority that does not exist: its schools, children and results, the same bytes from the same seed on every machine."""
