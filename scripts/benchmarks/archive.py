"""Make an archive of stories with known truth: translations, versions, copies and unrelated texts, over years.

    python -m scripts.benchmarks.archive FOLDER [DATA] [--stories 2000] [--sentences 8] [--monthly]

The text is of the training data, dealt in short passages so that no two stories share one until all are used. A share
of the stories has made-up facts around it (`scripts.datasets`). The first stories of an archive are those of a smaller
one with the same options: it grows like a real one. FOLDER gets the stories in `in/`, by year and month, and the truth:
`pairs.tsv` has the English and the French texts of each story, `families.jsonl` all its texts.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby, product
from pathlib import Path
from typing import NamedTuple, TextIO

import numpy as np

from aligner.types import SIDES, Side
from scripts.benchmarks.harness import ROOT
from scripts.datasets.domains import read_rows
from scripts.datasets.gold import Pair
from scripts.datasets.running_stories import make_chain
from scripts.datasets.story_copies import CORRUPTIONS
from scripts.datasets.templated_stories import TEMPLATES
from scripts.datasets.templates import draw_event, load_genres, write_paragraphs

CORPORA = (
    "cds_blog_sent", "europarl_small", "gc_a11y_sent", "gnome_docs", "literary_bilinguator", "php_docs", "python_docs",
    "laws_ca_acts_frag", "laws_ca_regs_frag", "laws_ca_annual_frag",
)  # fmt: skip
MAX_CORPUS_PAIRS = 60_000  # law is most of the data
PASSAGE_SENTENCES, PARAGRAPH_SENTENCES = 4, 2
SENTENCE_CHARS = range(30, 320)
STOPS = (".", "!", "?", "…")
FIRST_DAY = datetime(2010, 1, 1, 6)
MAX_COPY_DAYS = 5  # from a text to its copy
Passage = tuple[Pair, ...]


class ArchiveOptions(NamedTuple):
    """How many stories there are, and of what kinds.

    Attributes
    ----------
    sentences : of human text in a story
    both, templated, running, copied : shares of the stories that are in both languages, that begin with made-up facts
        in the words of a template, that have versions, and that have a copy
    daily : stories a day
    """

    stories: int = 2000
    sentences: int = 8
    both: float = 0.6
    templated: float = 0.1
    running: float = 0.1
    copied: float = 0.1
    daily: float = 3.0
    seed: int = 0


class ArchivedText(NamedTuple):
    """A text of the archive.

    Attributes
    ----------
    id : of its record, which gives neither its language nor its kind away
    version : from 1 on, later ones are newer
    copy : how it was made of another text, "" for an original
    """

    story: int
    id: str
    side: Side
    version: int
    copy: str
    date: datetime
    text: str

    @property
    def place(self) -> str:
        """The year and the month of its date, as a folder."""
        return f"{self.date:%Y/%m}"


def read_passages(data: Path) -> list[Passage]:
    """Read passages of whole sentences that follow each other in a document."""
    passages: list[Passage] = []
    for name in CORPORA:
        read = 0
        for _, rows in groupby(read_rows(data / f"train/{name}.tsv.xz"), key=lambda row: row[2:]):
            pairs = [(row[0], row[1]) for row in rows if all(map(_is_sentence, row[:2]))]
            full = len(pairs) - len(pairs) % PASSAGE_SENTENCES
            passages += (tuple(pairs[n : n + PASSAGE_SENTENCES]) for n in range(0, full, PASSAGE_SENTENCES))
            read += full
            if read >= MAX_CORPUS_PAIRS:
                break
    return passages


def _is_sentence(text: str) -> bool:
    return len(text) in SENTENCE_CHARS and text.endswith(STOPS) and text[0].isupper()


def make_archive(passages: Sequence[Passage], options: ArchiveOptions, first: int = 0) -> Iterator[list[ArchivedText]]:
    """Yield the texts of each story, from the story number `first` on."""
    for number in range(first, options.stories):
        rng = np.random.default_rng([options.seed, number])
        versions, times = _versions(number, _paragraphs(number, passages, options), options, rng)
        sides = SIDES if rng.random() < options.both else (SIDES[int(rng.integers(2))],)
        texts = [
            ArchivedText(number, "", side, version, "", time, texts[SIDES.index(side)])
            for version, (texts, time) in enumerate(zip(versions, times, strict=True), 1)
            for side in sides
        ]
        if rng.random() < options.copied:
            texts.append(_copy(texts[int(rng.integers(len(texts)))], rng))
        letters = rng.permutation(len(texts))
        yield [text._replace(id=f"{number:07}-{letter}") for text, letter in zip(texts, letters, strict=True)]


def _paragraphs(number: int, passages: Sequence[Passage], options: ArchiveOptions) -> list[Pair]:
    """Return the paragraphs of a story: passages are dealt once each, then all again in another order."""
    count = -(-options.sentences // PASSAGE_SENTENCES)
    pairs: list[Pair] = []
    for place in range(number * count, (number + 1) * count):
        turn, index = divmod(place, len(passages))
        pairs += passages[_order(len(passages), options.seed, turn)[index]]
    pairs = pairs[: options.sentences]
    starts = range(0, len(pairs), PARAGRAPH_SENTENCES)
    return [_joined(pairs[start : start + PARAGRAPH_SENTENCES]) for start in starts]


@lru_cache(maxsize=2)
def _order(count: int, seed: int, turn: int) -> list[int]:
    order: list[int] = np.random.default_rng([seed, turn, count]).permutation(count).tolist()
    return order


def _joined(pairs: Sequence[Pair], separator: str = " ") -> Pair:
    en, fr = (separator.join(pair[column] for pair in pairs) for column in range(2))
    return en, fr


def _versions(
    number: int, paragraphs: Sequence[Pair], options: ArchiveOptions, rng: np.random.Generator
) -> tuple[list[Pair], list[datetime]]:
    """Return the texts of the versions of a story in both languages, and when each was published."""
    begun = FIRST_DAY + timedelta(days=number / options.daily)
    kind = rng.random()
    if kind < options.running:
        chain = make_chain(str(number), paragraphs, rng)
        hours = np.cumsum(rng.integers(1, 9, len(chain.versions))).tolist()
        texts = [(version["en"].text, version["fr"].text) for version in chain.versions]
        return texts, [begun + timedelta(hours=hour) for hour in hours]
    if kind < options.running + options.templated:
        genre = list(load_genres(TEMPLATES).values())[int(rng.integers(len(load_genres(TEMPLATES))))]
        event = draw_event(genre, int(rng.integers(len(genre.layouts))), rng)
        en, fr = ([" ".join(sentences) for sentences in write_paragraphs(event, side)] for side in SIDES)
        paragraphs = [*zip(en, fr, strict=True), *paragraphs]
    return [_joined(paragraphs, "\n\n")], [begun]


def _copy(text: ArchivedText, rng: np.random.Generator) -> ArchivedText:
    name = [*CORRUPTIONS][int(rng.integers(len(CORRUPTIONS)))]
    later = timedelta(days=float(rng.random()) * MAX_COPY_DAYS)
    return text._replace(copy=name, date=text.date + later, text=CORRUPTIONS[name](text.text, rng))


def write_archive(stories: Iterable[list[ArchivedText]], folder: Path, *, monthly: bool = False) -> int:
    """Add stories to an archive, and return the number of texts.

    Parameters
    ----------
    monthly : write one JSON Lines file a month, of which each text is a record; else each is a plain text file
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = 0
    with ExitStack() as stack:
        pairs, families = (
            stack.enter_context((folder / name).open("a", encoding="utf-8")) for name in ("pairs.tsv", "families.jsonl")
        )
        for story in stories:
            texts += len(story)
            for text in story:
                _write_text(text, folder / "in", monthly)
            _write_truth(story, pairs, families)
    return texts


