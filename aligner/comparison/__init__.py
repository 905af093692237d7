"""Compare a copy with its original in the same language: sentence by sentence, word by word, fact by fact."""
