"""Features of the confidence model."""
