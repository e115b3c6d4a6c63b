"""The sections of the booklets, one small module each: a Reading in, blocks out."""
