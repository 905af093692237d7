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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aligner.align import align
from aligner.confidence.features import NAMES, NOTHING, Context, check, common_names, features
from aligner.encoders import Encoder, load_encoder
from aligner.judge import PAIR_NAMES, Side, judge
from aligner.names import signature
from aligner.settings import Settings
from aligner.types import Bead, Document, Sentence

Pair = tuple[str, str]
Rows = NDArray[np.float64]
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


def news(data: Path) -> dict[str, list[Pair]]:
    """Human sentence pairs in running order, by corpus."""
    flores = {part: _pairs(data / f"dev/retrieval/flores200.{part}.tsv") for part in ("dev", "devtest")}
    wmt = [json.loads(line) for line in _lines(data / "dev/machine_translation/newstest2014_mt.jsonl")]
    commentary = [line.split("\t") for line in _lines(data / "dev/machine_translation/news_commentary_mt.tsv")[1:]]
    corpora = {
        "flores.dev": flores["dev"],
        "flores.devtest": flores["devtest"],
        "newstest": [(row["en"], row["fr"]) for row in wmt],
        "commentary": [(row[1], row[2]) for row in commentary],
        "tatoeba": _pairs(data / "dev/retrieval/tatoeba.tsv"),
    }
    return {name: [pair for pair in pairs if pair[0] and pair[1]] for name, pairs in corpora.items()}


def _pairs(path: Path) -> list[Pair]:
    rows = [line.split("\t") for line in _lines(path)]
    return [(row[0], row[1]) for row in rows]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def chunks(pairs: Sequence[Pair], size: int) -> Iterator[list[Pair]]:
    for at in range(0, len(pairs), size):
        if len(pairs[at : at + size]) > 3:
            yield list(pairs[at : at + size])


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


def aligned_rows(
    pairs: list[Pair], strangers: list[Pair], encoder: Encoder, rng: np.random.Generator
) -> tuple[Rows, Rows]:
    """Features and truth of the beads that the aligner finds in a damaged document."""
    texts, owners = damaged(pairs, strangers, rng)
    vectors = (encoder.encode(texts[0]), encoder.encode(texts[1]))
    sentences = [[Sentence(text, 0, 0, 0) for text in side] for side in texts]
    beads = align(sentences[0], sentences[1], vectors)
    rows, full = _rows(beads, texts, vectors)
    truth = []
    for bead in beads:
        told = [0, 0]
        for side, (start, stop) in enumerate((bead.en, bead.fr)):
            for owner in owners[side][start:stop]:
                told[side] = -1 if owner < 0 or told[side] < 0 else told[side] | owner
        truth.append(float(told[0] == told[1] and told[0] > 0))
    return rows[full], np.array(truth)[full]


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
    texts: list[list[str]] = [[pair[0] for pair in pairs], [pair[1] for pair in pairs]]
    wrong = []
    for at in range(1, len(pairs) - 1, 4):
        made = recipe(pairs[at], pairs[at + 1], rng)
        if made is not None:
            texts[0][at], texts[1][at] = made
            wrong.append(at)
    vectors = (encoder.encode(texts[0]), encoder.encode(texts[1]))
    cosines = (vectors[0] * vectors[1]).sum(axis=1)
    beads = [Bead((at, at + 1), (at, at + 1), float(cosines[at])) for at in range(len(pairs))]
    return _rows(beads, texts, vectors)[0][wrong]


def right_rows(pairs: list[Pair], encoder: Encoder) -> Rows:
    texts = [[pair[0] for pair in pairs], [pair[1] for pair in pairs]]
    vectors = (encoder.encode(texts[0]), encoder.encode(texts[1]))
    cosines = (vectors[0] * vectors[1]).sum(axis=1)
    beads = [Bead((at, at + 1), (at, at + 1), float(cosines[at])) for at in range(len(pairs))]
    return _rows(beads, texts, vectors)[0]


