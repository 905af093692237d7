"""Aligns French and English versions of the same news story."""
