"""The figures that the gate holds: each function measures one part on development data.

Every part is the one that `aligner` runs; docs/figures.md says what each figure means.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from aligner.alignment.align import align as alignment
from aligner.alignment.align import beads_of
from aligner.confidence.model import load_model
from aligner.encoders import load_encoder
from aligner.encoders.static import StaticEncoder
from aligner.evaluation import confidence_metrics as measure
from aligner.evaluation import gold as evaluation
from aligner.evaluation.bead_metrics import Counts, count
from aligner.evaluation.corruptions import SourceDocument
from aligner.pipeline.candidates import Proposal
from aligner.pipeline.choose import choose
from aligner.pipeline.pair import pair
from aligner.settings import Settings
from aligner.text.entities.compare import compare
from aligner.text.segment import split
from aligner.text.words.lexicon import load_lexicon
from aligner.types import SIDES, DocumentPair, Sentence
from aligner.weights import models_folder
from scripts.datasets import damaged_documents as bead_cases
from scripts.datasets import gold as goldsets
from scripts.datasets import number_changes
from scripts.datasets.document_pairs import judged_pairs, prepared, story_of
from scripts.datasets.domains import HELD_DOMAIN, domains
from scripts.datasets.gold import NOVELS, Story
from scripts.quality.artefacts import artefacts, loops, made
from scripts.quality.families import families
from scripts.training import lexicon_coverage as lexicon_figures

Figures = dict[str, float]
DRAWS = 3  # of what befalls the documents
SURE = 0.9  # a confidence that nobody looks at twice
SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def rates(right: int, wrong: int, missed: int) -> tuple[float, float]:
    """Precision and recall."""
    return right / max(1, right + wrong), right / max(1, right + missed)


def segment(data: Path) -> Figures:
    """Precision and recall of sentence starts, and the same with line starts as the only truth."""
    figures: Figures = {}
    for name, sides in goldsets.boundary_lines(data).items():
        for side, lines in zip(SIDES, sides, strict=True):
            texts = list(goldsets.joined(lines))
            told = [
                {goldsets.first_word(text.text, start) for start, _ in split(text.text, side)[1:]} - text.unseen
                for text in texts
            ]
            for gold, mark in (([text.starts for text in texts], ""), ([text.lines for text in texts], "raw_")):
                right, wrong, missed = (
                    sum(len(part) for part in parts)
                    for parts in zip(*((f & g, f - g, g - f) for f, g in zip(told, gold, strict=True)), strict=True)
                )
                precision, recall = rates(right, wrong, missed)
                figures[f"segment.{name}.{side}.{mark}precision"] = precision
                figures[f"segment.{name}.{side}.{mark}recall"] = recall
    return figures


def retrieval(data: Path) -> Figures:
    """Top-1 by cosine, both directions."""
    encoder = load_encoder()
    figures: Figures = {}
    for name, pairs in goldsets.news(data).items():
        en, fr = (encoder.encode([pair[side] for pair in pairs]) for side in (0, 1))
        figures[f"retrieval.{name}"] = evaluation.top1(en, fr)["top1"]
    return figures


def align(data: Path) -> Figures:
    """F1 of beads on the five TransRead novels, pooled."""
    gold = [data / f"dev/sentence_alignment/{name}.gold" for name in NOVELS]
    figures: Figures = {}
    for paragraphs in (True, False):
        *_, pooled = evaluation.alignment(gold, paragraphs=paragraphs, model="")
        kind = "paragraphs" if paragraphs else "plain"
        figures |= {f"align.{kind}.{name}": float(str(pooled[name])) for name in ("strict", "lax", "null")}
    return figures | _news(data)


def _news(data: Path) -> Figures:
    """F1 of beads on news whose sentences were deleted, merged and inserted, another edition than is trained on."""
    encoder = StaticEncoder(models_folder() / "encoder")
    total = Counts()
    for article in (article for articles in goldsets.articles(data, 2).values() for article in articles):
        sides = [[Sentence(text, 0, len(text), 0) for text in side] for side in (article.en, article.fr)]
        vectors = encoder.encode(article.en), encoder.encode(article.fr)
        beads = alignment(sides[0], sides[1], vectors, words=encoder.encode_tokens)
        total = total.plus(count([beads_of(bead) for bead in beads], article.beads))
    return {f"align.news.{name}": getattr(total, name).f1 for name in ("strict", "lax", "null")}


def words(data: Path) -> Figures:
    """Alignment error rate of the links between words on the Hansards."""
    pairs, gold = (data / f"dev/word_alignment/enfr.{kind}" for kind in ("src-tgt", "gold"))
    argmax, _ = evaluation.words(pairs, gold, model="")
    return {"words.aer": float(str(argmax["aer"]))}


def confidence(data: Path) -> Figures:
    """How far the confidence is right on a corpus held out of a domain known, and on a domain held out."""
    figures: Figures = {}
    splits = domains(data)
    for name in ("flores.devtest", HELD_DOMAIN, "newstest"):
        made = measure.corrupt(
            splits[name].held, np.random.default_rng(11), share=1.0
        )  # another draw than was trained on
        chance, truth = measure.chances(made.rows), (made.recipes == measure.RIGHT).astype(float)
        weights = measure.balance(made.recipes)
        figures[f"confidence.{name}.auc"] = measure.auc(chance, truth, weights)
        figures[f"confidence.{name}.ece"] = measure.calibration_error(measure.reliability(chance, truth, weights))
        figures[f"confidence.{name}.median"] = float(np.median(chance[truth > 0.5]))
        for recipe, (share, _) in measure.recall_by_corruption(chance, made.recipes).items():
            figures[f"confidence.{name}.{recipe}"] = share
        if not splits[name].train:
            figures |= {
                f"confidence.{name}.aligned_{what}": value for what, value in _aligned(splits[name].held).items()
            }
    return figures


def _aligned(sources: Sequence[SourceDocument]) -> Figures:
    """What the confidence says of beads in documents some of whose sentences are damaged, gone or of elsewhere."""
    rng = np.random.default_rng(11)
    found = bead_cases.joined([bead_cases.of_documents(sources, rng) for _ in range(DRAWS)])
    chance, truth, even = load_model().bead.probability(found.beads), found.right, np.ones(len(found.right))
    return {
        "auc": measure.auc(chance, truth, even),
        "ece": measure.calibration_error(measure.reliability(chance, truth, even)),
        "doubted": float((chance[truth < 0.5] < SURE).mean()),
    }


def numbers(data: Path) -> Figures:
    """Share of human pairs with figures in which a number is said to be missing, and of made changes that are seen."""
    corpora = goldsets.news(data)
    sets = {"flores": corpora["flores.dev"] + corpora["flores.devtest"], "newstest": corpora["newstest"]}
    figures: Figures = {}
    for name, pairs in sets.items():
        some = [pair for pair in pairs if any(any(c.isdigit() for c in text) for text in pair)]
        found = [compare(*pair) for pair in some]
        figures[f"numbers.{name}.false_alarms"] = sum(bool(c.only_one or c.only_two) for c in found) / len(found)
    return figures | number_changes.seen(corpora["newstest"] + corpora["flores.devtest"])


def seeds(data: Path) -> Figures:
    """The five stories: one pair, its kept segments, pairs with any other story."""
    with tempfile.TemporaryDirectory() as folder:
        pairs = pair([SEEDS], folder).pairs
        lines = (Path(folder) / "segments.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
    right = [each for each in pairs if each.en.startswith("000") and each.fr.startswith("001")]
    return {
        "seeds.pairs": len(right),
        "seeds.other_pairs": len(pairs) - len(right),
        "seeds.kept": sum(json.loads(line)["kept"] for line in lines),
    }


def pairing(data: Path) -> Figures:
    """Document pairs when some documents lack their counterpart, over several draws of which."""
    sets: dict[str, tuple[list[Story], float, int]] = {
        "blog": (goldsets.blog(data), 1 / 4, 5),
        "news": (goldsets.news_stories(data), 1 / 3, 3),
        "siblings": (goldsets.siblings(data), 1 / 3, 3),
    }
    figures: Figures = {}
    for name, (stories, share, draws) in sets.items():
        precision, recall = _paired(stories, share, draws)
        figures |= {f"pairing.{name}.precision": precision, f"pairing.{name}.recall": recall}
    return figures


def _paired(stories: Sequence[Story], share: float, draws: int) -> tuple[float, float]:
    settings = Settings()
    ready = [item for number, story in enumerate(stories) for item in prepared(number, story)]
    sketches = {item.document.id: item.sketch for item in ready}
    known: dict[Proposal, DocumentPair] = {}
    right = wrong = missed = 0
    for draw in range(draws):
        absent = goldsets.orphaned(len(stories), share, np.random.default_rng(draw))
        gone = {f"{number:05}.{side}" for side, some in zip(SIDES, absent, strict=True) for number in some}
        judged = judged_pairs([item for item in ready if item.document.id not in gone], known)
        found = choose(judged, sketches, settings.min_pair)[0]
        gold = set(range(len(stories))) - absent[0] - absent[1]
        true = {story_of(each.en) for each in found if story_of(each.en) == story_of(each.fr)}
        right, wrong, missed = right + len(true), wrong + len(found) - len(true), missed + len(gold - true)
    return rates(right, wrong, missed)


def lexicon(data: Path) -> Figures:
    """AUC of the share of words that the other side says, of a line's own translation against the next line."""
    lex = load_lexicon()
    found = {f"lexicon.{name}.auc": told.auc for name, told in lexicon_figures.figures(data, lex).items()}
    return found | {"lexicon.links": lexicon_figures.linked(data, lex)}


PARTS: dict[str, Callable[[Path], Figures]] = {
    part.__name__: part
    for part in (
        segment,
        retrieval,
        align,
        words,
        lexicon,
        pairing,
        confidence,
        numbers,
        seeds,
        families,
        artefacts,
        loops,
        made,
    )
}
