"""Units of translation memories as rows."""
