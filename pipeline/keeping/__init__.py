"""How long records are kept, and how they are erased: what is due, what an erasure takes out, and its completion if it was killed."""