def segment_cases(pairs: list[Pair], encoder: Encoder, rng: np.random.Generator) -> tuple[Rows, Rows, list[str]]:
    """Rows, truth and recipe names of one corpus."""
    rows: list[Rows] = []
    truth: list[Rows] = []
    names: list[str] = []

    def add(some: Rows, true: Rows, name: str) -> None:
        rows.append(some)
        truth.append(true)
        names.extend([name] * len(some))

    documents = list(chunks(pairs, 25))
    for at, document in enumerate(documents):
        add(*aligned_rows(document, pairs, encoder, rng), "aligned")
        right = right_rows(document, encoder)
        add(right, np.ones(len(right)), "right")
        for name, recipe in RECIPES.items():
            wrong = recipe_rows(document, recipe, encoder, rng)
            add(wrong, np.zeros(len(wrong)), name)
        other = documents[(at + len(documents) // 2) % len(documents)]
        crossed = [(en[0], fr[1]) for en, fr in zip(document, other, strict=False)]
        rand = right_rows(crossed, encoder)
        add(rand[:4], np.zeros(min(4, len(rand))), "random")
        unrelated = aligned_rows_of_strangers(document, other, encoder)
        add(unrelated, np.zeros(len(unrelated)), "unrelated")
    return np.concatenate(rows), np.concatenate(truth), names


def aligned_rows_of_strangers(left: list[Pair], right: list[Pair], encoder: Encoder) -> Rows:
    texts = [[pair[0] for pair in left], [pair[1] for pair in right]]
    vectors = (encoder.encode(texts[0]), encoder.encode(texts[1]))
    sentences = [[Sentence(text, 0, 0, 0) for text in side] for side in texts]
    rows, full = _rows(align(sentences[0], sentences[1], vectors), texts, vectors)
    return rows[full]


def fit(rows: Rows, truth: Rows, weights: Rows, ridge: float = 1.0) -> dict[str, object]:
    """Weighted logistic regression by Newton's method."""
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    design = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    beta = np.zeros(design.shape[1])
    penalty = np.full(design.shape[1], ridge)
    penalty[-1] = 0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (weights * (chance - truth)) + penalty * beta
        curvature = (design * (weights * chance * (1 - chance))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        beta -= step
        if np.abs(step).max() < 1e-8:
            break
    return {
        "mean": mean.round(6).tolist(),
        "scale": scale.round(6).tolist(),
        "weights": beta[:-1].round(5).tolist(),
        "bias": round(float(beta[-1]), 5),
    }


def ece(chance: Rows, truth: Rows, weights: Rows, bins: int = 15) -> float:
    """Expected calibration error over bins of equal mass."""
    order = np.argsort(chance)
    mass = np.cumsum(weights[order]) / weights.sum()
    error = 0.0
    for part in range(bins):
        inside = order[(mass > part / bins) & (mass <= (part + 1) / bins)]
        if len(inside):
            share = weights[inside].sum() / weights.sum()
            error += share * abs(
                np.average(chance[inside], weights=weights[inside]) - np.average(truth[inside], weights=weights[inside])
            )
    return float(error)


def auc(chance: Rows, truth: Rows) -> float:
    order = np.argsort(chance, kind="stable")
    ranks = np.empty(len(chance))
    ranks[order] = np.arange(1, len(chance) + 1)
    positive = truth > 0.5
    count = positive.sum()
    return float((ranks[positive].sum() - count * (count + 1) / 2) / (count * (len(truth) - count)))


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


def document(id: str, side: str, texts: Sequence[str]) -> Document:
    sentences = tuple(Sentence(text, 0, len(text), at) for at, text in enumerate(texts))
    return Document(id, "\n".join(texts), "en" if side == "en" else "fr", 1.0, sentences)


def pair_cases(
    stories: list[tuple[list[str], list[str]]], encoder: Encoder, rng: np.random.Generator
) -> tuple[Rows, Rows]:
    """Pair features of true pairs, whole or in part, and of each story with the strangers likest to it."""
    sides = [[document(f"{at}", "en", en), document(f"{at}", "fr", fr)] for at, (en, fr) in enumerate(stories)]
    vectors = [[encoder.encode([s.text for s in doc.sentences]) for doc in pair] for pair in sides]
    means = [np.stack([_unit(v.sum(axis=0)) for v in column]) for column in zip(*vectors, strict=True)]
    marks = [[signature(doc.text, "en" if side == 0 else "fr") for side, doc in enumerate(pair)] for pair in sides]
    likeness = means[0] @ means[1].T
    rows: list[list[float]] = []
    truth: list[float] = []
    for at in range(len(stories)):
        likest = [int(j) for j in np.argsort(-likeness[at]) if j != at][:2]
        for j in [at, at, *likest, int(rng.integers(len(stories)))]:
            en, fr = Side(sides[at][0], vectors[at][0]), Side(sides[j][1], vectors[j][1])
            if len(rows) % 5 == 1 and j == at and len(fr.document.sentences) > 5:  # a copy that was cut short
                keep = max(3, int(len(fr.document.sentences) * rng.uniform(0.3, 1)))
                fr = Side(replace(fr.document, sentences=fr.document.sentences[:keep]), fr.vectors[:keep])
            overlap = len(marks[at][0] & marks[j][1]) / max(1.0, (len(marks[at][0]) * len(marks[j][1])) ** 0.5)
            judged = judge(en, fr, (float(likeness[at, j]), overlap), Settings())
            rows.append([judged.pair.evidence[name] for name in PAIR_NAMES])
            truth.append(float(at == j))
    return np.array(rows), np.array(truth)


def _unit(row: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(row / max(float(np.linalg.norm(row)), 1e-9), np.float32)


def report(name: str, chance: Rows, truth: Rows, weights: Rows, labels: Sequence[str]) -> None:
    """Print how well one set of cases is told apart, and which wrong ones are caught at even odds."""
    kinds = np.array(labels)
    right = truth > 0.5
    print(f"{name}: AUC {auc(chance, truth):.4f} ECE {ece(chance, truth, weights):.4f}", end=" ")
    print(f"right kept {np.mean(chance[right] >= 0.5):.3f}, wrong caught", end="")
    for kind in sorted(set(kinds[~right])):
        print(f" {kind} {np.mean(chance[~right & (kinds == kind)] < 0.5):.3f}", end="")
    print(flush=True)


def segment_model(corpora: dict[str, list[Pair]], encoder: Encoder, rng: np.random.Generator) -> dict[str, object]:
    """Fit on some corpora, report on all, the held out ones too."""
    cases = {name: segment_cases(pairs, encoder, rng) for name, pairs in corpora.items()}
    weights = {name: balance(case[1], case[2], PRIOR) for name, case in cases.items()}
    train = [name for name in cases if name not in HELD_OUT]
    rows, truth = (np.concatenate([cases[name][part] for name in train]) for part in (0, 1))
    model = fit(rows, truth, np.concatenate([weights[name] for name in train]))
    for name, case in cases.items():
        title = f"{name} (held out)" if name in HELD_OUT else name
        report(title, _apply(model, case[0]), case[1], weights[name], case[2])
    return {"names": list(NAMES), **model}


def pair_model(
    data: Path, corpora: dict[str, list[Pair]], encoder: Encoder, rng: np.random.Generator
) -> dict[str, object]:
    """Fit on blog documents and on texts of consecutive news lines; report on every second story."""
    blog = json.loads((data / "dev/documents/blog_documents.json").read_text(encoding="utf-8"))
    stories = [(entry["en"], entry["fr"]) for entry in blog]
    for name in ("flores.dev", "newstest", "commentary"):
        stories += [([p[0] for p in part], [p[1] for p in part]) for part in chunks(corpora[name], 20)]
    rows, truth = pair_cases(stories, encoder, rng)
    right = truth.mean()
    weights = np.where(truth > 0.5, 0.5 / right, 0.5 / (1 - right))
    odd = np.arange(len(truth)) // 5 % 2 == 1
    chance = _apply(fit(rows[~odd], truth[~odd], weights[~odd]), rows[odd])
    report("document pairs (other half)", chance, truth[odd], weights[odd], ["wrong"] * int(odd.sum()))
    return {"names": list(PAIR_NAMES), **fit(rows, truth, weights)}


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
    output["segment"] = segment_model(corpora, encoder, rng)
    options.output.write_text(json.dumps(output, indent=1) + "\n")
    output["pair"] = pair_model(options.data, corpora, encoder, rng)
    options.output.write_text(json.dumps(output, indent=1) + "\n")


def _apply(model: dict[str, object], rows: Rows) -> Rows:
    mean, scale, weights = (np.array(model[key], float) for key in ("mean", "scale", "weights"))
    return np.asarray(1 / (1 + np.exp(-((rows - mean) / scale @ weights + float(str(model["bias"]))))))


if __name__ == "__main__":
    main()
