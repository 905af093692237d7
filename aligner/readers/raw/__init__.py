"""Corpora as the bytes they are, so that rows can be written with other partners and all else stays as it is."""
