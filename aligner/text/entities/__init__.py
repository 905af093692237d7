"""Facts of a text with canonical values: numbers, moments, names and words of closed classes."""