def _write_text(text: ArchivedText, folder: Path, monthly: bool) -> None:
    path = folder / (f"{text.place}.jsonl" if monthly else f"{text.place}/{text.id}.txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    record = {"id": text.id, "date": f"{text.date:%Y-%m-%dT%H:%M:%SZ}", "text": text.text}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record, ensure_ascii=False) + "\n" if monthly else text.text + "\n")


def _write_truth(story: Sequence[ArchivedText], pairs: TextIO, families: TextIO) -> None:
    """Write the pairs and the family of a story; texts of two versions are "version" pairs of each other."""
    for en, fr in product(*([text for text in story if text.side == side] for side in SIDES)):
        relation = "translation" if en.version == fr.version and not (en.copy or fr.copy) else "version"
        pairs.write(f"{en.id}\t{fr.id}\t{relation}\n")
    members = [
        {"id": text.id, "side": text.side, "version": text.version, "copy": text.copy, "date": text.date.isoformat()}
        for text in story
    ]
    families.write(json.dumps({"story": story[0].story, "texts": members}) + "\n")


def main() -> None:
    """Write the archive that the options describe."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("data", type=Path, nargs="?", default=ROOT.parent / "shared/data")
    for name, value in ArchiveOptions()._asdict().items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    parser.add_argument("--first", type=int, default=0, help="number of the first story, to add to an archive")
    parser.add_argument("--monthly", action="store_true", help="one JSON Lines file a month")
    given = vars(parser.parse_args())
    options = ArchiveOptions(**{name: given[name] for name in ArchiveOptions._fields})
    stories = make_archive(read_passages(given["data"]), options, given["first"])
    print(write_archive(stories, given["folder"], monthly=given["monthly"]), "texts")


if __name__ == "__main__":
    main()
