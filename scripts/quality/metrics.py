"""The parts of the quality gate: each function measures one part of `aligner` on development data.

docs/dev/measurements.md explains the metrics.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from aligner.alignment.align import align, bead_indices
from aligner.confidence.model import load_model
from aligner.encoders import load_encoder
from aligner.encoders.static import StaticEncoder
from aligner.evaluation import confidence_metrics
from aligner.evaluation.bead_metrics import Counts, compare_beads
from aligner.evaluation.corruptions import CORRUPTIONS, SourceDocument
from aligner.evaluation.fragments import FRAGMENTS
from aligner.evaluation.gold import alignment_rows, top1_accuracy, word_link_rows
from aligner.pipeline.candidates import Proposal
from aligner.pipeline.choose import choose, cosine_of
from aligner.pipeline.pair import pair
from aligner.settings import Settings
from aligner.text.entities.numbers.compare import compare_numbers
from aligner.text.segment import sentence_spans
from aligner.text.words.lexicon import load_lexicon
from aligner.types import SIDES, DocumentPair, Sentence
from aligner.weights import models_folder
from scripts.datasets.damage.makers import makers
from scripts.datasets.damaged_documents import cases_of_documents, concatenate_cases, local_makers
from scripts.datasets.document_pairs import judge_proposals, prepare_story, story_number
from scripts.datasets.domains import HELD_OUT_DOMAIN, load_domains
from scripts.datasets.gold import (
    NOVELS,
    StoryPair,
    blog_stories,
    boundary_lines,
    draw_orphans,
    edited_articles,
    first_word_offset,
    join_lines,
    news_stories,
    sentence_pairs,
    sibling_stories,
)
from scripts.datasets.hard_boundaries import count_boundaries, hard_boundaries
from scripts.datasets.number_changes import detection_rates
from scripts.quality.artefacts import measure_artefacts, measure_loops, measure_verdict
from scripts.quality.context import measure_context
from scripts.quality.facts import measure_facts
from scripts.quality.families import measure_families
from scripts.quality.fuzz import measure_fuzz
from scripts.quality.left_out import measure_left_out
from scripts.quality.marked_stories import measure_marked
from scripts.quality.mend import measure_mend
from scripts.quality.promise import measure_promise
from scripts.quality.relations import measure_relations
from scripts.quality.republications import measure_republications
from scripts.quality.reuse import measure_reuse
from scripts.quality.templates import measure_templates
from scripts.quality.verdict import measure_left_out_verdict
from scripts.quality.versions import measure_versions
from scripts.training.lexicon_coverage import link_coverage, measure_sets

DAMAGE_DRAWS = 3
DAMAGE_SEED = 11  # another draw than the training cases
ARTICLE_SEED = 2  # another draw than the training articles
TRUSTED_CONFIDENCE = 0.9  # nobody reviews segments above it
SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def precision_and_recall(right: int, wrong: int, missed: int) -> tuple[float, float]:
    """Return precision and recall."""
    return right / max(1, right + wrong), right / max(1, right + missed)


def measure_segmentation(data: Path) -> dict[str, float]:
    """Return precision and recall of sentence starts, with line starts as the only truth (raw), and at hard places."""
    metrics: dict[str, float] = {}
    for name, sides in boundary_lines(data).items():
        for side, lines in zip(SIDES, sides, strict=True):
            texts = list(join_lines(lines))
            found = [
                {first_word_offset(text.text, start) for start, _ in sentence_spans(text.text, side)[1:]} - text.unseen
                for text in texts
            ]
            for gold, prefix in (([text.starts for text in texts], ""), ([text.lines for text in texts], "raw_")):
                right, wrong, missed = (
                    sum(len(part) for part in parts)
                    for parts in zip(*((f & g, f - g, g - f) for f, g in zip(found, gold, strict=True)), strict=True)
                )
                precision, recall = precision_and_recall(right, wrong, missed)
                metrics[f"segment.{name}.{side}.{prefix}precision"] = precision
                metrics[f"segment.{name}.{side}.{prefix}recall"] = recall
    for side in SIDES:
        precision, recall = precision_and_recall(*count_boundaries(hard_boundaries(side), side))
        metrics |= {f"segment.hard.{side}.precision": precision, f"segment.hard.{side}.recall": recall}
    return metrics


def measure_retrieval(data: Path) -> dict[str, float]:
    """Return top-1 accuracy by cosine, mean of both directions."""
    encoder = load_encoder()
    metrics: dict[str, float] = {}
    for name, pairs in sentence_pairs(data).items():
        en, fr = (encoder.encode([pair[side] for pair in pairs]) for side in (0, 1))
        metrics[f"retrieval.{name}"] = top1_accuracy(en, fr)["top1"]
    return metrics


def measure_alignment(data: Path) -> dict[str, float]:
    """Return F1 of beads on the five TransRead novels, pooled, and on edited news."""
    gold = [data / f"dev/sentence_alignment/{name}.gold" for name in NOVELS]
    metrics: dict[str, float] = {}
    for paragraphs in (True, False):
        *_, pooled = alignment_rows(gold, paragraphs=paragraphs, model="")
        kind = "paragraphs" if paragraphs else "plain"
        metrics |= {f"align.{kind}.{name}": float(str(pooled[name])) for name in ("strict", "lax", "null")}
    return metrics | _measure_news_alignment(data)


def _measure_news_alignment(data: Path) -> dict[str, float]:
    """Return F1 of beads on news in which sentences were deleted, merged and inserted."""
    encoder = StaticEncoder(models_folder() / "encoder")
    total = Counts()
    for article in (article for articles in edited_articles(data, ARTICLE_SEED).values() for article in articles):
        sides = [[Sentence(text, 0, len(text), 0) for text in side] for side in (article.en, article.fr)]
        vectors = encoder.encode(article.en), encoder.encode(article.fr)
        beads = align(sides[0], sides[1], vectors, words=encoder.encode_tokens)
        total = total.plus(compare_beads([bead_indices(bead) for bead in beads], article.beads))
    return {f"align.news.{name}": getattr(total, name).f1 for name in ("strict", "lax", "null")}


def measure_word_alignment(data: Path) -> dict[str, float]:
    """Return the alignment error rate of word links on the Hansards."""
    pairs, gold = (data / f"dev/word_alignment/enfr.{kind}" for kind in ("src-tgt", "gold"))
    argmax, _ = word_link_rows(pairs, gold, model="")
    return {"words.aer": float(str(argmax["aer"]))}


def measure_confidence(data: Path) -> dict[str, float]:
    """Return metrics of the confidence on held-out documents of known domains, and on a held-out domain."""
    metrics: dict[str, float] = {}
    splits = load_domains(data)
    for name in ("flores.devtest", HELD_OUT_DOMAIN, "newstest"):
        cases = confidence_metrics.corrupt(splits[name].held, np.random.default_rng(DAMAGE_SEED), share=1.0)
        probability = confidence_metrics.probabilities(cases.rows)
        truth = (cases.corruptions == confidence_metrics.RIGHT).astype(float)
        weights = confidence_metrics.balance(cases.corruptions)
        bins = confidence_metrics.reliability(probability, truth, weights)
        metrics[f"confidence.{name}.auc"] = confidence_metrics.auc(probability, truth, weights)
        metrics[f"confidence.{name}.ece"] = confidence_metrics.calibration_error(bins)
        metrics[f"confidence.{name}.median"] = float(np.median(probability[truth > 0.5]))
        for corruption, (share, _) in confidence_metrics.recall_by_corruption(probability, cases.corruptions).items():
            metrics[f"confidence.{name}.{corruption}"] = share
        metrics |= {f"confidence.{name}.{kind}": share for kind, share in _measure_fragments(splits[name].held).items()}
        if not splits[name].train:
            damaged = _measure_damaged_documents(data, splits[name].held)
            metrics |= {f"confidence.{name}.aligned_{metric}": value for metric, value in damaged.items()}
    return metrics


def _measure_fragments(sources: Sequence[SourceDocument]) -> dict[str, float]:
    """Return the share of cut and of patched pairs whose confidence is below that of 95 % of the right ones."""
    rng = np.random.default_rng(DAMAGE_SEED)
    cases = confidence_metrics.corrupt(sources, rng, share=1.0, corruptions=FRAGMENTS)
    recall = confidence_metrics.recall_by_corruption(confidence_metrics.probabilities(cases.rows), cases.corruptions)
    return {kind: share for kind, (share, _) in recall.items()}


def _measure_damaged_documents(data: Path, sources: Sequence[SourceDocument]) -> dict[str, float]:
    """Return metrics of the beads' confidence in documents with damaged, deleted and foreign sentences."""
    rng = np.random.default_rng(DAMAGE_SEED)
    local = local_makers({name: maker for name, maker in makers(data).items() if name in CORRUPTIONS})
    cases = concatenate_cases([cases_of_documents(sources, rng, local) for _ in range(DAMAGE_DRAWS)])
    probability, truth = load_model().bead.probability(cases.beads), cases.right
    weights = np.ones(len(truth))
    bins = confidence_metrics.reliability(probability, truth, weights)
    return {
        "auc": confidence_metrics.auc(probability, truth, weights),
        "ece": confidence_metrics.calibration_error(bins),
        "doubted": float((probability[truth < 0.5] < TRUSTED_CONFIDENCE).mean()),
    }


