"""What a chosen model adds to the confidence: calibrated on the corpus, kept in the cache, used where it gains."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from conftest import CASES, ROOT, Run, contents, read

from aligner.confidence.chosen_model import ChosenModelLayer, parse_layer
from aligner.confidence.logistic_fit import fit_with_prior
from aligner.encoders import load_encoder
from aligner.errors import InputError
from aligner.evaluation.confidence_metrics import RIGHT, auc
from aligner.evaluation.spoiled_pairs import SpoiledPairs, fit_layer
from aligner.pipeline.align import AlignOptions, align_files
from aligner.pipeline.calibrate import CACHE_NAME, MIN_PAIRS, calibrate, signed_layer
from aligner.pipeline.score import score_files
from aligner.review.log import Log
from aligner.review.realign import plan_realignment
from aligner.review.run_folder import RunFolder
from aligner.review.session import Session
from aligner.review.units import unit_names

HERE = CASES / "pipeline" / "calibrate"
SENTENCES = read(HERE / "sentences.jsonl")
WORDS = 120  # that exist in no dictionary, in each language
STORIES, STORY_LINES = 20, 10
SYLLABLES = ["bra", "mir", "quo", "lep", "tos", "gil", "har", "dun", "fex", "nov", "sar", "wim"]
PLACES = ["Corvallon", "Brismont", "Hautrive", "Valdorne"]


class Corpus(NamedTuple):
    """A folder of stories about things that only a model of their field knows, their pairs, and that model."""

    folder: Path
    pairs: list[tuple[str, str]]
    model: Path


def _words(seed: int) -> list[str]:
    rng = random.Random(seed)
    words = dict[str, None]()
    while len(words) < WORDS:
        words["".join(rng.sample(SYLLABLES, 3)) + "ne" * seed] = None
    return list(words)


def _pairs() -> list[tuple[str, str]]:
    rng, english, french = random.Random(4), _words(0), _words(1)
    pairs = []
    for _ in range(STORIES * STORY_LINES):
        line, chosen = rng.choice(SENTENCES), rng.sample(range(WORDS), 3)
        values = {"place": rng.choice(PLACES), "number": rng.randrange(2, 30)}
        sides = (
            line[side].format(*(words[at] for at in chosen), **values)
            for side, words in (("en", english), ("fr", french))
        )
        pairs.append((next(sides), next(sides)))
    return pairs


def _make_model(folder: Path) -> Path:
    """Create a transformer that gives a word of the field and its translation one vector, and other words none."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    torch = pytest.importorskip("torch")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    special, words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], [*_words(0), *_words(1), "bridge", "winter"]
    (folder / "vocab.txt").write_text("\n".join([*special, *words]), "utf-8")
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder / "bert")
    torch.manual_seed(2)
    shape: dict[str, Any] = {
        "hidden_size": 48,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 48,
    }
    model = BertModel(BertConfig(vocab_size=len(special) + len(words), **shape))
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "LayerNorm" not in name:
                weight.zero_()
        table, start = model.embeddings.word_embeddings.weight, len(special)
        table[1 : start + WORDS] = torch.randn(start + WORDS - 1, 48)
        table[1:start] *= 0.01
        table[start + WORDS : start + 2 * WORDS] = table[start : start + WORDS]
        table[start + 2 * WORDS :] = torch.randn(2, 48)
    model.save_pretrained(folder / "bert")
    SentenceTransformer(modules=[Transformer(str(folder / "bert")), Pooling(48)]).save(str(folder / "field"))
    return folder / "field"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder, pairs = tmp_path_factory.mktemp("field"), _pairs()
    stories = folder / "stories"
    stories.mkdir()
    for number in range(STORIES):
        lines = pairs[number * STORY_LINES :][:STORY_LINES]
        for side, name in enumerate(("en", "fr")):
            (stories / f"{number:02}.{name}.txt").write_text("\n".join(pair[side] for pair in lines), "utf-8")
    return Corpus(stories, pairs, _make_model(folder))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the calibrations of a test."""
    monkeypatch.setenv("ALIGNER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / CACHE_NAME


def _signature(output: Path) -> dict[str, Any]:
    signature: dict[str, Any] = json.loads((output / "manifest.json").read_text("utf-8"))["signature"]
    return signature


def _few(corpus: Corpus, folder: Path) -> Path:
    few = folder / "few"
    few.mkdir()
    for path in sorted(corpus.folder.iterdir())[:6]:
        shutil.copy(path, few)
    return few


# Runs


def test_pair_learns_from_the_corpus_once_and_reports_what_it_gains(
    corpus: Corpus, tmp_path: Path, cache: Path, aligner: Run
) -> None:
    said = []
    for output, jobs in (("first", 1), ("second", 2)):
        done = aligner("pair", corpus.folder, "-o", output, "--model", corpus.model, "--jobs", jobs, "-v")
        assert done.returncode == 0, done.stderr
        said.append(done.stderr.splitlines())
    found = _signature(tmp_path / "first")["calibration"]
    assert found["pairs"] >= MIN_PAIRS and found["layer"] and found["auc_with_model"] >= found["auc"] + 0.002
    line = f"lifts the AUC of the confidence from {found['auc']:.4f} to {found['auc_with_model']:.4f} "
    assert [sum(line in row for row in lines) for lines in said] == [1, 1]
    assert [sum("texts to encode" in row for row in lines) for lines in said] == [2, 1], "spoiled texts only once"
    assert len(list(cache.iterdir())) == 1
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    _check_realignment(tmp_path / "first")


def _check_realignment(output: Path) -> None:
    """Check that a realignment in review uses the layer of the run."""
    session = Session(RunFolder(output), Log(output))
    units = session.state(0).units
    confidences = pytest.approx([unit.segment.confidence for unit in units], abs=0.0005)
    for uses_layer in (True, False):
        if not uses_layer:
            session.run.corpus.signature["calibration"]["layer"] = None
        _, body = plan_realignment(session, 0, unit_names(units)[0])
        assert ([row["segment"]["confidence"] for row in body["units"]] == confidences) is uses_layer
    session.log.close()


def test_too_few_pairs_are_reported_in_a_line(corpus: Corpus, tmp_path: Path, cache: Path, aligner: Run) -> None:
    few = _few(corpus, tmp_path)
    done = aligner("pair", few, "-o", "out", "--model", corpus.model, "-v")
    assert done.returncode == 0
    assert [f"needs {MIN_PAIRS} sure pairs" in line for line in done.stderr.splitlines()].count(True) == 1
    found = _signature(tmp_path / "out")["calibration"]
    assert 0 < found["pairs"] < MIN_PAIRS and found["layer"] is found["auc"] is None and not cache.exists()


def test_nothing_is_learnt_without_a_model(corpus: Corpus, tmp_path: Path, cache: Path, aligner: Run) -> None:
    assert aligner("pair", _few(corpus, tmp_path), "-o", "out").returncode == 0
    assert "calibration" not in _signature(tmp_path / "out") and not cache.parent.exists()


def test_score_takes_a_model_and_orders_wrong_pairs_better(corpus: Corpus, tmp_path: Path, aligner: Run) -> None:
    """Give every eighth French line a word of the field that the English has not."""
    field, rng = set(_words(1)), random.Random(9)
    rows, right = [], []
    for number, (en, fr) in enumerate(corpus.pairs):
        known = [word for word in fr.replace(",", " ").replace(".", " ").split() if word in field]
        wrong = number % 8 == 0
        fr = fr.replace(known[0], rng.choice(sorted(field - set(known)))) if wrong else fr
        rows.append(f"{en}\t{fr}\n")
        right.append(not wrong)
    (tmp_path / "memory.tsv").write_text("".join(rows), "utf-8")
    runs = [
        [row.confidence or 0.0 for row in score_files([tmp_path / "memory.tsv"], prior=0.7, jobs=jobs, model=model)]
        for model, jobs in (("", 1), (str(corpus.model), 1), (str(corpus.model), 2))
    ]
    without, with_model = (auc(np.array(run), np.array(right, float)) for run in runs[:2])
    assert with_model > without + 0.02 and runs[1] == runs[2]
    done = aligner("score", "memory.tsv", "--model", corpus.model, "--prior", 0.7, "--no-findings", "-v")
    assert [json.loads(line)["confidence"] for line in done.stdout.splitlines()] == runs[1]
    assert "lifts the AUC" in done.stderr


def test_align_learns_from_two_long_texts(corpus: Corpus, tmp_path: Path, aligner: Run) -> None:
    sides = [tmp_path / "long.en", tmp_path / "long.fr"]
    for side, path in enumerate(sides):
        path.write_text("\n".join(pair[side] for pair in corpus.pairs), "utf-8")
    results = {
        model: align_files(sides[0], sides[1], AlignOptions(segmented=True, model=model))
        for model in ("", str(corpus.model))
    }
    assert {model: len(rows) for model, rows in results.items()} == dict.fromkeys(results, len(corpus.pairs))
    means = [np.mean([row.segment.confidence for row in rows]) for rows in results.values()]
    assert means[1] > means[0]
    for path in sides:
        path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:20]), "utf-8")
    done = aligner("align", *sides, "--segmented", "--model", corpus.model)
    assert done.returncode == 0 and not done.stderr, "too few pairs are the usual case"


# The cache


@pytest.fixture(scope="module")
def sample(corpus: Corpus) -> list[list[tuple[str, str]]]:
    return [corpus.pairs[start : start + STORY_LINES] for start in range(0, len(corpus.pairs), STORY_LINES)]


def test_another_model_and_other_pairs_are_learnt_again(
    corpus: Corpus, sample: list[list[tuple[str, str]]], tiny: Path, tmp_path: Path, cache: Path
) -> None:
    copy = Path(shutil.copytree(corpus.model, tmp_path / "copy"))
    first = calibrate(load_encoder(str(corpus.model)), sample)
    assert calibrate(load_encoder(str(copy)), sample).plain() == first.plain() and len(list(cache.iterdir())) == 1
    calibrate(load_encoder(str(tiny)), sample)
    calibrate(load_encoder(str(corpus.model), half=True), sample)
    calibrate(load_encoder(str(corpus.model)), sample[1:])
    assert len(list(cache.iterdir())) == 4


def test_a_model_that_shows_nothing_is_not_used(
    sample: list[list[tuple[str, str]]], caplog: pytest.LogCaptureFixture
) -> None:
    """Take the embedded encoder as the chosen one, which has no evidence of its own."""
    with caplog.at_level("INFO", "aligner"):
        found = calibrate(load_encoder(str(ROOT / "models" / "encoder")), sample)
    assert found.layer is None and found.auc is not None and found.auc_with_model is not None
    assert f"would go from {found.auc:.4f} to {found.auc_with_model:.4f}" in caplog.records[-1].getMessage()


def _damage(path: Path, case: dict[str, Any]) -> None:
    content = path.read_bytes()
    stored = json.loads(content)
    if case["damage"] == "removed":
        path.unlink()
    elif case["damage"] == "cut":
        path.write_bytes(content[: case["keep"]])
    elif case["damage"] == "junk":
        path.write_bytes(bytes(range(256)) * 4)
    elif case["damage"] == "text":
        path.write_text(case["content"].replace("PLACE", str(path.parent / "run")), "utf-8")
    elif case["damage"] == "nested":
        path.write_text("[" * 50_000, "utf-8")
    elif case["damage"] == "huge":
        path.write_bytes(content + b" " * (1 << 20) + b"x")
    else:
        plain = stored["calibration"] | {case["name"]: case["value"]}
        total = sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
        stored = {"calibration": plain, "sum": total if case["damage"] == "signed" else stored["sum"]}
        path.write_text(json.dumps(stored), "utf-8")


@pytest.fixture(scope="module")
def known(corpus: Corpus, sample: list[list[tuple[str, str]]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache with a calibration and the vectors of its texts."""
    folder = tmp_path_factory.mktemp("known")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALIGNER_CACHE", str(folder))
        calibrate(load_encoder(str(corpus.model)), sample)
    return folder


