"""Charts: drawn by matplotlib from one palette, each with a description in words and a table of the same data."""
