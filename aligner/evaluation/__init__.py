"""Evaluation: metrics on gold data and on synthetic corruptions."""
