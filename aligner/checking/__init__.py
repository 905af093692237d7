"""Check single stories: find their artefacts, compare them with other versions, and estimate how they were made."""
