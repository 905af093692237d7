"""Names, and names that became others."""
