"""Pages of the data team's own notebooks, which are not about one place."""
