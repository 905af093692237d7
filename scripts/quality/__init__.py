"""The quality gate: metrics with floors."""
