"""The verdict on a document: how it was made, by people, by machine translation or by spinning, or in parts."""
