"""Decisions on segments: what each does, that none is lost, and that all can be undone."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_parts import cases, pair_of, units, with_finding, write_run

from aligner.errors import AlignerError, ConflictError, InputError
from aligner.review.apply import CHANGES, apply
from aligner.review.decision import REDO, UNDO, Decision
from aligner.review.history import History, reversal
from aligner.review.log import LOG_NAME, Log
from aligner.review.run_folder import RunFolder
from aligner.review.session import Session, Submission
from aligner.review.units import Unit, text_digest, unit_names
from aligner.types.units import SourceText, SourceUnit

ROWS = [["A one.|B two.", "U un."], ["C three.", "V deux.|W trois."], ["D four.", ""], ["E five.", "X cinq.|Y six."]]


def open_folder(folder: Path) -> Session:
    return Session(RunFolder(folder), Log(folder))


def decide(session: Session, verb: str, index: int, body: dict[str, Any] | None = None, **options: Any) -> Any:
    number = options.pop("number", 0)
    name = unit_names(session.state(number).units)[index]
    return session.decide(Submission(number, name, verb, options.pop("by", "Ann"), body or {}, **options))


def shown(every: tuple[Unit, ...]) -> list[list[str]]:
    return [[unit.segment.en_text, unit.segment.fr_text, unit.verdict] for unit in every]


@pytest.mark.parametrize("case", cases("changes"), ids=lambda case: case["note"])
def test_a_decision_does_what_it_says(case: dict[str, Any]) -> None:
    every = units(case["units"])
    try:
        for verb, at, body in case["decisions"]:
            every = apply(every, Decision(1, "", "Ann", verb, "", "", unit_names(every)[at], body))
    except ConflictError as error:
        assert case["refused"] in str(error)
    else:
        assert shown(every) == case["after"]


@pytest.mark.parametrize("case", cases("changes"), ids=lambda case: case["note"])
def test_texts_in_other_languages_stay_with_unchanged_pairs_alone(case: dict[str, Any]) -> None:
    every = tuple(
        each._replace(segment=each.segment._replace(unit=SourceUnit(others=(SourceText("de", text=str(number)),))))
        for number, each in enumerate(units(case["units"]))
    )
    before = {str(number): shown((each,))[0][:2] for number, each in enumerate(every)}
    with suppress(ConflictError):
        for verb, at, body in case["decisions"]:
            every = apply(every, Decision(1, "", "Ann", verb, "", "", unit_names(every)[at], body))
    after = {other.text: shown((each,))[0][:2] for each in every if (own := each.segment.unit) for other in own.others}
    assert after == {number: texts for number, texts in before.items() if texts in after.values()}
    changing = {"edit", "merge", "split", "move", "realign"}
    assert len(after) == len(before) or not changing.isdisjoint(verb for verb, *_ in case["decisions"])


def test_every_kind_of_decision_has_cases() -> None:
    assert set(CHANGES) <= {verb for case in cases("changes") for verb, *_ in case["decisions"]} | {"comment"}


def test_findings_follow_their_words(tmp_path: Path) -> None:
    en, fr, segments = pair_of([["A.|B.", "Le 12.|Le 13."], ["C.", "D."]])
    session = open_folder(
        write_run(tmp_path, (en, fr, [with_finding(with_finding(segments[0], "12"), "13"), segments[1]]))
    )

    def found() -> list[list[str]]:
        return [[finding.text for finding in unit.segment.findings] for unit in session.state(0).units]

    decide(session, "split", 0, {"en": 2, "fr": 6})
    assert found() == [["12"], ["13"], []]
    decide(session, "move", 1, {"side": "fr", "way": "next"})
    assert found() == [["12"], [], ["13"]]
    decide(session, "dismiss", 2, {"side": "fr", "code": "number.changed", "text": "13"})
    assert [len(unit.open_findings) for unit in session.state(0).units] == [1, 0, 0]
    decide(session, "edit", 0, {"side": "fr", "text": "Le douze."})
    assert found() == [[], [], ["13"]]


PLACES = st.integers(0, 30)
BODY = st.fixed_dictionaries(
    {"side": st.sampled_from(["en", "fr"]), "way": st.sampled_from(["next", "previous"]), "en": PLACES, "fr": PLACES},
    optional={"text": st.sampled_from(["", "New.", "Tout autre chose."])},
)
STEP = st.tuples(st.sampled_from([*CHANGES, UNDO, UNDO, REDO]), PLACES, BODY, st.sampled_from(["Ann", "Ben"]))


def letters(every: tuple[Unit, ...]) -> list[str]:
    """Return the characters of the sentences of each side, in the order of the text."""
    sides = sorted(part for unit in every for part in unit.en), sorted(part for unit in every for part in unit.fr)
    return ["".join("".join(part.text for part in side).split()) for side in sides]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(STEP, max_size=15))
def test_decisions_lose_no_sentence_and_can_all_be_taken_back(tmp_path_factory: Any, steps: list[Any]) -> None:
    folder = write_run(tmp_path_factory.mktemp("run"), pair_of(ROWS))
    session = open_folder(folder)
    begun = session.state(0).units
    for verb, at, body, by in steps:
        before = session.state(0).units
        try:
            if verb in (UNDO, REDO):
                session.undo(verb, by)
            else:
                decide(session, verb, at % len(before), body, by=by)
        except ConflictError:
            assert session.state(0).units == before
        assert letters(session.state(0).units) == letters(begun)
        assert all(unit.en or unit.fr for unit in session.state(0).units)
    end = session.state(0)
    # The state is the same after the folder is opened again.
    assert open_folder(folder).state(0) == end
    done = {"Ann": 0, "Ben": 0}
    for by in done:
        with suppress(ConflictError):
            while True:
                session.undo(UNDO, by)
                done[by] += 1
    assert session.state(0).units == begun and not session.state(0).set_aside
    for by in reversed(done):
        for _ in range(done[by]):
            session.undo(REDO, by)
    assert session.state(0) == end
    session.log.close()


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
                history.target(step, "Ann")
            continue
        target = history.target(step, "Ann")
        assert target.id == stack[-1]
        history.add(reversal(step, target, "Ann")._replace(id=id))
        other.append(stack.pop())
        assert [row.id for row in history.active()] == sorted(done)


def test_one_undoes_only_what_is_ones_own(tmp_path: Path) -> None:
    session = open_folder(write_run(tmp_path, pair_of(ROWS)))
    decide(session, "accept", 0, by="Ann")
    decide(session, "reject", 0, by="Ben")
    assert session.state(0).units[0].disputed and session.state(0).units[0].reviewers == ("Ann", "Ben")
    session.undo(UNDO, "Ann")
    assert session.state(0).units[0].verdicts == (("Ben", "rejected"),)
    with pytest.raises(ConflictError, match="nothing to undo"):
        session.undo(UNDO, "Ann")


def test_what_stood_on_an_undone_decision_is_set_aside_and_comes_back(tmp_path: Path) -> None:
    session = open_folder(write_run(tmp_path, pair_of(ROWS)))
    decide(session, "merge", 0, by="Ann")
    decide(session, "accept", 0, by="Ben")
    session.undo(UNDO, "Ann")
    assert [row.reviewer for row in session.state(0).set_aside] == ["Ben"] and session.counts(0).set_aside == 1
    assert not any(unit.verdicts for unit in session.state(0).units)
    session.undo(REDO, "Ann")
    assert not session.state(0).set_aside and session.state(0).units[0].verdicts == (("Ben", "accepted"),)


def test_nobody_decides_on_what_another_has_changed_meanwhile(tmp_path: Path) -> None:
    session = open_folder(write_run(tmp_path, pair_of(ROWS)))
    seen = text_digest(session.state(0).units[0])
    decide(session, "edit", 0, {"side": "fr", "text": "Un."}, by="Ann", seen=seen)
    with pytest.raises(ConflictError, match="meanwhile"):
        decide(session, "accept", 0, by="Ben", seen=seen)
    assert len(session.log.rows()) == 1


def test_a_decision_that_is_sent_twice_counts_once(tmp_path: Path) -> None:
    session = open_folder(write_run(tmp_path, pair_of(ROWS)))
    name = unit_names(session.state(0).units)[0]
    for _ in range(2):
        session.decide(Submission(0, name, "merge", "Ann", nonce="once"))
    assert len(session.state(0).units) == 3 and len(session.log.rows()) == 1
    for _ in range(2):
        session.undo(UNDO, "Ann", nonce="twice")
    assert len(session.state(0).units) == 4 and len(session.log.rows()) == 2


def test_decisions_are_found_again_by_their_texts(tmp_path: Path) -> None:
    session = open_folder(write_run(tmp_path, pair_of(ROWS)))
    decide(session, "accept", 1)
    decide(session, "reject", 3)
    decide(session, "comment", 2, {"text": "why?"})
    session.log.close()
    # A sentence was added in front, the last one was replaced, the file was renamed.
    rows = [["Z new.", "Z neuf."], *ROWS[:3], ["E six.", "X cinq.|Y six."]]
    again = open_folder(write_run(tmp_path, pair_of(rows, name="renamed")))
    assert [unit.verdict for unit in again.state(0).units] == ["", "", "accepted", "", ""]
    assert again.state(0).units[3].comments == (("Ann", "why?"),)
    assert [row.verb for row in again.state(0).set_aside] == ["reject"]
    again.log.close()
    # With the original text, everything is as before.
    assert [unit.verdict for unit in open_folder(write_run(tmp_path, pair_of(ROWS))).state(0).units] == [
        "",
        "accepted",
        "",
        "rejected",
    ]


def test_two_logs_become_one(tmp_path: Path) -> None:
    mine, theirs = (write_run(tmp_path / name, pair_of(ROWS)) for name in ("mine", "theirs"))
    session, other = open_folder(mine), open_folder(theirs)
    decide(session, "accept", 0, by="Ann")
    decide(other, "reject", 0, by="Ben")
    decide(other, "accept", 1, by="Ben")
    decide(other, "accept", 2, by="Ben")
    other.undo(UNDO, "Ben")
    assert session.log.import_log(theirs / LOG_NAME) == 4
    assert session.log.import_log(theirs / LOG_NAME) == 0
    both = open_folder(mine)
    assert both.state(0).units[0].disputed
    assert [unit.verdict for unit in both.state(0).units[1:]] == ["accepted", "", ""]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            lambda path: path.write_bytes(b"no database at all, but long enough to be read as one" * 9),
            "start a new one",
        ),
        (lambda path: sqlite3.connect(path).execute("pragma user_version = 9"), "later version"),
        (lambda path: path.mkdir(), "cannot write"),
    ],
)
def test_a_log_that_cannot_be_used_is_reported_in_one_line(tmp_path: Path, spoil: Any, message: str) -> None:
    spoil(tmp_path / LOG_NAME)
    with pytest.raises(AlignerError, match=message) as caught:
        Log(tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("reviewer", ["", "  \n", "x" * 81])
def test_a_reviewer_has_a_name(tmp_path: Path, reviewer: str) -> None:
    session = open_folder(write_run(tmp_path, pair_of(ROWS)))
    with pytest.raises(ConflictError, match="give your name"):
        decide(session, "accept", 0, by=reviewer)


def test_the_most_doubtful_comes_first(tmp_path: Path) -> None:
    sure = pair_of([["A.", "U."]], name="sure")
    session = open_folder(
        write_run(tmp_path, (*sure[:2], [sure[2][0]._replace(confidence=0.99)]), pair_of(ROWS, name="unsure"))
    )
    assert session.order() == [1, 0]
    for at in range(4):
        decide(session, "accept", at, number=1)
    assert session.order() == [0, 1]
    assert (session.counts(1).left, session.counts(0).left) == (0, 1)


def test_a_folder_that_is_no_run_is_reported_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        RunFolder(tmp_path / "nowhere")
    with pytest.raises(InputError, match="no complete run"):
        RunFolder(tmp_path)
    write_run(tmp_path, pair_of(ROWS), version="0.0.1")
    assert RunFolder(tmp_path).pairs  # a run of an older version that can still be read
    (tmp_path / "documents.jsonl").write_text('{"id": "en/a.txt", "sentences": 3}\n')
    with pytest.raises(InputError, match=r"aligner 0\.0\.1 wrote it in another format"):
        RunFolder(tmp_path)
