"""What the confidence found about the words of pairs of texts in two languages, for whoever reads them next."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.types import Floats, Ints


class TokenEvidence(NamedTuple):
    """The tokens of one side of pairs, in the order of their `WordTable`.

    Attributes
    ----------
    place : (tokens,) index of the best match in the other side's text, 0 if that has no tokens
    top : (tokens,) cosine with the best match
    share : (tokens,) probability of the best translation by the lexicon, nan if it is unknown
    follows : (tokens,) log-ratio of the fluency
    ends : (pairs,) log-ratio of the end of the text
    errors : (tokens, kinds) log-odds of each kind of error by the word error net
    """

    place: Ints
    top: Floats
    share: Floats
    follows: Floats
    ends: Floats
    errors: Floats

    def select(self, tokens: NDArray[np.bool_], texts: NDArray[np.bool_]) -> TokenEvidence:
        """Return the marked tokens, which are those of the marked texts."""
        return TokenEvidence(
            self.place[tokens], self.top[tokens], self.share[tokens], self.follows[tokens], self.ends[texts],
            self.errors[tokens],
        )  # fmt: skip


class WordEvidence(NamedTuple):
    """The tokens of both sides of pairs, and the cosines of the texts, (pairs,)."""

    sides: tuple[TokenEvidence, TokenEvidence]
    cosines: Floats
