"""The sections of the booklets: a Reading in, blocks out. Every module here is found by itself, so a section is one file."""
