"""Pages of the yearly account: what a councillor reads."""
