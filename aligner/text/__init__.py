"""Operations on one text."""
