"""What a file declares of how its text was made: by a translation machine, or by a generator of text."""
