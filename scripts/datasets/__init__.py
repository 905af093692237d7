"""Data sets: gold data, training corpora, and corruptions with known truth."""
