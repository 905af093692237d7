"""Features of the confidence of a pair of texts, one file for each source of evidence."""
