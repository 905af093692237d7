"""Dates, times of day, periods and durations."""
