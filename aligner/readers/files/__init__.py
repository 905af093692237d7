"""Files as bytes, lines and texts: found, capped and decoded."""
