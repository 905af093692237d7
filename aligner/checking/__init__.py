"""Findings and verdict for single stories, and their comparison with an original or other versions."""
