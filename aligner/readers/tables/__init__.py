"""Rows of tables and of JSON lines, and the columns of the two texts."""
