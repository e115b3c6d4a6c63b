"""The yearly account against the council's strategy: what its pack holds beyond the figures of any other document."""
