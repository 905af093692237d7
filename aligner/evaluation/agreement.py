"""Agreement of two people who judged the same items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from fractions import Fraction


def cohens_kappa(judgements: Sequence[tuple[Hashable, Hashable]]) -> Fraction | None:
    """Return Cohen's kappa (Cohen 1960): the agreement beyond that of chance, as a share of all that is possible.

    Parameters
    ----------
    judgements : what both people called each item

    Returns
    -------
    Fraction or None
        At most 1, and 0 for an agreement as by chance. None where it is undefined: without items, or where both called
        all items the same, so that chance alone would make them agree.
    """
    count = len(judgements)
    if not count:
        return None
    agreed = Fraction(sum(one == other for one, other in judgements), count)
    first, second = Counter(one for one, _ in judgements), Counter(other for _, other in judgements)
    by_chance = Fraction(sum(first[name] * second[name] for name in first), count * count)
    return None if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)
