"""The functions of `import aligner`: they take paths and texts, print nothing, and return rows."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import aligner
from aligner import align, check, dedup, score
from aligner.errors import InputError

EN = ["The bridge reopened on Monday.", "It cost four million euros.", "The mayor cut the ribbon."]
FR = ["Le pont a rouvert lundi.", "Il a coûté quatre millions d’euros.", "Le maire a coupé le ruban."]
COPY = "Four people were injured on Monday when a tram left the rails near the river, the police reported."


def test_every_function_shows_what_it_takes() -> None:
    functions = [getattr(aligner, name) for name in aligner.__all__ if name != "__version__"]
    for function in functions:
        assert (function.__doc__ or "").strip()
        kinds = {parameter.kind for parameter in inspect.signature(function).parameters.values()}
        assert not kinds & {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}


def test_sentences_stay_as_they_are() -> None:
    rows = align([*EN[:1], "", *EN[1:]], FR)
    assert [(row.en, row.fr) for row in rows if row.en and row.fr] == [((0,), (0,)), ((2,), (1,)), ((3,), (2,))]
    assert sorted(number for row in rows for number in row.en) == [0, 1, 2, 3]
    assert all(row.confidence > 0.9 for row in rows)
    assert json.loads(json.dumps(rows.to_dicts()))[0]["fr_text"] == FR[0]


@pytest.mark.parametrize("given", [str, Path], ids=["str", "Path"])
def test_files_and_texts_are_aligned(given: Callable[[Path], Any], tmp_path: Path) -> None:
    paths = tmp_path / "a.txt", tmp_path / "b.txt"
    for path, sentences in zip(paths, (EN, FR), strict=True):
        path.write_text(" ".join(sentences), "utf-8")
    of_files = align(*map(given, paths))
    assert of_files == align(" ".join(EN), " ".join(FR))
    assert [row.en_text for row in of_files] == EN


def test_nothing_is_aligned_with_nothing() -> None:
    assert [row.fr_text for row in align([], FR[:1])] == FR[:1]
    assert len(align([], [])) == 0


def test_texts_and_mappings_are_checked() -> None:
    changed = COPY.replace("Four", "Five")
    for copies in (changed, [changed], {"text": changed, "date": "2024-05-03"}):
        (result,) = check(copies, COPY)
        assert [change["kind"] for change in result.to_dict()["changes"]] == ["number.changed"]  # type: ignore[attr-defined]
    (alone,) = check([COPY])
    assert not alone.findings


def test_copies_are_found_among_texts(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(COPY, "utf-8")
    other = "Le conseil municipal a voté mardi le budget de la ville, en hausse de trois pour cent."
    found = dedup([tmp_path / "story.txt", COPY, {"id": "budget", "text": other}])
    assert [(copy.kept, copy.how) for copy in found.copies] == [("story.txt", "exact")]
    assert found.alone == ("texts.jsonl#budget",)
    assert found.families.to_dicts()[0]["members"] == ["story.txt", "texts.jsonl#1"]


def test_pairs_are_scored_in_any_form(tmp_path: Path) -> None:
    pairs = [*zip(EN, FR, strict=True), (EN[0], FR[2]), ("", FR[0])]
    (tmp_path / "memory.tsv").write_text("".join(f"{en}\t{fr}\n" for en, fr in pairs), "utf-8")
    mappings = [{"translation": {"en": en, "fr": fr}} for en, fr in pairs]
    of_pairs = score(pairs)
    assert [row.confidence is not None and row.confidence > 0.5 for row in of_pairs] == [True] * 3 + [False] * 2
    assert of_pairs[4].confidence is None and of_pairs[4].reasons
    for other in (iter(pairs), mappings, [{"en": en, "fr": fr} for en, fr in pairs]):
        assert score(other) == of_pairs
    of_file = score(tmp_path / "memory.tsv")
    assert [row[:3] for row in of_file] == [row[:3] for row in of_pairs]
    for side, texts in (("en", EN), ("fr", FR)):
        (tmp_path / f"lines.{side}").write_text("\n".join(texts), "utf-8")
    assert [row[:3] for row in score(tmp_path / "lines.en", tmp_path / "lines.fr")] == [row[:3] for row in of_pairs[:3]]
    assert len(score([])) == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: align("none.txt", FR), "none.txt: No such file"),
        (lambda: align(Path("no such file.txt"), FR), "no such file.txt: No such file"),
        (lambda: check("my stories/none.txt"), "No such file"),
        (lambda: check(COPY, [COPY, COPY]), "give one"),  # type: ignore[arg-type]
        (lambda: check({"text": object()}), "no plain data"),
        (lambda: dedup([]), "no story"),
        (lambda: score([{"en": object(), "fr": "x"}]), "no plain data"),
        (lambda: score("none.tsv"), "No such file"),
    ],
)
def test_what_cannot_be_read_is_one_line(call: Callable[[], object], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_rows_are_a_sequence() -> None:
    rows = align(EN, FR)
    assert len(rows) == len(rows.to_dicts()) == 3
    assert rows[-1].en_text == EN[2] and rows[:1].to_dicts() == rows.to_dicts()[:1]


def test_rows_become_tables_of_libraries() -> None:
    rows = align(EN, FR)
    assert list(pytest.importorskip("pandas").DataFrame(rows.to_dicts())["en_text"]) == list(
        rows.to_pandas()["en_text"]
    )
    assert rows.to_dataset()["fr_text"][:] == FR
    pytest.importorskip("polars")
    assert rows.to_polars()["confidence"].to_list() == [row.confidence for row in rows]


def test_nothing_is_printed_and_nothing_heavy_imported() -> None:
    code = (
        "import sys, aligner; assert 'numpy' not in sys.modules; "
        f"aligner.align({EN!r}, {FR!r}); aligner.check({COPY!r}); aligner.dedup([{COPY!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
