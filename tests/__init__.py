"""A package by name, so that no library which installs a folder called `tests` can stand in its place."""
