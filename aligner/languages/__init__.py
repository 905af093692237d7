"""Tables of English, French and of characters. No logic."""
