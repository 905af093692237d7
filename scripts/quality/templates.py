"""Gate part of templates and boilerplate in use: which reports `pair` joins, and which press releases `dedup` groups.

    python -m scripts.quality.templates [DATA]

A report is judged next to the translation of its own, of another event by the same template, and of another event of
the same town or company. Press releases are human sentences above a long paragraph about the company.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.deduplication.find import find_families
from aligner.documents.prepare import Prepared, make_ready, unit_rows
from aligner.encoders import load_encoder
from aligner.encoders.encoded import EncodedDocument
from aligner.pipeline.candidates import propose
from aligner.pipeline.judge import align_and_score
from aligner.settings import Settings
from aligner.types import SIDES, RawDocument
from scripts.datasets.event_cases import human_sentences
from scripts.datasets.running_stories import FACTS, draw_from
from scripts.datasets.templated_stories import HELD_OUT_GENRES, TEMPLATES, TemplatedStory, write_story
from scripts.datasets.templates import Genre, draw_event, load_genres, write_paragraphs

ROOT = Path(__file__).resolve().parents[2]
SEED = 7
EVENTS_PER_LAYOUT = 2
COMPANIES, RELEASES, COPIED_RELEASES = 20, 6, 2
MAX_OWN_SENTENCES = 3  # of a release, besides its headline
HEADLINE_WORDS = 8
OTHER_TITLE = {"en": "Another title for the same news", "fr": "Un autre titre pour la même nouvelle"}
CREDIT = {"en": "Reporting by the night desk.", "fr": "Avec le service de nuit."}


class JoinedPair(NamedTuple):
    """An English report and a French one, whether both report one event, and whether `pair` joins them."""

    genre: str
    same: bool
    joined: bool


def measure_templates(data: Path) -> dict[str, float]:
    """Return the metrics of templates in `pair` and of boilerplate in `dedup`."""
    pairs = [pair for name, genre in load_genres(TEMPLATES).items() for pair in _pairs(name, genre)]
    held_out = [pair for pair in pairs if pair.genre in HELD_OUT_GENRES]
    right, wrong = group_releases(data)
    return {
        "templates.pair.translations": float(np.mean([pair.joined for pair in pairs if pair.same])),
        "templates.pair.false_alarms": float(sum(pair.joined for pair in pairs if not pair.same)),
        "templates.pair.held_out.false_alarms": float(sum(pair.joined for pair in held_out if not pair.same)),
        "templates.releases.found": right / (COMPANIES * COPIED_RELEASES),
        "templates.releases.false_alarms": float(wrong),
    }


def _pairs(name: str, genre: Genre) -> Iterator[JoinedPair]:
    rng = np.random.default_rng([SEED, *name.encode()])
    for layout in [layout for layout in range(len(genre.layouts)) for _ in range(EVENTS_PER_LAYOUT)]:
        event, other = (draw_event(genre, layout, rng) for _ in range(2))
        subject = {slot: value for slot, value in event.values.items() if slot in genre.subject}
        series = draw_event(genre, layout, rng, subject)
        english = write_story(event, "en")
        for same, reported in ((True, event), (False, other), (False, series)):
            like = reported._replace(extent=event.extent, wording=event.wording)
            yield JoinedPair(name, same, is_joined(english, write_story(like, "fr")))


def is_joined(english: TemplatedStory, french: TemplatedStory) -> bool:
    """Return whether `pair` takes two texts for versions of one story."""
    en, fr = (make_ready(RawDocument(story.id, story.text), story.side, load_encoder()) for story in (english, french))
    assert isinstance(en, Prepared) and isinstance(fr, Prepared), (en, fr)
    settings = Settings()
    for found in propose([en.sketch._replace(id="en"), fr.sketch._replace(id="fr")]):
        here, there = (EncodedDocument(item.document, unit_rows(item.vectors)) for item in (en, fr))
        scored = align_and_score(here, there, (found.cosine, found.shared), settings)
        return scored.pair.confidence >= settings.min_pair
    return False


def group_releases(data: Path) -> tuple[int, int]:
    """Return how many pairs of copies and of other press releases are in one family."""
    rows = list(_releases(data))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "releases.jsonl"
        path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        families = find_families([path]).families
    counts = {True: 0, False: 0}
    for family in families:
        ids = [id.split("#")[1] for id in (family.kept, *(copy.dropped for copy in family.copies))]
        for one, other in combinations(ids, 2):
            counts[one.removesuffix("copy") == other.removesuffix("copy")] += 1
    return counts[True], counts[False]


def _releases(data: Path) -> Iterator[dict[str, str]]:
    rng, human = np.random.default_rng(SEED), human_sentences(data, 1)
    genre = load_genres(FACTS)["releases"]
    for company in range(COMPANIES):
        side = SIDES[company % 2]
        subject = {slot: value for slot, value in draw_from(genre, rng).values.items() if slot in genre.subject}
        for release in range(RELEASES):
            about = " ".join(write_paragraphs(draw_from(genre, rng, subject), side)[-1])
            chosen = rng.choice(len(human), 2 + company % MAX_OWN_SENTENCES, replace=False)
            first, *own = (human[number][SIDES.index(side)] for number in chosen)
            id, title = f"c{company}n{release}", " ".join(first.split()[:HEADLINE_WORDS])
            yield {"id": id, "text": "\n\n".join([title, *own, about])}
            if release < COPIED_RELEASES:
                yield {"id": f"{id}copy", "text": "\n\n".join([OTHER_TITLE[side], *own, about, CREDIT[side]])}


def main() -> int:
    """Measure and print the metrics."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=ROOT.parent / "shared" / "data")
    metrics = measure_templates(parser.parse_args().data)
    print("\n".join(f"{metric:42}{value:10.4f}" for metric, value in metrics.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