def measure_numbers(data: Path) -> dict[str, float]:
    """Return the share of human pairs with a false alarm, and of changed numbers that are detected."""
    corpora = sentence_pairs(data)
    sets = {"flores": corpora["flores.dev"] + corpora["flores.devtest"], "newstest": corpora["newstest"]}
    metrics: dict[str, float] = {}
    for name, pairs in sets.items():
        with_digits = [pair for pair in pairs if any(any(c.isdigit() for c in text) for text in pair)]
        results = [compare_numbers(*pair) for pair in with_digits]
        alarms = sum(bool(result.only_one or result.only_two) for result in results)
        metrics[f"numbers.{name}.false_alarms"] = alarms / len(results)
    return metrics | detection_rates(corpora["newstest"] + corpora["flores.devtest"])


def measure_seeds(data: Path) -> dict[str, float]:
    """Return the right and wrong pairs of the five stories, and the segments kept."""
    with tempfile.TemporaryDirectory() as folder:
        pairs = pair([SEEDS], folder).pairs
        lines = (Path(folder) / "segments.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
    right = [chosen for chosen in pairs if chosen.en.startswith("000") and chosen.fr.startswith("001")]
    return {
        "seeds.pairs": len(right),
        "seeds.other_pairs": len(pairs) - len(right),
        "seeds.kept": sum(json.loads(line)["kept"] for line in lines),
    }


def measure_pairing(data: Path) -> dict[str, float]:
    """Return precision and recall of document pairs when some documents lack their counterpart."""
    # Stories, the share that lacks one version, and the number of draws of these.
    sets: dict[str, tuple[list[StoryPair], float, int]] = {
        "blog": (blog_stories(data), 1 / 4, 5),
        "news": (news_stories(data), 1 / 3, 3),
        "siblings": (sibling_stories(data), 1 / 3, 3),
    }
    metrics: dict[str, float] = {}
    for name, (stories, share, draws) in sets.items():
        precision, recall = _pair_stories(stories, share, draws)
        metrics |= {f"pairing.{name}.precision": precision, f"pairing.{name}.recall": recall}
    return metrics


def _pair_stories(stories: Sequence[StoryPair], share: float, draws: int) -> tuple[float, float]:
    settings = Settings()
    ready = [item for number, story in enumerate(stories) for item in prepare_story(number, story)]
    sketches = {item.document.id: item.sketch for item in ready}
    known: dict[Proposal, DocumentPair] = {}
    right = wrong = missed = 0
    for draw in range(draws):
        absent = draw_orphans(len(stories), share, np.random.default_rng(draw))
        gone = {f"{number:05}.{side}" for side, numbers in zip(SIDES, absent, strict=True) for number in numbers}
        judged = judge_proposals([item for item in ready if item.document.id not in gone], known)
        chosen = choose(judged, cosine_of(sketches), settings.min_pair)[0]
        gold = set(range(len(stories))) - absent[0] - absent[1]
        found = {story_number(made.en) for made in chosen if story_number(made.en) == story_number(made.fr)}
        right, wrong, missed = right + len(found), wrong + len(chosen) - len(found), missed + len(gold - found)
    return precision_and_recall(right, wrong, missed)


def measure_lexicon(data: Path) -> dict[str, float]:
    """Return the AUC of lexicon coverage, a line's own translation against the next line, and of word links."""
    lexicon = load_lexicon()
    metrics = {f"lexicon.{name}.auc": coverage.auc for name, coverage in measure_sets(data, lexicon).items()}
    return metrics | {"lexicon.links": link_coverage(data, lexicon)}


PARTS: dict[str, Callable[[Path], dict[str, float]]] = {
    "segment": measure_segmentation,
    "retrieval": measure_retrieval,
    "align": measure_alignment,
    "words": measure_word_alignment,
    "lexicon": measure_lexicon,
    "pairing": measure_pairing,
    "confidence": measure_confidence,
    "left_out": measure_left_out,
    "promise": measure_promise,
    "context": measure_context,
    "verdict": measure_left_out_verdict,
    "numbers": measure_numbers,
    "mend": measure_mend,
    "seeds": measure_seeds,
    "families": measure_families,
    "relations": measure_relations,
    "versions": measure_versions,
    "republications": measure_republications,
    "reuse": measure_reuse,
    "templates": measure_templates,
    "fuzz": measure_fuzz,
    "artefacts": measure_artefacts,
    "loops": measure_loops,
    "made": measure_verdict,
    "marked": measure_marked,
    "facts": measure_facts,
}
