"""Clean a text in steps that can be replayed and undone."""
