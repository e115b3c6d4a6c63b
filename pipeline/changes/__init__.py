"""What changed between two issues of a document: figures, standings, questions and words, the largest first."""
