"""The sections of the booklets: a Reading in, blocks out. Every module here is imported, so a new section is one file."""
