"""Metrics on gold data and on synthetic corruptions."""