@pytest.mark.parametrize("case", read(HERE / "damaged.jsonl"), ids=lambda case: json.dumps(case)[:60])
def test_a_damaged_calibration_is_made_again(
    case: dict[str, Any], corpus: Corpus, sample: list[list[tuple[str, str]]], known: Path, cache: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    shutil.copytree(known, cache.parent)
    (path,) = cache.iterdir()
    whole = path.read_bytes()
    _damage(path, case)
    caplog.clear()
    found = calibrate(load_encoder(str(corpus.model)), sample)
    assert found.layer and path.read_bytes() == whole and [child.name for child in cache.iterdir()] == [path.name]
    lines = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert len(lines) == (case["damage"] != "removed") and all("made again" in line for line in lines)


@pytest.mark.parametrize("place", ["a file", "a folder of its name", "a link to nothing"])
def test_a_cache_that_cannot_be_written_changes_no_result(
    place: str, corpus: Corpus, sample: list[list[tuple[str, str]]], known: Path, cache: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    expected = json.loads(next((known / CACHE_NAME).iterdir()).read_bytes())["calibration"]
    name = next((known / CACHE_NAME).iterdir()).name
    cache.parent.mkdir()
    shutil.copy(known / "vectors.db", cache.parent)
    if place == "a file":
        cache.write_text("", "utf-8")
    elif place == "a folder of its name":
        (cache / name / "full").mkdir(parents=True)
    else:
        cache.symlink_to(cache.parent / "nowhere")
    assert calibrate(load_encoder(str(corpus.model)), sample).plain() == expected
    lines = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert len(lines) == 1 and "ALIGNER_CACHE" in lines[0] and "\n" not in lines[0]


def test_the_layer_of_a_run_is_read_from_its_signature() -> None:
    layer = ChosenModelLayer(np.zeros(3), np.ones(3), np.array([1.0, 0.5, 0.0]))
    plain = {"pairs": 200, "auc": 0.9, "auc_with_model": 0.95, "layer": layer.plain()}
    found = signed_layer({"calibration": plain})
    assert found is not None and found.plain() == layer.plain()
    assert signed_layer({}) is None and signed_layer({"calibration": plain | {"layer": None}}) is None
    damages: list[object] = [{}, [], None, plain | {"layer": {"names": []}}, plain | {"pairs": "many"}]
    for damaged in damages:
        with pytest.raises(InputError, match="run aligner pair again"):
            signed_layer({"calibration": damaged})


# The fit


def _cases(shown: Callable[[np.random.Generator, np.ndarray[Any, Any]], np.ndarray[Any, Any]]) -> SpoiledPairs:
    rng = np.random.default_rng(3)
    right = np.arange(900) % 3 == 0
    logits = np.where(right, 1.5, -1.5) + rng.normal(0, 1.5, 900)
    corruptions = np.where(right, RIGHT, np.where(np.arange(900) % 3 == 1, "cut", "random"))
    rows = np.column_stack([shown(rng, right), rng.normal(size=900), np.full(900, 0.25)])
    return SpoiledPairs(rows, logits, corruptions, np.arange(900) // 3)


@pytest.mark.parametrize(
    ("shown", "gains"),
    [
        (lambda rng, right: right + rng.normal(0, 0.5, 900), True),
        (lambda rng, right: rng.normal(0, 0.5, 900) - right, False),
        (lambda rng, right: rng.normal(0, 0.5, 900), False),
        (lambda rng, right: np.ones(900), False),
    ],
    ids=["shows it", "shows it reversed", "chance", "constant"],
)
def test_a_layer_counts_only_where_unseen_pairs_gain(
    shown: Callable[[np.random.Generator, np.ndarray[Any, Any]], np.ndarray[Any, Any]], gains: bool
) -> None:
    cases = _cases(shown)
    fitted = fit_layer(cases)
    assert fitted.gains is gains and (fitted.auc_with_model > fitted.auc + 0.02) is gains
    assert parse_layer(json.loads(json.dumps(fitted.layer.plain()))).plain() == fitted.layer.plain()
    assert np.isfinite(fitted.layer.adjust(cases.logits, cases.rows * 1e6)).all()


def test_few_cases_hardly_move_the_prior() -> None:
    prior = np.array([1.0, 0.0])
    moved = [
        np.abs(fit_with_prior(np.ones((count, 2)), np.ones(count), prior) - prior).max() for count in (0, 1, 10, 1000)
    ]
    assert moved[0] == 0 and moved == sorted(moved) and moved[1] < 0.3 < moved[3]
