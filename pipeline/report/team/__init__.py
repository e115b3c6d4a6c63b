"""Pages of the data team's own notebooks, which are no booklet of a place."""
