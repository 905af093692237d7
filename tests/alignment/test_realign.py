"""Alignment after an edit: the same beads as of the whole text, and only a small part of it looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CASES, Run, read
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment.align import align, bead_indices
from aligner.alignment.anchors import anchor_beads, gaps_between
from aligner.alignment.previous import read_previous
from aligner.alignment.realign import PreviousAlignment, realign, sentence_digests, unchanged_beads
from aligner.encoders.static import Tokens
from aligner.errors import InputError
from aligner.types import Bead, Sentence

quick = settings(max_examples=40, deadline=None, derandomize=True)
seeded = st.integers(0, 10**6).map(np.random.default_rng)
Side = tuple[list[Sentence], Any]


def text(number: int, length: int) -> Sentence:
    body = f"{number} ".ljust(length, "x")
    return Sentence(body, 0, len(body), 0)


def story(rng: np.random.Generator, count: int) -> tuple[Side, Side]:
    """Two versions, each of which lacks a twentieth of the sentences; every tenth sentence is two in French."""
    lengths = rng.integers(30, 200, count)
    rows = rng.normal(size=(count, 64)).astype(np.float32)
    sides = []
    for name in ("en", "fr"):
        sentences, vectors = [], []
        for at in np.flatnonzero(rng.random(count) >= 0.05).tolist():
            parts = 2 if name == "fr" and at % 10 == 4 else 1
            for part in range(parts):
                sentences.append(text(10 * at + part, int(lengths[at]) // parts))
                noise = rng.normal(size=64) * (0.3 if parts == 1 else 0.8)
                vectors.append((1 if part == 0 or parts == 1 else -1) * noise + rows[at])
        sides.append((sentences, _unit(vectors)))
    return sides[0], sides[1]


def _unit(vectors: Any) -> Any:
    rows = np.array(vectors, np.float32).reshape(-1, 64)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def edited(rng: np.random.Generator, pair: tuple[Side, Side], count: int) -> tuple[Side, Side]:
    """Delete, insert or rewrite some sentences on either side."""
    sides = [(list(sentences), list(vectors)) for sentences, vectors in pair]
    for number in range(count):
        sentences, vectors = sides[int(rng.integers(2))]
        at = int(rng.integers(len(sentences)))
        new, foreign = text(10**6 + number, 80), _unit(rng.normal(size=(1, 64)))[0]
        change = int(rng.integers(3))
        if change < 2:
            del sentences[at], vectors[at]
        if change > 0:
            sentences.insert(at, new)
            vectors.insert(at, foreign)
    (en, left), (fr, right) = sides
    return (en, _unit(left)), (fr, _unit(right))


def whole(pair: tuple[Side, Side], **options: Any) -> list[Bead]:
    (en, left), (fr, right) = pair
    return align(en, fr, (left, right), **options)


def past(pair: tuple[Side, Side], **options: Any) -> PreviousAlignment:
    return PreviousAlignment(tuple(whole(pair, **options)), sentence_digests(pair[0][0]), sentence_digests(pair[1][0]))


def again(old: PreviousAlignment, pair: tuple[Side, Side], **options: Any) -> list[Bead]:
    (en, left), (fr, right) = pair
    return realign(old, en, fr, (left, right), **options)


@pytest.mark.parametrize("count", [1, 5, 20])
def test_edits_of_a_long_pair_cost_a_small_part_and_give_the_same_beads(count: int) -> None:
    rng = np.random.default_rng(count)
    before = story(rng, 2000)
    old, after = past(before), edited(rng, before, count)
    found, full = again(old, after), whole(after)
    # All but those of which the aligner itself holds another to be about as likely.
    assert {bead.spans for bead in full if bead.posterior > 0.7} <= {bead.spans for bead in found}
    assert sum(bead.spans in {each.spans for each in full} for bead in found) >= len(found) - 2
    kept = unchanged_beads(old, (sentence_digests(after[0][0]), sentence_digests(after[1][0])), anchor_beads([]))
    sizes = len(after[0][0]), len(after[1][0])
    boxes = gaps_between(np.array(sorted(kept)), sizes)
    assert 1 <= len(boxes) <= count
    # A change takes at most the beads beside it with it: some thirty sentences of a side.
    assert sum((b - a) * (d - c) for a, b, c, d in boxes) <= count * 30**2
    assert len(kept) >= len(old.beads) - 15 * count


def test_words_are_asked_only_around_an_edit() -> None:
    rng = np.random.default_rng(7)
    before = story(rng, 400)
    after = edited(rng, before, 1)
    asked: list[str] = []

    def words(some: Sequence[str]) -> Iterator[Tokens]:
        asked.extend(some)
        for _ in some:
            yield Tokens(np.zeros(1, np.int64), np.ones(1, np.int64), np.ones((1, 4), np.float32))

    again(past(before), after, words=words)
    few = len(asked)
    whole(before, words=words)
    assert few < 30
    assert len(asked) - few > 4 * few


@quick
@given(seeded, st.integers(0, 80), st.integers(0, 6))
def test_every_sentence_stays_in_one_bead(rng: np.random.Generator, size: int, edits: int) -> None:
    before = story(rng, size)
    after = edited(rng, before, edits if all(len(side[0]) > edits for side in before) else 0)
    found = again(past(before), after)
    for at in (0, 1):
        numbers = [number for bead in found for number in bead_indices(bead)[at]]
        assert sorted(numbers) == list(range(len(after[at][0])))


@quick
@given(seeded, st.integers(0, 60))
def test_without_an_edit_nothing_changes(rng: np.random.Generator, size: int) -> None:
    pair = story(rng, size)
    old = past(pair)
    assert again(old, pair) == list(old.beads)


@quick
@given(seeded, st.integers(30, 80), st.data())
def test_anchors_hold_and_leave_the_rest(rng: np.random.Generator, size: int, data: st.DataObject) -> None:
    pair = story(rng, size)
    anchor = data.draw(st.integers(0, len(pair[0][0]) - 1)), data.draw(st.integers(0, len(pair[1][0]) - 1))
    found = again(past(pair), pair, anchors=[anchor])
    own = ((anchor[0], anchor[0] + 1), (anchor[1], anchor[1] + 1))
    assert own in [bead.spans for bead in found]
    for at in (0, 1):
        assert sorted(n for bead in found for n in bead_indices(bead)[at]) == list(range(len(pair[at][0])))
    # Again with the same anchor, nothing is left to be done.
    once = PreviousAlignment(tuple(found), sentence_digests(pair[0][0]), sentence_digests(pair[1][0]))
    assert [bead.spans for bead in again(once, pair, anchors=[anchor])] == [bead.spans for bead in found]


def test_what_is_stale_is_sought_anew() -> None:
    pair = story(np.random.default_rng(3), 60)
    good = past(pair)
    # Someone has put two beads together that do not belong together.
    at = next(
        at for at in range(20, 40) if all(b - a == 1 for bead in good.beads[at : at + 2] for a, b in (bead.en, bead.fr))
    )
    one, other = good.beads[at : at + 2]
    joined = Bead((one.en[0], other.en[1]), (one.fr[0], other.fr[1]), 0.1)
    wrong = good._replace(beads=(*good.beads[:at], joined, *good.beads[at + 2 :]))
    assert joined.spans in [bead.spans for bead in again(wrong, pair)]
    assert [bead.spans for bead in again(wrong, pair, stale=[at])] == [bead.spans for bead in good.beads]


def test_a_past_that_lacks_a_sentence_is_refused() -> None:
    pair = story(np.random.default_rng(3), 20)
    old = past(pair)
    with pytest.raises(ValueError, match="do not contain each of its sentences once"):
        again(old._replace(beads=old.beads[1:]), pair)


def test_a_sentence_that_begins_a_paragraph_is_another() -> None:
    one, two = text(1, 40), text(2, 40)
    assert sentence_digests([one, two])[0] == sentence_digests([one])[0]
    assert sentence_digests([one, two])[1] != sentence_digests([one, two._replace(paragraph=1)])[1]


@pytest.mark.parametrize("case", read(CASES / "alignment" / "past.jsonl"), ids=lambda case: case["name"])
def test_a_past_is_read(case: dict[str, Any]) -> None:
    lines = [line * case.get("repeat", 1) for line in case["lines"]]
    if "error" in case:
        with pytest.raises(InputError) as caught:
            read_previous(lines, "old.jsonl")
        assert case["error"] in str(caught.value) and str(caught.value).startswith("old.jsonl: ")
    else:
        found = read_previous(lines, "old.jsonl")
        beads = [[list(bead.en), list(bead.fr), bead.posterior, bead.moved] for bead in found.beads]
        assert (beads, list(found.en), list(found.fr)) == (case["beads"], case["en"], case["fr"])


EN = [f"The {what} was opened in {year}." for what in ("bridge", "museum", "station") for year in range(1990, 2000)]
FR = [f"{what} a été ouvert en {year}." for what in ("Le pont", "Le musée", "La gare") for year in range(1990, 2000)]


def write(folder: Path, en: list[str], fr: list[str]) -> None:
    for side, lines in (("en", en), ("fr", fr)):
        (folder / f"a.{side}").write_text("".join(f"{line}\n" for line in lines), "utf-8")


def test_what_a_person_put_right_stays_after_an_edit(tmp_path: Path, aligner: Run) -> None:
    write(tmp_path, EN, FR)
    command = ("align", "a.en", "a.fr", "--segmented", "--format", "full")
    first = [json.loads(line) for line in aligner(*command).stdout.splitlines()]
    assert [(row["en"], row["fr"]) for row in first] == [([at], [at]) for at in range(30)]
    # A person makes one bead of the second and the third; then the other end of the text is edited.
    one, two = first[1:3]
    joined = {**one, "en": [1, 2], "fr": [1, 2]}
    joined["digests"] = {side: one["digests"][side] + two["digests"][side] for side in ("en", "fr")}
    (tmp_path / "old.jsonl").write_text("\n".join(map(json.dumps, [first[0], joined, *first[3:]])), "utf-8")
    write(tmp_path, [*EN[:25], "Nobody knows why.", *EN[25:]], FR)
    done = aligner(*command, "--previous", "old.jsonl")
    assert done.returncode == 0 and not done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert (found[1]["en"], found[1]["fr"]) == ([1, 2], [1, 2])
    assert ([25], []) in [(row["en"], row["fr"]) for row in found]
    assert sorted(at for row in found for at in row["en"]) == list(range(31))
    # What is printed serves the next time, and in every format.
    (tmp_path / "new.jsonl").write_text(done.stdout, "utf-8")
    assert aligner(*command, "--previous", "new.jsonl").stdout == done.stdout
    lines = aligner("align", "a.en", "a.fr", "--segmented", "--previous", "new.jsonl", "--format", "vecalign").stdout
    assert "[1, 2]:[1, 2]:" in lines


def test_a_file_that_is_no_past_is_said(tmp_path: Path, aligner: Run) -> None:
    write(tmp_path, EN, FR)
    for name, text in (("jsonl", aligner("align", "a.en", "a.fr", "--segmented").stdout), ("text", "story")):
        (tmp_path / name).write_text(text, "utf-8")
        done = aligner("align", "a.en", "a.fr", "--segmented", "--previous", name)
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.startswith(f"aligner: {name}: line 1 is not a bead") and done.stderr.count("\n") == 1
    assert "check the path" in aligner("align", "a.en", "a.fr", "--previous", "nowhere").stderr
    assert aligner("align", "a.en", "a.fr", "--previous", "text", "--alternatives", "2").returncode == 2
