"""Other uses of decisions: realignment and recalibration."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from conftest import Run
from review_parts import pair_of, write_run

from aligner import pair
from aligner.errors import ConflictError, InputError
from aligner.review.calibration import Calibration, fit_calibration
from aligner.review.decision import REDO, UNDO
from aligner.review.log import Log
from aligner.review.realign import plan_realignment
from aligner.review.run_folder import RunFolder as Reviewed
from aligner.review.session import Session, Submission
from aligner.review.units import unit_names
from aligner.types import Bead

STORY = [
    ("The mayor opened the new bridge on Monday.", "Le maire a inauguré lundi le nouveau pont."),
    ("It cost 12 million euros.", "Il a coûté 12 millions d’euros."),
    ("Farmers had waited for it for ten years.", "Les agriculteurs l’attendaient depuis dix ans."),
    ("The old bridge was closed after a flood.", "L’ancien pont avait été fermé après une inondation."),
    ("Schools will use it from September.", "Les écoles l’emprunteront dès septembre."),
    ("The mayor thanked the workers.", "Le maire a remercié les ouvriers."),
]


def open_folder(folder: Path) -> Session:
    return Session(Reviewed(folder), Log(folder))


def shifted(folder: Path) -> Session:
    """Return a run in which each French sentence except the first is one bead too late."""
    en, fr, segments = pair_of([[one, two] for one, two in STORY])
    beads = [Bead((0, 1), (0, 1), 0.5), Bead((1, 2), (1, 1), 0.0)]
    beads += [Bead((at, at + 1), (at - 1, at), 0.5) for at in range(2, 6)] + [Bead((6, 6), (5, 6), 0.0)]
    made = []
    for bead in beads:
        texts = [" ".join(pair[side] for pair in STORY[slice(*bead[side])]) for side in (0, 1)]
        made.append(segments[0]._replace(bead=bead, en_text=texts[0], fr_text=texts[1]))
    return open_folder(write_run(folder, (en, fr, made)))


def shown(session: Session) -> list[tuple[str, str]]:
    return [(unit.segment.en_text, unit.segment.fr_text) for unit in session.state(0).units]


def test_realigning_puts_right_what_comes_after_a_correction(tmp_path: Path) -> None:
    session = shifted(tmp_path)
    before = shown(session)
    # A person gives the second sentence its translation; the rest is realigned.
    session.decide(
        Submission(0, unit_names(session.state(0).units)[2], "move", "Ann", {"side": "fr", "way": "previous"})
    )
    unit, body = plan_realignment(session, 0, unit_names(session.state(0).units)[1])
    session.decide(Submission(0, unit, "realign", "Ann", body))
    assert shown(session) == STORY
    kept = session.state(0)
    assert kept.units[1].changed_by == ("Ann",) and not kept.units[3].changed_by
    session.log.close()
    assert open_folder(tmp_path).state(0) == kept
    again = open_folder(tmp_path)
    again.undo(UNDO, "Ann")
    again.undo(UNDO, "Ann")
    assert shown(again) == before
    again.undo(REDO, "Ann")
    again.undo(REDO, "Ann")
    assert again.state(0) == kept


def test_what_is_decided_is_an_anchor(tmp_path: Path) -> None:
    session = shifted(tmp_path)
    # These are wrong, but a person accepted them: they stay, the null too.
    for at in (1, 3):
        session.decide(Submission(0, unit_names(session.state(0).units)[at], "accept", "Ann"))
    wanted = [shown(session)[at] for at in (1, 3)]
    unit, body = plan_realignment(session, 0, unit_names(session.state(0).units)[0])
    session.decide(Submission(0, unit, "realign", "Ann", body))
    assert set(wanted) < set(shown(session))
    assert sorted(unit.verdict for unit in session.state(0).units if unit.verdict) == ["accepted", "accepted"]
    assert [pair[0] for pair in shown(session) if pair[0]] == [en for en, _ in STORY]


def test_where_all_is_decided_nothing_is_aligned(tmp_path: Path) -> None:
    session = shifted(tmp_path)
    for name in unit_names(session.state(0).units):
        session.decide(Submission(0, name, "reject", "Ann"))
    with pytest.raises(ConflictError, match="nothing left"):
        plan_realignment(session, 0, unit_names(session.state(0).units)[0])


def test_realigning_a_real_run_holds_each_sentence_once(tmp_path: Path, seeds: Path) -> None:
    pair([seeds], tmp_path)
    session = open_folder(tmp_path)
    begun = session.state(0).units
    session.decide(Submission(0, unit_names(begun)[4], "merge", "Ann"))
    unit, body = plan_realignment(session, 0, unit_names(session.state(0).units)[2])
    answer = session.decide(Submission(0, unit, "realign", "Ann", body))
    assert answer.version == 2
    for side in ("en", "fr"):
        every = [
            sorted(part for unit in units for part in getattr(unit, side)) for units in (begun, session.state(0).units)
        ]
        assert every[0] == every[1]
    assert session.state(0).units[:2] == begun[:2]
    assert any(unit.changed_by == ("Ann",) for unit in session.state(0).units)


def test_a_fit_undoes_overconfidence() -> None:
    rng = np.random.default_rng(3)
    truth = rng.random(4000)
    right = rng.random(4000) < truth
    said = 1 / (1 + np.exp(-2.5 * np.log(truth / (1 - truth))))
    made = fit_calibration(said.tolist(), right.tolist())
    assert made.after < 0.6 * made.before
    assert 0.25 < made.slope < 0.6 and abs(made.offset) < 0.4


def test_a_fit_leaves_a_good_calibration_about_as_it_is() -> None:
    rng = np.random.default_rng(4)
    said = rng.random(4000)
    made = fit_calibration(said.tolist(), (rng.random(4000) < said).tolist())
    assert 0.8 < made.slope < 1.25 and abs(made.offset) < 0.3


@pytest.mark.parametrize("right", [[True] * 30, [True, False] * 5, [True] * 27 + [False] * 3])
def test_a_fit_takes_enough_of_both_kinds(right: list[bool]) -> None:
    with pytest.raises(InputError, match="needs 20 decisions"):
        fit_calibration([0.5] * len(right), right)


def test_recalibration_is_reported_stored_and_not_applied_twice(tmp_path: Path, aligner: Run) -> None:
    rows = [[f"Line {at} of it.", f"Ligne {at}."] for at in range(40)]
    en, fr, segments = pair_of(rows)
    session = open_folder(write_run(tmp_path, (en, fr, [each._replace(confidence=0.9) for each in segments])))
    for at, name in enumerate(unit_names(session.state(0).units)):
        session.decide(Submission(0, name, "reject" if at % 2 else "accept", "Ann"))
    session.log.close()
    first = aligner("review", tmp_path, "--recalibrate")
    assert first.returncode == 0, first.stderr
    assert (
        "Decisions  40, 20 of them accepted" in first.stdout and "Before     calibration error 0.4000" in first.stdout
    )
    kept = json.loads((tmp_path / "calibration.json").read_text())
    assert kept["after"] < 0.15
    # Every second segment was right, so the confidence is now about a half.
    assert abs(open_folder(tmp_path).state(0).units[0].segment.confidence - 0.5) < 0.1
    assert aligner("review", tmp_path, "--recalibrate").stdout == first.stdout
    (tmp_path / "calibration.json").write_text("[]")
    assert "remove it" in aligner("review", tmp_path, "--recalibrate").stderr


def test_a_null_is_not_recalibrated() -> None:
    *_, segments = pair_of([["A.", ""], ["B.", "C."]])
    made = Calibration(0.5, -1.0, 30)
    assert made.adjust(segments[0]) == segments[0]
    assert made.adjust(segments[1]).confidence < segments[1].confidence
