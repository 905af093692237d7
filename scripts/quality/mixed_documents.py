"""Measure how well documents joined of parts by people and by machines are recognised, and where the joints are placed.

    python -m scripts.quality.mixed_documents ../shared/data

The texts are web texts and news that no model is fitted on, the machines Apertium by way of Spanish, which none is
fitted on either, and a thesaurus. Parts have 10 to 21 sentences; a document by one maker has 20 to 44. The columns are
the documents, the share called mixed, and the share of the characters of these that are in a passage of the right kind.
It takes the packages that scripts.datasets.rule_translations lists.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from aligner.checking.check import check_files
from aligner.types import SIDES, Side
from aligner.verdict.judge import OriginVerdict
from scripts.datasets.origin_documents import MIN_WORDS, read_synonyms, replace_by_synonyms
from scripts.datasets.rule_translations import SPANISH, translate

PLANS = (
    ("human",), ("human",), ("human",), ("machine",), ("spun",), ("human", "machine"), ("machine", "human"),
    ("human", "spun"), ("spun", "human"), ("human", "machine", "human"), ("human", "spun", "human"),
)  # fmt: skip
PART_SENTENCES, WHOLE_SENTENCES = (10, 22), (20, 45)  # half-open ranges of sizes
DOCUMENTS_PER_PLAN = 4
MIN_CHARS, MAX_CHARS = 40, 600  # of a sentence
FIRST_WEB_LINE = 900  # those before it were read when the joints were designed; of the news, those after the last one
LAST_NEWS_LINE = 3000


class Source(NamedTuple):
    """Sentences by people, and their versions.

    machine : by way of Spanish, from the other language if there is one, else there and back
    there : the version that a copy is compared with
    """

    side: Side
    human: list[str]
    machine: list[str]
    spun: list[str]
    there: list[str]


class JoinedDocument(NamedTuple):
    """A document of one or more parts with its version.

    plan : the maker of each part
    made : of each sentence, whether a machine or a spinner made it
    """

    side: Side
    plan: tuple[str, ...]
    sentences: list[str]
    made: list[bool]
    there: list[str]


def read_sources(data: Path) -> Iterator[Source]:
    """Read the sentences and make their versions."""
    lines = DOCUMENTS_PER_PLAN * len(PLANS) * WHOLE_SENTENCES[1]
    for side, name in zip(SIDES, ("ewt.en", "gsd.fr"), strict=True):
        texts = [line.partition("\t")[2] for line in (data / f"dev/human/{name}.tsv").read_text("utf-8").splitlines()]
        web = [text for text in texts if _is_sentence(text)][FIRST_WEB_LINE:][:lines]
        yield _source(data, side, web, translate(web, SPANISH[side, True]), web)
    path = data / "dev/machine_translation/post_edited_news.tsv"
    rows = [line.split("\t")[1:3] for line in path.read_text("utf-8").splitlines()[1 : LAST_NEWS_LINE + 1]]
    french, english = zip(*[row for row in rows if all(map(_is_sentence, row))][:lines], strict=True)
    for side, human, there in (("en", english, french), ("fr", french, english)):
        yield _source(data, side, list(human), translate(there, SPANISH[side, False]), list(there))


def _is_sentence(text: str) -> bool:
    return MIN_CHARS < len(text) < MAX_CHARS and len(text.split()) >= MIN_WORDS


def _source(data: Path, side: Side, human: list[str], machine: list[str], there: list[str]) -> Source:
    synonyms, rng = read_synonyms(data, side), np.random.default_rng(17)
    spun = [replace_by_synonyms(text, side, synonyms, rng) for text in human]
    whole = [made or text for made, text in zip(machine, human, strict=True)]
    return Source(side, human, whole, spun, there)


def join_documents(source: Source, rng: np.random.Generator) -> Iterator[JoinedDocument]:
    """Join parts of a source, each plan a few times, from places drawn at random."""
    for plan in PLANS * DOCUMENTS_PER_PLAN:
        sizes = [int(rng.integers(*(PART_SENTENCES if len(plan) > 1 else WHOLE_SENTENCES))) for _ in plan]
        start = at = int(rng.integers(len(source.human) - sum(sizes)))
        sentences, made = list[str](), list[bool]()
        for maker, size in zip(plan, sizes, strict=True):
            sentences += getattr(source, maker)[at : at + size]
            made += [maker != "human"] * size
            at += size
        yield JoinedDocument(source.side, plan, sentences, made, source.there[start:at])


def check_document(document: JoinedDocument, folder: Path, *, alone: bool) -> OriginVerdict:
    """Return the verdict on a document, alone or next to its version."""
    copy, original = folder / "copy.txt", folder / "original.txt"
    for path, sentences in ((copy, document.sentences), (original, document.there)):
        path.write_text("\n\n".join(" ".join(sentence.split()) for sentence in sentences) + "\n", "utf-8")
    return check_files([copy], original=None if alone else original).results[0].verdict


def right_share(document: JoinedDocument, verdict: OriginVerdict) -> float:
    """Return the share of the characters that are in a passage of the right kind, of one by people or not."""
    right = at = 0
    for sentence, made in zip(document.sentences, document.made, strict=True):
        size = len(" ".join(sentence.split()))
        for passage in verdict.passages:
            if (passage.kind != "human") == made:
                right += max(0, min(at + size, passage.end) - max(at, passage.start))
        at += size + 2
    return right / at


def main() -> None:
    """Print by what the documents were compared with how many are called mixed, and how much of them is right."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    found: dict[tuple[str, str, str], list[tuple[bool, float]]] = defaultdict(list)
    rng = np.random.default_rng(3)
    with TemporaryDirectory() as folder:
        for source in read_sources(data):
            for document in join_documents(source, rng):
                for alone in (True, False):
                    if alone or document.there != document.sentences:
                        verdict = check_document(document, Path(folder), alone=alone)
                        mixed = verdict.label == "mixed"
                        share = right_share(document, verdict) if mixed else 0.0
                        found[verdict.basis, document.side, _sort(document.plan)].append((mixed, share))
    for key, rows in sorted(found.items()):
        shares = [share for mixed, share in rows if mixed]
        right = f"{sum(shares) / len(shares):10.2f}" if shares else ""
        print("".join(f"{name:16}" for name in key) + f"{len(rows):6}{len(shares) / len(rows):8.2f}{right}")


def _sort(plan: Sequence[str]) -> str:
    return "joined" if len(plan) > 1 else "by people" if plan[0] == "human" else "by a machine"


if __name__ == "__main__":
    main()
