"""What sections are worded with: cells, sentences, reasons, dates, phases. None of them is a section."""
