"""Decisions on segments: what each does, that none is lost, and that all can be taken back."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_parts import cases, pair_of, units, with_finding, write_run

from aligner.errors import AlignerError, ConflictError, InputError
from aligner.review.apply import CHANGES, apply
from aligner.review.decision import REDO, UNDO, Decision
from aligner.review.history import History, undoing
from aligner.review.log import NAME, Log
from aligner.review.run_folder import Run
from aligner.review.session import Session
from aligner.review.units import Unit, look_of, names

ROWS = [["A one.|B two.", "U un."], ["C three.", "V deux.|W trois."], ["D four.", ""], ["E five.", "X cinq.|Y six."]]


def board(folder: Path) -> Session:
    return Session(Run(folder), Log(folder))


def decide(on: Session, verb: str, at: int, body: dict[str, Any] | None = None, **options: Any) -> Any:
    number = options.pop("number", 0)
    name = names(on.table(number).units)[at]
    return on.decide(number, name, verb, options.pop("by", "Ann"), body=body or {}, **options)


def shown(every: tuple[Unit, ...]) -> list[list[str]]:
    return [[unit.segment.en_text, unit.segment.fr_text, unit.verdict] for unit in every]


@pytest.mark.parametrize("case", cases("changes"), ids=lambda case: case["note"])
def test_a_decision_does_what_it_says(case: dict[str, Any]) -> None:
    every = units(case["units"])
    try:
        for verb, at, body in case["decisions"]:
            every = apply(every, Decision(1, "", "Ann", verb, "", "", names(every)[at], body))
    except ConflictError as error:
        assert case["refused"] in str(error)
    else:
        assert shown(every) == case["after"]


def test_every_kind_of_decision_has_cases() -> None:
    assert set(CHANGES) <= {verb for case in cases("changes") for verb, *_ in case["decisions"]} | {"comment"}


def test_findings_follow_their_words(tmp_path: Path) -> None:
    en, fr, segments = pair_of([["A.|B.", "Le 12.|Le 13."], ["C.", "D."]])
    on = board(write_run(tmp_path, (en, fr, [with_finding(with_finding(segments[0], "12"), "13"), segments[1]])))

    def found() -> list[list[str]]:
        return [[finding.text for finding in unit.segment.findings] for unit in on.table(0).units]

    decide(on, "split", 0, {"en": 2, "fr": 6})
    assert found() == [["12"], ["13"], []]
    decide(on, "move", 1, {"side": "fr", "way": "next"})
    assert found() == [["12"], [], ["13"]]
    decide(on, "dismiss", 2, {"side": "fr", "code": "number.changed", "text": "13"})
    assert [len(unit.open) for unit in on.table(0).units] == [1, 0, 0]
    decide(on, "edit", 0, {"side": "fr", "text": "Le douze."})
    assert found() == [[], [], ["13"]]


PLACES = st.integers(0, 30)
BODY = st.fixed_dictionaries(
    {"side": st.sampled_from(["en", "fr"]), "way": st.sampled_from(["next", "previous"]), "en": PLACES, "fr": PLACES},
    optional={"text": st.sampled_from(["", "New.", "Tout autre chose."])},
)
STEP = st.tuples(st.sampled_from([*CHANGES, UNDO, UNDO, REDO]), PLACES, BODY, st.sampled_from(["Ann", "Ben"]))


def letters(every: tuple[Unit, ...]) -> list[str]:
    """What the sentences of each side hold, in the order of the text."""
    sides = sorted(part for unit in every for part in unit.en), sorted(part for unit in every for part in unit.fr)
    return ["".join("".join(part.text for part in side).split()) for side in sides]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(STEP, max_size=15))
def test_decisions_lose_no_sentence_and_can_all_be_taken_back(tmp_path_factory: Any, steps: list[Any]) -> None:
    folder = write_run(tmp_path_factory.mktemp("run"), pair_of(ROWS))
    on = board(folder)
    begun = on.table(0).units
    for verb, at, body, by in steps:
        before = on.table(0).units
        try:
            if verb in (UNDO, REDO):
                on.undo(verb, by)
            else:
                decide(on, verb, at % len(before), body, by=by)
        except ConflictError:
            assert on.table(0).units == before
        assert letters(on.table(0).units) == letters(begun)
        assert all(unit.en or unit.fr for unit in on.table(0).units)
    end = on.table(0)
    # Whoever opens the folder anew finds it as it was left.
    assert board(folder).table(0) == end
    done = {"Ann": 0, "Ben": 0}
    for by in done:
        while on.history._done.get(by):
            on.undo(UNDO, by)
            done[by] += 1
    assert on.table(0).units == begun and not on.table(0).aside
    for by in reversed(done):
        for _ in range(done[by]):
            on.undo(REDO, by)
    assert on.table(0) == end
    on.log.close()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(["do", UNDO, REDO]), max_size=40))
def test_undo_and_redo_are_those_of_an_editor(steps: list[str]) -> None:
    history, id = History(), 0
    done: list[int] = []
    undone: list[int] = []
    for step in steps:
        id += 1
        if step == "do":
            history.add(Decision(id, "", "Ann", "accept", "e", "f", "u", {}))
            done.append(id)
            undone = []
            continue
        stack, other = (done, undone) if step == UNDO else (undone, done)
        if not stack:
            with pytest.raises(ConflictError):
                history.next(step, "Ann")
            continue
        target = history.next(step, "Ann")
        assert target.id == stack[-1]
        history.add(undoing(step, target, "Ann")._replace(id=id))
        other.append(stack.pop())
        assert [row.id for row in history.active()] == sorted(done)


def test_one_undoes_only_what_is_ones_own(tmp_path: Path) -> None:
    on = board(write_run(tmp_path, pair_of(ROWS)))
    decide(on, "accept", 0, by="Ann")
    decide(on, "reject", 0, by="Ben")
    assert on.table(0).units[0].disputed and on.table(0).units[0].reviewers == ("Ann", "Ben")
    on.undo(UNDO, "Ann")
    assert on.table(0).units[0].verdicts == (("Ben", "rejected"),)
    with pytest.raises(ConflictError, match="nothing to undo"):
        on.undo(UNDO, "Ann")


def test_what_stood_on_an_undone_decision_is_set_aside_and_comes_back(tmp_path: Path) -> None:
    on = board(write_run(tmp_path, pair_of(ROWS)))
    decide(on, "merge", 0, by="Ann")
    decide(on, "accept", 0, by="Ben")
    on.undo(UNDO, "Ann")
    assert [row.reviewer for row in on.table(0).aside] == ["Ben"] and on.count(0).aside == 1
    assert not any(unit.verdicts for unit in on.table(0).units)
    on.undo(REDO, "Ann")
    assert not on.table(0).aside and on.table(0).units[0].verdicts == (("Ben", "accepted"),)


def test_nobody_decides_on_what_another_has_changed_meanwhile(tmp_path: Path) -> None:
    on = board(write_run(tmp_path, pair_of(ROWS)))
    seen = look_of(on.table(0).units[0])
    decide(on, "edit", 0, {"side": "fr", "text": "Un."}, by="Ann", seen=seen)
    with pytest.raises(ConflictError, match="meanwhile"):
        decide(on, "accept", 0, by="Ben", seen=seen)
    assert len(on.log.rows()) == 1


def test_a_decision_that_is_sent_twice_counts_once(tmp_path: Path) -> None:
    on = board(write_run(tmp_path, pair_of(ROWS)))
    name = names(on.table(0).units)[0]
    for _ in range(2):
        on.decide(0, name, "merge", "Ann", body={}, nonce="once")
    assert len(on.table(0).units) == 3 and len(on.log.rows()) == 1
    for _ in range(2):
        on.undo(UNDO, "Ann", nonce="twice")
    assert len(on.table(0).units) == 4 and len(on.log.rows()) == 2


def test_decisions_are_found_again_by_their_texts(tmp_path: Path) -> None:
    on = board(write_run(tmp_path, pair_of(ROWS)))
    decide(on, "accept", 1)
    decide(on, "reject", 3)
    decide(on, "comment", 2, {"text": "why?"})
    on.log.close()
    # A sentence came in front, the last one is another now, the file has another name.
    rows = [["Z new.", "Z neuf."], *ROWS[:3], ["E six.", "X cinq.|Y six."]]
    again = board(write_run(tmp_path, pair_of(rows, name="renamed")))
    assert [unit.verdict for unit in again.table(0).units] == ["", "", "accepted", "", ""]
    assert again.table(0).units[3].comments == (("Ann", "why?"),)
    assert [row.verb for row in again.table(0).aside] == ["reject"]
    again.log.close()
    # And when the text is as it was, so is all.
    assert [unit.verdict for unit in board(write_run(tmp_path, pair_of(ROWS))).table(0).units] == [
        "",
        "accepted",
        "",
        "rejected",
    ]


def test_two_logs_become_one(tmp_path: Path) -> None:
    mine, theirs = (write_run(tmp_path / name, pair_of(ROWS)) for name in ("mine", "theirs"))
    on, other = board(mine), board(theirs)
    decide(on, "accept", 0, by="Ann")
    decide(other, "reject", 0, by="Ben")
    decide(other, "accept", 1, by="Ben")
    decide(other, "accept", 2, by="Ben")
    other.undo(UNDO, "Ben")
    assert on.log.take(theirs / NAME) == 4
    assert on.log.take(theirs / NAME) == 0
    both = board(mine)
    assert both.table(0).units[0].disputed
    assert [unit.verdict for unit in both.table(0).units[1:]] == ["accepted", "", ""]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_bytes(b"no database at all, but long enough to be read as one" * 9), "begin anew"),
        (lambda path: sqlite3.connect(path).execute("pragma user_version = 9"), "later version"),
        (lambda path: path.mkdir(), "cannot write"),
    ],
)
def test_a_log_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, spoil: Any, said: str) -> None:
    spoil(tmp_path / NAME)
    with pytest.raises(AlignerError, match=said) as told:
        Log(tmp_path)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("reviewer", ["", "  \n", "x" * 81])
def test_a_reviewer_has_a_name(tmp_path: Path, reviewer: str) -> None:
    on = board(write_run(tmp_path, pair_of(ROWS)))
    with pytest.raises(ConflictError, match="who you are"):
        decide(on, "accept", 0, by=reviewer)


def test_the_most_doubtful_comes_first(tmp_path: Path) -> None:
    sure = pair_of([["A.", "U."]], name="sure")
    on = board(write_run(tmp_path, (*sure[:2], [sure[2][0]._replace(confidence=0.99)]), pair_of(ROWS, name="unsure")))
    assert on.order() == [1, 0]
    for at in range(4):
        decide(on, "accept", at, number=1)
    assert on.order() == [0, 1]
    assert (on.count(1).left, on.count(0).left) == (0, 1)


def test_a_folder_that_is_no_run_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        Run(tmp_path / "nowhere")
    with pytest.raises(InputError, match="no whole run"):
        Run(tmp_path)
    write_run(tmp_path, pair_of(ROWS), version="0.0.1")
    assert Run(tmp_path).pairs  # an older run that reads as today's is one
    (tmp_path / "documents.jsonl").write_text('{"id": "en/a.txt", "sentences": 3}\n')
    with pytest.raises(InputError, match=r"aligner 0\.0\.1 wrote it in another way"):
        Run(tmp_path)
