"""The index of stories on disk."""
