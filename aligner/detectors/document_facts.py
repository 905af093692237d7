"""What several detectors read in a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from aligner.text.cleaning.edits import undo
from aligner.text.entities.names.find import Name, find_names, fold_name
from aligner.text.quotations import quotations
from aligner.types import Document, Span

MIN_SPELLING_LETTERS = 3  # letters and digits of a word that may be part of a name
_LETTER_RUN = re.compile(r"[^\W_]+")


class DocumentFacts:
    """A document with what several detectors read in it, computed on first use."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def text_as_read(self) -> str:
        """The text before cleaning."""
        return undo(self.document.text, self.document.steps)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names in the cleaned text."""
        return find_names(self.document.text, self.document.side)

    @cached_property
    def names_by_word(self) -> Mapping[str, list[frozenset[str]]]:
        """The folded words of the names that have each word."""
        names: dict[str, list[frozenset[str]]] = {}
        for words in {frozenset(name.folded.split()) for name in self.names}:
            for word in words:
                names.setdefault(word, []).append(words)
        return names

    @cached_property
    def quotations(self) -> list[Span]:
        """The ranges between quotation marks in the cleaned text."""
        return quotations(self.document.text)

    @cached_property
    def spellings(self) -> Mapping[str, None]:
        """The folded words of three or more letters and digits, in text order."""
        return dict.fromkeys(
            word for word in _LETTER_RUN.findall(fold_name(self.document.text)) if len(word) >= MIN_SPELLING_LETTERS
        )

    def place_of_spelling(self, spelling: str) -> Span | None:
        """Return where the text first has a folded word; only for findings, as this folds each word."""
        written = self._written.get(spelling)
        place = written and re.search(rf"(?<![^\W_]){re.escape(written)}(?![^\W_])", self.document.text)
        return place.span() if place else None

    @cached_property
    def _written(self) -> Mapping[str, str]:
        """The first word of the text that is folded to each."""
        words = dict.fromkeys(_LETTER_RUN.findall(self.document.text))
        return {fold_name(word): word for word in reversed(words)}
