"""Parts that pages share: cells, sentences, reasons. None of them is a section."""
