"""Makers of wrong pairs from right ones, each a distribution over places, lengths and joints; see `makers.MAKERS`."""
