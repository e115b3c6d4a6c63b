"""One module a stage: the records its schools would return, as tables of the declared columns."""
