"""What is done to each document of a run: read, clean, segment, encode, sketch; and the search among sketches."""
