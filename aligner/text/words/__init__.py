"""Tokens, the bilingual lexicon and word alignment."""
