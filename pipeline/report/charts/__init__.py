"""Charts: drawn by matplotlib from one palette, each with words made from the same data, and that data behind it."""
