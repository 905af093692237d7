"""Evidence of how a text was made, from its words: by people, by machine translation, or by spinning."""
