"""Numbers, dates, units and names of a text, and their comparison."""
