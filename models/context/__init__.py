"""Weights for `aligner`; see README.md."""
