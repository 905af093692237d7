"""Train the two logistic models of the confidence and write models/confidence.json.

    python scripts/train_confidence.py ../shared/data -o models/confidence.json

Right and wrong segments are made, not found: real human pairs are put through
the real aligner after sentences were deleted, merged and inserted, and wrong
ones are made of right ones by named recipes. Texts that the encoder was
trained on are used for document pairs only, where they matter little.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from goldsets import Pair, chunks, news
from logistic import Rows, apply, fit, report
from numpy.typing import NDArray
from train_pairs import pair_model

from aligner.align import align
from aligner.confidence.features import NAMES, NOTHING, Context, check, common_names, features
from aligner.encoders import Encoder, load_encoder
from aligner.evaluation import gold_beads, gold_sentences
from aligner.judge import PAIR_NAMES
from aligner.prepare import words_of
from aligner.types import Bead, Sentence

NULL_NAMES = ("margin",)
HELD_OUT = {"commentary", "flores.devtest"}
PRIOR = 0.8  # of the segments that an alignment gives are right
FLAT = {"names": list(PAIR_NAMES), "mean": [0.0] * 5, "scale": [1.0] * 5, "weights": [1.0] * 5, "bias": 0.0}
Recipe = Callable[[Pair, Pair, np.random.Generator], "Pair | None"]


def _half(text: str) -> str | None:
    words = text.split()
    return " ".join(words[: len(words) // 2]) if len(words) >= 8 else None


def truncated(pair: Pair, near: Pair, rng: np.random.Generator) -> Pair | None:
    """Half of one side is missing."""
    side = int(rng.integers(2))
    half = _half(pair[side])
    return None if half is None else (half, pair[1]) if side == 0 else (pair[0], half)


def appended(pair: Pair, near: Pair, rng: np.random.Generator) -> Pair | None:
    """Half of the next sentence hangs on one side."""
    side = int(rng.integers(2))
    half = _half(near[side])
    return None if half is None else (pair[0] + " " + half, pair[1]) if side == 0 else (pair[0], pair[1] + " " + half)


def neighbour(pair: Pair, near: Pair, rng: np.random.Generator) -> Pair | None:
    """The next sentence stands on one side."""
    return pair[0], near[1]


def number(pair: Pair, near: Pair, rng: np.random.Generator) -> Pair | None:
    """One figure is another."""
    found = list(re.finditer(r"\d", pair[1]))
    if not found:
        return None
    digit = found[int(rng.integers(len(found)))]
    other = str((int(digit[0]) + int(rng.integers(1, 9))) % 10)
    return pair[0], pair[1][: digit.start()] + other + pair[1][digit.end() :]


def untranslated(pair: Pair, near: Pair, rng: np.random.Generator) -> Pair | None:
    """English on both sides."""
    return (pair[0], pair[0]) if len(pair[0].split()) > 5 else None


RECIPES: dict[str, Recipe] = {
    recipe.__name__: recipe for recipe in (truncated, appended, neighbour, number, untranslated)
}


def damaged(
    pairs: list[Pair], strangers: list[Pair], rng: np.random.Generator
) -> tuple[list[list[str]], list[list[int]]]:
    """Delete 8 %, merge 8 % and insert 4 % of the sentences of each side; owners tell what each came from."""
    texts: list[list[str]] = [[], []]
    owners: list[list[int]] = [[], []]
    for side in (0, 1):
        at = 0
        while at < len(pairs):
            draw = rng.random()
            if draw < 0.08:
                at += 1
                continue
            if draw < 0.12:
                texts[side].append(strangers[int(rng.integers(len(strangers)))][side])
                owners[side].append(-1)
            join = 2 if 0.12 <= draw < 0.2 and at + 1 < len(pairs) else 1
            texts[side].append(" ".join(pair[side] for pair in pairs[at : at + join]))
            owners[side].append(sum(1 << (at + k) for k in range(join)))
            at += join
    return texts, owners


class Aligned(NamedTuple):
    """Features and truth of what the aligner finds: of full beads, and of nulls."""

    rows: Rows
    truth: Rows
    nulls: Rows
    nulls_truth: Rows


def aligned(pairs: list[Pair], strangers: list[Pair], encoder: Encoder, rng: np.random.Generator) -> Aligned:
    """Damage a document and align it.

    A full bead is right if both sides come of the same sentences, a null if nothing on the other side does.
    """
    texts, owners = damaged(pairs, strangers, rng)
    beads, rows, full = found_beads(texts, encoder)
    there = [sum({1 << bit for owner in side if owner > 0 for bit in _bits(owner)}) for side in owners]
    truth = []
    for bead in beads:
        told = [0, 0]
        for side, (start, stop) in enumerate((bead.en, bead.fr)):
            for owner in owners[side][start:stop]:
                told[side] = -1 if owner < 0 or told[side] < 0 else told[side] | owner
        lone = next((side for side in (0, 1) if not told[1 - side] and told[side]), None)
        if lone is None:
            truth.append(float(told[0] == told[1] and told[0] > 0))
        else:
            truth.append(float(told[lone] < 0 or not told[lone] & there[1 - lone]))
    right = np.array(truth)
    return Aligned(rows[full], right[full], rows[~full], right[~full])


def found_beads(texts: list[list[str]], encoder: Encoder) -> tuple[list[Bead], Rows, NDArray[np.bool_]]:
    """Beads between two lists of sentences, their features, and which are no nulls."""
    vectors = (encoder.encode(texts[0]), encoder.encode(texts[1]))
    sentences = [[Sentence(text, 0, 0, 0) for text in side] for side in texts]
    beads = align(sentences[0], sentences[1], vectors, words=words_of(""))
    return beads, *_rows(beads, texts, vectors)


def _bits(owner: int) -> list[int]:
    return [bit for bit in range(owner.bit_length()) if owner >> bit & 1]


def _rows(
    beads: list[Bead], texts: list[list[str]], vectors: tuple[NDArray[np.float32], NDArray[np.float32]]
) -> tuple[Rows, NDArray[np.bool_]]:
    joined = [(" ".join(texts[0][slice(*bead.en)]), " ".join(texts[1][slice(*bead.fr)])) for bead in beads]
    kept = common_names("\n".join(texts[0]), "\n".join(texts[1]))
    checks = [check(*pair, kept) if all(pair) else NOTHING for pair in joined]
    full = np.array([all(pair) for pair in joined])
    return features(Context(*vectors, beads, joined), checks), full


def recipe_rows(pairs: list[Pair], recipe: Recipe, encoder: Encoder, rng: np.random.Generator) -> Rows:
    """Features of a document in which every fourth sentence is made wrong."""
    damaged_pairs = list(pairs)
    wrong = []
    for at in range(1, len(pairs) - 1, 4):
        made = recipe(pairs[at], pairs[at + 1], rng)
        if made is not None:
            damaged_pairs[at] = made
            wrong.append(at)
    return one_to_one_rows(damaged_pairs, encoder)[wrong]


def one_to_one_rows(pairs: list[Pair], encoder: Encoder) -> Rows:
    """Features of pairs taken as they stand."""
    texts = [[pair[0] for pair in pairs], [pair[1] for pair in pairs]]
    vectors = (encoder.encode(texts[0]), encoder.encode(texts[1]))
    cosines = (vectors[0] * vectors[1]).sum(axis=1)
    beads = [Bead((at, at + 1), (at, at + 1), float(cosines[at])) for at in range(len(pairs))]
    return _rows(beads, texts, vectors)[0]


class Cases(NamedTuple):
    """Rows, truth and recipe names of one corpus; rows and truth of its nulls."""

    rows: Rows
    truth: Rows
    names: list[str]
    nulls: Rows
    nulls_truth: Rows


def segment_cases(pairs: list[Pair], encoder: Encoder, rng: np.random.Generator) -> Cases:
    """All cases of one corpus."""
    rows: list[Rows] = []
    truth: list[Rows] = []
    names: list[str] = []
    found: list[Aligned] = []

    def add(some: Rows, true: Rows, name: str) -> None:
        rows.append(some)
        truth.append(true)
        names.extend([name] * len(some))

    documents = list(chunks(pairs, 25))
    for at, document in enumerate(documents):
        found.append(aligned(document, pairs, encoder, rng))
        add(found[-1].rows, found[-1].truth, "aligned")
        right = one_to_one_rows(document, encoder)
        add(right, np.ones(len(right)), "right")
        for name, recipe in RECIPES.items():
            wrong = recipe_rows(document, recipe, encoder, rng)
            add(wrong, np.zeros(len(wrong)), name)
        other = documents[(at + len(documents) // 2) % len(documents)]
        crossed = [(en[0], fr[1]) for en, fr in zip(document, other, strict=False)]
        rand = one_to_one_rows(crossed, encoder)
        add(rand[:4], np.zeros(min(4, len(rand))), "random")
        unrelated = aligned_rows_of_strangers(document, other, encoder)
        add(unrelated, np.zeros(len(unrelated)), "unrelated")
    nulls, nulls_truth = (np.concatenate([each[part] for each in found]) for part in (2, 3))
    return Cases(np.concatenate(rows), np.concatenate(truth), names, nulls, nulls_truth)


def aligned_rows_of_strangers(left: list[Pair], right: list[Pair], encoder: Encoder) -> Rows:
    _, rows, full = found_beads([[pair[0] for pair in left], [pair[1] for pair in right]], encoder)
    return rows[full]


def balance(truth: Rows, names: list[str], prior: float) -> Rows:
    """Weights by which the cases are as an alignment is: `prior` of them right, each recipe alike."""
    labels = np.array(names)
    weights = np.zeros(len(truth))
    right = truth > 0.5
    weights[right] = prior / right.sum()
    kinds = sorted(set(labels[~right]))
    for kind in kinds:
        chosen = ~right & (labels == kind)
        weights[chosen] = (1 - prior) / len(kinds) / chosen.sum()
    return weights * len(truth)


def novel_nulls(data: Path, encoder: Encoder) -> tuple[Rows, Rows]:
    """Features and truth of the nulls found in novels aligned by hand."""
    rows: list[Rows] = []
    truth: list[float] = []
    for path in sorted((data / "dev/sentence_alignment").glob("*.gold")):
        sides = [gold_sentences(path.with_suffix(f".{side}"), True) for side in ("en", "fr")]
        texts = [[sentence.text for sentence in side] for side in sides]
        vectors = (encoder.encode(texts[0]), encoder.encode(texts[1]))
        beads = align(sides[0], sides[1], vectors, words=words_of(""))
        found, full = _rows(beads, texts, vectors)
        rows.append(found[~full])
        gold = [{at for bead in gold_beads(path) if not bead[1 - side] for at in bead[side]} for side in (0, 1)]
        nulls = [bead for bead, whole in zip(beads, full, strict=True) if not whole]
        truth += [float(set(range(*bead.en)) <= gold[0] and set(range(*bead.fr)) <= gold[1]) for bead in nulls]
    return np.concatenate(rows), np.array(truth)


def null_model(cases: dict[str, Cases], novels: tuple[Rows, Rows]) -> dict[str, object]:
    """Fit what a null's likest neighbour tells; the other figures of a null are empty.

    Half the weight is on damaged news, where nearly every null is one, half on novels, where every other is.
    """
    column = [NAMES.index(name) for name in NULL_NAMES]
    train = [case for name, case in cases.items() if name not in HELD_OUT]
    damaged_truth = np.concatenate([case.nulls_truth for case in train])
    truth = np.concatenate([damaged_truth, novels[1]])
    weights = np.where(np.arange(len(truth)) < len(damaged_truth), 1.0, len(damaged_truth) / len(novels[1]))
    model = fit(np.concatenate([*(case.nulls for case in train), novels[0]])[:, column], truth, weights)
    held = {f"{name} nulls (held out)": (cases[name].nulls, cases[name].nulls_truth) for name in sorted(HELD_OUT)}
    for name, (rows, right) in {**held, "novels nulls": novels}.items():
        report(name, apply(model, rows[:, column]), right, np.ones(len(right)), ["wrong"] * len(right))
    return {"names": list(NULL_NAMES), **model}


def segment_model(cases: dict[str, Cases]) -> dict[str, object]:
    """Fit on some corpora, report on all, the held out ones too."""
    weights = {name: balance(case.truth, case.names, PRIOR) for name, case in cases.items()}
    train = [name for name in cases if name not in HELD_OUT]
    rows, truth = (np.concatenate([cases[name][part] for name in train]) for part in (0, 1))
    model = fit(rows, truth, np.concatenate([weights[name] for name in train]))
    for name, case in cases.items():
        title = f"{name} (held out)" if name in HELD_OUT else name
        report(title, apply(model, case[0]), case[1], weights[name], case[2])
    return {"names": list(NAMES), **model}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/confidence.json"))
    options = parser.parse_args()
    rng = np.random.default_rng(5)
    encoder = load_encoder()
    corpora = news(options.data)
    # The pair model rests on segments' confidence: the segment model must lie there first.
    output = json.loads(options.output.read_text()) if options.output.exists() else {"pair": FLAT}
    cases = {name: segment_cases(pairs, encoder, rng) for name, pairs in corpora.items()}
    output["segment"], output["null"] = segment_model(cases), null_model(cases, novel_nulls(options.data, encoder))
    options.output.write_text(json.dumps(output, indent=1) + "\n")
    output["pair"] = pair_model(options.data, np.random.default_rng(5))
    options.output.write_text(json.dumps(output, indent=1) + "\n")


if __name__ == "__main__":
    main()
