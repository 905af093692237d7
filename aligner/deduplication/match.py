"""From evidence to a level: whether two texts are copies, of which kind, and where they overlap."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from aligner.deduplication.compare import Beside, Compared, CopyFeatures, compare
from aligner.deduplication.record import Story
from aligner.weights import models_folder

LEVELS = ("exact", "near", "spun", "translated", "contained", "same topic")
COPY = 0.5  # probability from which a text is a copy
TOPIC = 0.45  # cosine of two texts from which they are on one topic
NEARLY = 0.9999  # as sure as one may be of what is not the same
EDITED = 0.75  # likeness by words from which a copy is edited, and not re-worded
PART = 0.35  # of a text that is told by one it holds: a half is trimmed, less is contained
LEAST = 10  # words of a text that may be a copy without being the same
ALIKE, BACKED = 0.5, 0.25  # likeness from which two sentences match, and if each is the other's best counterpart

Range = tuple[int, int]


class StoryMatch(NamedTuple):
    """Two texts that belong together.

    told : of each, the share of the characters whose sentences have a match in the other
    alike : how like the matching sentences are, by their words or their vectors
    spans : ranges of characters, as read, that tell the same
    """

    level: str
    score: float
    told: tuple[float, float]
    alike: float
    spans: tuple[tuple[Range, Range], ...]

    def turned(self) -> StoryMatch:
        """The same, seen from the other side."""
        return self._replace(told=self.told[::-1], spans=tuple((b, a) for a, b in self.spans))


class Model(NamedTuple):
    """Log-odds of a copy: weights of the evidence, and the bias."""

    weights: CopyFeatures
    bias: float

    def probability(self, evidence: CopyFeatures) -> float:
        """0..1, of being copies."""
        return float(1 / (1 + np.exp(-(np.dot(self.weights, evidence) + self.bias))))


@cache
def models() -> dict[str, Any]:
    """What scripts.training.families learnt: `within` a language, `across`, and what is worth comparing."""
    found: dict[str, Any] = json.loads((models_folder() / "families" / "weights.json").read_text(encoding="utf-8"))
    return found


@cache
def load_model(kind: str) -> Model:
    """The judgement `within` one language or `across` both."""
    data = models()[kind]
    return Model(CopyFeatures(**data["weights"]), data["bias"])


def match(one: Story, other: Story, *, topic: bool = False) -> StoryMatch | None:
    """Judge two stories.

    Parameters
    ----------
    topic : tell too of texts that are but on the same topic
    """
    same = one.side == other.side
    if same and one.row["digest"] and one.row["digest"] == other.row["digest"]:
        return exact(one, other)
    if min(len(one.words), len(other.words)) < LEAST:
        return None
    found = compare(one, other)
    chance = load_model("within" if same else "across").probability(found.evidence)
    pairs = _pairs(found)
    told = _told(found.one, {i for i, _ in pairs}), _told(found.other, {j for _, j in pairs})
    if chance < COPY:
        return _topic(one, other, told) if topic else None
    level = _kind(found, told) if same else "translated"
    return StoryMatch(level, min(round(chance, 4), NEARLY), told, _alike(found, pairs), _spans(one, other, pairs))


def exact(one: Story, other: Story) -> StoryMatch:
    """The match of two texts of the same words."""
    whole = [(each.spans[0][0], each.spans[-1][1]) for each in (one, other)]
    return StoryMatch("exact", 1.0, (1.0, 1.0), 1.0, ((whole[0], whole[1]),))


def _kind(found: Compared, told: tuple[float, float]) -> str:
    if min(told) < PART:
        return "contained"
    return "near" if found.evidence.literal >= EDITED else "spun"


def _topic(one: Story, other: Story, told: tuple[float, float]) -> StoryMatch | None:
    cosine = float(one.row["vector"].astype(np.float32) @ other.row["vector"].astype(np.float32))
    return StoryMatch("same topic", round(cosine, 4), told, 0.0, ()) if cosine >= TOPIC else None


def _pairs(found: Compared) -> list[tuple[int, int]]:
    """Sentences that match."""
    return sorted({*_matches(found.one, found.other), *((i, j) for j, i in _matches(found.other, found.one))})


def _told(side: Beside, matched: set[int]) -> float:
    return round(float(side.share[sorted(matched)].sum()), 4)


def _alike(found: Compared, pairs: list[tuple[int, int]]) -> float:
    """Mean likeness of the sentences that match, by their length."""
    sides = (found.one, {i for i, _ in pairs}), (found.other, {j for _, j in pairs})
    means = [
        float(np.average(side.best[sorted(some)], weights=side.share[sorted(some)])) for side, some in sides if some
    ]
    return round(sum(means) / max(len(means), 1), 4)


def _spans(one: Story, other: Story, pairs: list[tuple[int, int]]) -> tuple[tuple[Range, Range], ...]:
    """Ranges of both texts whose sentences match, neighbours made one."""
    runs: list[list[int]] = []
    for i, j in pairs:
        if runs and i - runs[-1][1] in (0, 1) and j - runs[-1][3] in (0, 1):
            runs[-1][1], runs[-1][3] = i, j
        else:
            runs.append([i, i, j, j])
    return tuple(((one.spans[a][0], one.spans[b][1]), (other.spans[c][0], other.spans[d][1])) for a, b, c, d in runs)


def _matches(here: Beside, there: Beside) -> list[tuple[int, int]]:
    mutual = there.at[here.at] == np.arange(len(here.at))
    sure = (here.best >= ALIKE) | (mutual & (here.best >= BACKED))
    return [(int(i), int(here.at[i])) for i in np.flatnonzero(sure)]
