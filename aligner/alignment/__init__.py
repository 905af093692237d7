"""Sentence alignment: two texts to beads."""
