"""What the gate holds of artefacts: spans found in the five stories, alarms on news by people, damage that was made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.alignment.align import align
from aligner.detectors import View, examine, views
from aligner.encoders import load_encoder
from aligner.encoders.words import embedded_words
from aligner.pipeline.prepare import Prepared, make_ready, unit
from aligner.readers import read
from aligner.text.cleaning.clean import undo
from aligner.text.entities.compare import compare
from aligner.types import Bead, Document, Finding, Sentence
from scripts.datasets import gold as goldsets
from scripts.datasets.gold import Pair
from scripts.fitting.logistic import auc
from scripts.training import verdict

Figures = dict[str, float]
ROOT = Path(__file__).resolve().parents[2]
SEEDS, CASES = ROOT / "seeds", ROOT / "tests" / "cases" / "seeds"
GRAVE = ("critical", "major")
LARGER = 4  # times a span may be as long as the one it is matched with
EVEN = 0.5
LINES = 20  # of a document made of consecutive lines


class Gold(NamedTuple):
    """A span that a reader marked in a story."""

    code: str
    severity: str
    start: int
    end: int


class Score(NamedTuple):
    """Grave spans found of those marked, and grave findings that meet a marked span of any severity."""

    found: int
    marked: int
    right: int
    told: int


def marked(number: str) -> list[Gold]:
    """The spans of a story."""
    text = _seed(number).read_bytes().decode()
    rows = map(json.loads, (CASES / f"{number}.jsonl").read_text(encoding="utf-8").splitlines())
    return [Gold(row["code"], row["severity"], *_place(text, row["text"], row["occurrence"])) for row in rows]


def _place(text: str, part: str, occurrence: int) -> tuple[int, int]:
    at = -1
    for _ in range(occurrence):
        at = text.index(part, at + 1)
    return at, at + len(part)


def _seed(number: str) -> Path:
    return next(SEEDS.glob(f"{number}*"))


def score(gold: Sequence[Gold], findings: Sequence[Finding]) -> Score:
    """Match by place: half of the shorter span must be shared, and the longer not be much larger."""
    grave = [each for each in findings if each.severity in GRAVE and each.start < each.end]
    spans = [(each.start, each.end) for each in grave]
    wanted = [each for each in gold if each.severity in GRAVE]
    found = sum(any(meets((each.start, each.end), span) for span in spans) for each in wanted)
    right = sum(any(meets((each.start, each.end), span) for each in gold) for span in spans)
    return Score(found, len(wanted), right, len(spans))


def meets(one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Whether two spans mark the same."""
    sizes = sorted(end - start for start, end in (one, two))
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return 2 * shared >= sizes[0] and sizes[1] <= LARGER * sizes[0]


def stories() -> dict[str, tuple[str, list[Finding]]]:
    """The text and the findings of each story: 000 and 001 beside each other, the others alone."""
    ready = {}
    for path in sorted(SEEDS.glob("*.txt")):
        (document,) = read(path.name, path)
        assert isinstance(document, Document)
        item = make_ready(document, "", load_encoder())
        assert isinstance(item, Prepared)
        ready[path.name[:3]] = item
    seen = {number: View(item.document) for number, item in ready.items()}
    seen["000"], seen["001"] = beside(ready["000"], ready["001"])
    return {number: (undo(view.document.text, view.document.steps), examine(view)) for number, view in seen.items()}


def beside(en: Prepared, fr: Prepared) -> tuple[View, View]:
    """Two documents aligned, each seen with the other beside it."""
    vectors = unit(en.vectors), unit(fr.vectors)
    beads = align(en.document.sentences, fr.document.sentences, vectors, words=embedded_words())
    compared = [compare(_text(en.document, bead.en), _text(fr.document, bead.fr))[:2] for bead in beads]
    return views(en.document, fr.document, beads, compared)


def _text(document: Document, span: tuple[int, int]) -> str:
    return " ".join(each.text for each in document.sentences[slice(*span)])


