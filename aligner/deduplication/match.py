"""Judge whether two stories are copies, of which kind, and where they overlap."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from aligner.deduplication.boilerplate import Keys, differ_in_subject, find_boilerplate, without_boilerplate
from aligner.deduplication.compare import BestMatches, Comparison, CopyFeatures, compare_stories
from aligner.deduplication.follow_up import is_follow_up
from aligner.deduplication.record import Story
from aligner.deduplication.slots import SlotFeatures, slot_features, translation_slot_features
from aligner.types import Bead, Document, Span
from aligner.weights import models_folder, numbers, reading_model

EXACT, NEAR = "exact", "near"
COPY_LEVELS = (EXACT, NEAR, "spun", "translated", "contained")
TEMPLATE, FOLLOW_UP, TOPIC = "same template", "follow-up", "same topic"
LEVELS = (*COPY_LEVELS, TEMPLATE, FOLLOW_UP, TOPIC)
MIN_COPY_PROBABILITY = 0.5
MIN_EVENT_PROBABILITY = 0.5  # of texts that match, that they report the same event
MIN_TEMPLATE_DIFFERENCE = 0.1  # of `values` and `names` of texts that have sentences of a template in common
MIN_TOPIC_COSINE = 0.45  # of two texts on the same topic
MAX_PROBABILITY = 0.9999  # of texts that are not the same: 1 is for exact copies
MIN_LITERAL_SIMILARITY = 0.75  # by words, of a copy that is edited and not reworded
MIN_COVERAGE = 0.35  # of a text by another that contains it: a half is trimmed, less is contained
MIN_VERSION_COVERAGE = 0.65  # of one of two reworded texts, if one recalls the other: less is a follow-up
MIN_RECALLED_SIMILARITY = 0.55  # of the sentences of a follow-up that match: in a reworded copy all are less similar
MIN_WORDS = 10  # of a text that may be a copy without having the same words
MIN_SIMILARITY = 0.5  # of two sentences that match
MIN_MUTUAL_SIMILARITY = 0.25  # of two sentences that match because they are each other's best match


class StoryMatch(NamedTuple):
    """The judgement of two stories that are copies, or of the same template or topic.

    score : probability of being copies; for the same template or topic, the cosine
    coverage : of each text, the share of the characters whose sentences have a match in the other
    similarity : mean similarity of the matching sentences, by their words or their vectors
    spans : overlapping ranges of characters, as read
    """

    level: str
    score: float
    coverage: tuple[float, float]
    similarity: float
    spans: tuple[tuple[Span, Span], ...]

    def mirrored(self) -> StoryMatch:
        """Return the match of the stories in the opposite order."""
        return self._replace(coverage=self.coverage[::-1], spans=tuple((b, a) for a, b in self.spans))


class CopyModel(NamedTuple):
    """A logistic model: weights of the features, and the bias."""

    weights: CopyFeatures | SlotFeatures
    bias: float

    def probability(self, features: CopyFeatures | SlotFeatures) -> float:
        """Return the probability of being copies, or of reporting the same event."""
        return float(1 / (1 + np.exp(-(np.dot(self.weights, features) + self.bias))))


@cache
def load_copy_weights() -> dict[str, Any]:
    """Load what scripts.training.families fitted: models `within` a language and `across`, of rows and of slots.

    Raises
    ------
    ModelMissingError
        When they are missing or damaged.
    """
    path = models_folder() / "families" / "weights.json"
    with reading_model(f"no weights of copies in {path}", "scripts.training.families"):
        weights: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        numbers(weights["least"])
        for kind in ("within", "across", "rows_within", "rows_across", "slots_within", "slots_across"):
            numbers([weights[kind]["bias"], *weights[kind]["weights"].values()], None)
        for kind in ("within", "across"):
            CopyFeatures(**weights[kind]["weights"])
            SlotFeatures(**weights[f"slots_{kind}"]["weights"])
        return weights


@cache
def load_copy_model(kind: str) -> CopyModel:
    """Load the model of copies `within` one language or `across` both, or that of events: `slots_within` and so on."""
    data = load_copy_weights()[kind]
    features = SlotFeatures if kind.startswith("slots") else CopyFeatures
    return CopyModel(features(**data["weights"]), data["bias"])


def same_event_probability(en: Document, fr: Document, beads: Iterable[Bead]) -> float:
    """Return the probability that two aligned texts report the same event, and not two by one template."""
    features = translation_slot_features(en.sentences, fr.sentences, beads)
    return load_copy_model("slots_across").probability(features)


def match_among(
    one: Story, other: Story, around: Callable[[], Iterable[Story]], *, topic: bool = False
) -> StoryMatch | None:
    """Judge whether two stories are copies, without the boilerplate that they share with the stories around them.

    Parameters
    ----------
    around : reads stories that resemble the first one; only needed where two copies are on different subjects
    topic : as for `match_stories`
    """
    match = match_stories(one, other, topic=topic)
    if match is None or match.level not in COPY_LEVELS[1:] or not differ_in_subject(one, other):
        return match
    boilerplate = find_boilerplate(one, [other, *around()])
    return match_stories(one, other, topic=topic, boilerplate=boilerplate) if boilerplate else match


def match_stories(
    one: Story, other: Story, *, topic: bool = False, boilerplate: Keys = frozenset()
) -> StoryMatch | None:
    """Judge whether two stories are copies.

    Parameters
    ----------
    topic : also match texts of the same template or topic that are not copies
    boilerplate : sentences that are not compared
    """
    same_side = one.side == other.side
    if same_side and one.row["digest"] and one.row["digest"] == other.row["digest"]:
        return exact_match(one, other)
    if boilerplate:
        one, other = (without_boilerplate(story, boilerplate) for story in (one, other))
    if min(len(one.words), len(other.words)) < MIN_WORDS:
        return None
    comparison = compare_stories(one, other)
    kind = "within" if same_side else "across"
    probability = load_copy_model(kind).probability(comparison.features)
    pairs = sentence_pairs(comparison)
    coverage = _coverage(comparison.one, {i for i, _ in pairs}), _coverage(comparison.other, {j for _, j in pairs})
    if probability < MIN_COPY_PROBABILITY:
        return _related_match(one, other, comparison, coverage, 0.0) if topic else None
    slots = slot_features(one, other, comparison, pairs)
    if load_copy_model(f"slots_{kind}").probability(slots) < MIN_EVENT_PROBABILITY:
        return _related_match(one, other, comparison, coverage, slots.values + slots.names) if topic else None
    level = _level(comparison, coverage) if same_side else "translated"
    similarity = _similarity(comparison, pairs)
    recalled = level == "spun" and max(coverage) < MIN_VERSION_COVERAGE and similarity >= MIN_RECALLED_SIMILARITY
    if recalled and is_follow_up(one, other, comparison):
        return _related_match(one, other, comparison, coverage, 0.0) if topic else None
    score = min(round(probability, 4), MAX_PROBABILITY)
    return StoryMatch(level, score, coverage, similarity, _spans(one, other, pairs))


def exact_match(one: Story, other: Story) -> StoryMatch:
    """Return the match of two texts of the same words."""
    whole = [(story.spans[0][0], story.spans[-1][1]) for story in (one, other)]
    return StoryMatch(EXACT, 1.0, (1.0, 1.0), 1.0, ((whole[0], whole[1]),))


def _level(comparison: Comparison, coverage: tuple[float, float]) -> str:
    if min(coverage) < MIN_COVERAGE:
        return "contained"
    return NEAR if comparison.features.literal >= MIN_LITERAL_SIMILARITY else "spun"


def _related_match(
    one: Story, other: Story, comparison: Comparison, coverage: tuple[float, float], differing: float
) -> StoryMatch | None:
    """Match texts that are no copies: by a template, if the values in its slots differ, as follow-ups, or by topic."""
    cosine = float(one.row["vector"].astype(np.float32) @ other.row["vector"].astype(np.float32))
    level = TEMPLATE if differing >= MIN_TEMPLATE_DIFFERENCE and cosine >= MIN_TOPIC_COSINE else TOPIC
    if level == TOPIC and is_follow_up(one, other, comparison):
        return StoryMatch(FOLLOW_UP, round(cosine, 4), coverage, 0.0, ())
    return StoryMatch(level, round(cosine, 4), coverage, 0.0, ()) if cosine >= MIN_TOPIC_COSINE else None


def sentence_pairs(comparison: Comparison) -> list[tuple[int, int]]:
    """Return the pairs of sentences that match."""
    one, other = comparison.one, comparison.other
    return sorted({*_matching(one, other), *((i, j) for j, i in _matching(other, one))})


def _coverage(side: BestMatches, matched: set[int]) -> float:
    return round(float(side.share[sorted(matched)].sum()), 4)


def _similarity(comparison: Comparison, pairs: list[tuple[int, int]]) -> float:
    """Return the mean similarity of the sentences that match, weighted by length."""
    sides = (comparison.one, {i for i, _ in pairs}), (comparison.other, {j for _, j in pairs})
    means = [
        float(np.average(side.best[sorted(matched)], weights=side.share[sorted(matched)]))
        for side, matched in sides
        if matched
    ]
    return round(sum(means) / max(len(means), 1), 4)


def _spans(one: Story, other: Story, pairs: list[tuple[int, int]]) -> tuple[tuple[Span, Span], ...]:
    """Return the ranges of both texts whose sentences match, neighbours merged."""
    runs: list[list[int]] = []
    for i, j in pairs:
        if runs and i - runs[-1][1] in (0, 1) and j - runs[-1][3] in (0, 1):
            runs[-1][1], runs[-1][3] = i, j
        else:
            runs.append([i, i, j, j])
    return tuple(((one.spans[a][0], one.spans[b][1]), (other.spans[c][0], other.spans[d][1])) for a, b, c, d in runs)


def _matching(here: BestMatches, there: BestMatches) -> list[tuple[int, int]]:
    mutual = there.match[here.match] == np.arange(len(here.match))
    sure = (here.best >= MIN_SIMILARITY) | (mutual & (here.best >= MIN_MUTUAL_SIMILARITY))
    return [(int(i), int(here.match[i])) for i in np.flatnonzero(sure)]