def aligned(pairs: Sequence[Pair]) -> tuple[View, View]:
    """Views of sentence pairs as two documents, one sentence a line."""
    documents = []
    for side in (0, 1):
        sentences, start = list[Sentence](), 0
        for pair in pairs:
            sentences.append(Sentence(pair[side], start, start + len(pair[side]), len(sentences)))
            start += len(pair[side]) + 1
        text = "\n".join(pair[side] for pair in pairs)
        name = "en" if side == 0 else "fr"
        documents.append(Document(f"{name}.txt", text, "en" if side == 0 else "fr", 1.0, tuple(sentences)))
    vectors = [load_encoder().encode([pair[side] for pair in pairs]) for side in (0, 1)]
    likeness = (vectors[0] * vectors[1]).sum(axis=1).round(4).tolist()
    beads = [Bead((at, at + 1), (at, at + 1), like) for at, like in enumerate(likeness)]
    return views(documents[0], documents[1], beads, [compare(*pair)[:2] for pair in pairs])


def alarms(pairs: Sequence[Pair]) -> Iterator[Finding]:
    """All findings of documents of consecutive lines, both sides."""
    for at in range(0, len(pairs), LINES):
        for view in aligned(pairs[at : at + LINES]):
            yield from examine(view)


def artefacts(data: Path) -> Figures:
    """Spans of the stories; grave findings for each pair of human news, and number findings for those with figures."""
    figures: Figures = {}
    told = stories()
    for number in ("000", "004"):
        got = score(marked(number), told[number][1])
        figures |= {
            f"artefacts.{number}.recall": got.found / got.marked,
            f"artefacts.{number}.precision": got.right / max(1, got.told),
        }
    for number in ("002", "003"):
        got = score(marked(number), told[number][1])
        figures[f"artefacts.{number}.false_alarms"] = got.told - got.right
    corpora = goldsets.news(data)
    sets = {"newstest": corpora["newstest"], "flores": corpora["flores.dev"] + corpora["flores.devtest"]}
    for name, pairs in sets.items():
        grave = [each for each in alarms(pairs) if each.severity in GRAVE]
        with_digits = sum(any(c.isdigit() for text in pair for c in text) for pair in pairs)
        numbers = sum(each.code.startswith("number.") for each in grave)
        figures[f"artefacts.{name}.false_alarms"] = len(grave) / len(pairs)
        figures[f"artefacts.{name}.numbers.false_alarms"] = numbers / with_digits
    return figures


def made(data: Path) -> Figures:
    """The verdict on documents whose lines nothing was learnt of: AUC by system at 20 sentences, people misjudged."""

    judged, chance = verdict.held_out(verdict.read(data))
    people = judged.kind == "human"
    figures: Figures = {"made.false_alarms": float((chance[people, 0] < EVEN).mean())}
    for source in sorted(set(judged.source[~people])):
        own = (judged.source == source) & (judged.size == LINES)
        both = own | (people & (judged.size == LINES) & np.char.startswith(judged.source, source[:2]))
        figures[f"made.{source.replace(' ', '.')}.auc"] = auc(1 - chance[both, 0], own[both].astype(float))
    return figures


def loops(data: Path) -> Figures:
    """Loops put into people's sentences, and those that are seen where there is none."""
    pairs = goldsets.news(data)["newstest"][::3]
    rng, right, told, made_of = np.random.default_rng(3), 0, 0, 0
    for at, (en, fr) in enumerate(pairs):
        words = en.split()
        begin, size, times = int(rng.integers(max(1, len(words) - 4))), int(rng.integers(1, 4)), int(rng.integers(2, 5))
        phrase = words[begin : begin + size]
        if at % 2 or len(phrase) < size or not any(len(word) > 3 and word.isalpha() for word in phrase):
            text, looped = en, False
        else:
            text, looped = " ".join([*words[:begin], *phrase * times, *words[begin:]]), True
        found = any(each.code.startswith("repetition.") for each in examine(aligned([(text, fr)])[0]))
        right, told = right + (found and looped), told + found
        made_of += looped
    return {"loops.recall": right / made_of, "loops.precision": right / max(1, told)}
