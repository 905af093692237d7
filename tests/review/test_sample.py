"""A sample that people judge, in the browser or in a spreadsheet, and the promise that rests on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import browser
import pytest
from conftest import Run
from openpyxl import Workbook, load_workbook
from review_parts import Server, cases, pair_of, serving, write_run
from test_review_page import tab

from aligner.errors import InputError
from aligner.readers.tables.xlsx_rows import xlsx_rows
from aligner.review.answers import Question, describe_faults, read_answers, write_sample
from aligner.review.decision import BLOCK, Decision
from aligner.review.judged import judged_pairs, read_judged
from aligner.review.server import open_session

__all__ = ["tab"]  # the fixture
ROWS = [[f"The village of number {at} has a mill.", f"Le village numéro {at} a un moulin."] for at in range(240)]
QUESTIONS = [
    Question("0123456789012345", "=1+1 is a sum.", "« =1+1 » est une somme, dit-elle ; voilà."),
    Question("12e4567890123456", 'She wrote "no, thanks".', "Elle a écrit\tnon\nmerci."),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    en, fr, segments = pair_of(ROWS)
    surer = [segment._replace(confidence=round(0.99 - at / 600, 4)) for at, segment in enumerate(segments)]
    return write_run(tmp_path / "run", (en, fr, surer))


def status(server: Server) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(server.get("sample/next"))
    return found


def answer(server: Server, question: dict[str, Any], verb: str, *, nonce: str) -> tuple[int, str]:
    sent = {name: question[name] for name in ("pair", "unit", "seen")}
    content = {"verb": verb, "reviewer": "Zoé", "nonce": nonce, "body": {"sample": 1}, **sent}
    code, _, text = server.ask(f"/{server.token}/decide", content)
    return code, text


@pytest.mark.parametrize("case", cases("answers"), ids=lambda case: case["name"])
def test_answers_are_read_and_faults_are_counted(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / case["name"]
    path.write_text(case["text"], "utf-8")
    answers = read_answers(path, "ABCD")
    assert (answers.right, answers.faults) == (case["right"], case["faults"])
    lines = list(describe_faults(path.name, answers))
    assert len(lines) == len(case["faults"]) and all(line.startswith(f"{path.name}: not used: ") for line in lines)


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".xlsx", ".XLSX"])
def test_a_sample_goes_through_a_spreadsheet(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"sample{suffix}"
    write_sample(QUESTIONS, path)
    if suffix.lower() == ".xlsx":
        book = load_workbook(path)
        rows = list(book.active.values)
        assert [row[1] for row in rows[1:]] == ["=1+1 is a sum.", 'She wrote "no, thanks".']
        assert all(cell.data_type == "s" for row in book.active.iter_rows(min_row=2, max_col=3) for cell in row)
        book.active["D2"], book.active["D3"] = True, 0
        book.save(path)
    else:
        text = path.read_text("utf-8")
        assert "\n=" not in text and "\t=" not in text and ",=" not in text
        one, two = text.rstrip("\n").split("\n")[1:]
        path.write_text("\n".join([text.split("\n")[0], one + "oui", two + "non"]), "utf-8")
    assert read_answers(path, [own.id for own in QUESTIONS]).right == {QUESTIONS[0].id: True, QUESTIONS[1].id: False}


def test_what_is_no_workbook_is_refused_in_one_line(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["id", "answer"])
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(InputError, match=r"other\.xlsx: lacks the column right; its first row has id, answer"):
        read_answers(tmp_path / "other.xlsx", [])
    for data in (b"id,right\n", (tmp_path / "other.xlsx").read_bytes()[:400]):
        with pytest.raises(InputError, match="save it again"):
            list(xlsx_rows("cut.xlsx", data))


def test_answers_of_a_file_make_the_promise_of_the_next_run(tmp_path: Path, seeds: Path, aligner: Run) -> None:
    out, sample = tmp_path / "out", tmp_path / "sample.csv"
    paired = ("pair", seeds, "-o", out, "--at-most-wrong", "10 %")
    done = aligner(*paired)
    assert "no certainty without a sample" in done.stdout and f"aligner review {out} --sample 300" in done.stdout
    promise = json.loads((out / "manifest.json").read_bytes())["promise"]
    assert (promise["basis"], promise["bound"], promise["alpha"]) == ("own calibration", None, 0.1)
    assert promise["bounds"] == {} and "data-bound" not in (out / "report.html").read_text("utf-8")
    done = aligner("review", out, "--sample", 300, "--to", sample)
    assert done.returncode == 0, done.stderr
    head, *rows = sample.read_text("utf-8").splitlines()
    assert f"{len(rows)} pairs to judge" in done.stdout and len(rows) == promise["candidates"]
    sample.write_text("\n".join([head, *(row + ("no" if at == 3 else "yes") for at, row in enumerate(rows))]), "utf-8")
    done = aligner("review", out, "--judged", sample)
    assert f"{len(rows)} pairs judged, {len(rows) - 1} of them right; {len(rows)} answers are new" in done.stdout
    assert "0 réponses nouvelles" in aligner("review", out, "--judged", sample, "--lang", "fr").stdout
    done = aligner(*paired)
    assert f"at most {100 / len(rows):.3g}% with 90% certainty by {len(rows)} judged pairs" in done.stdout
    manifest = json.loads((out / "manifest.json").read_bytes())
    promise = manifest["promise"]
    assert promise["basis"] == "judged pairs" and promise["kept"] == len(rows) == manifest["counts"]["segments_kept"]
    assert promise["bound"] == round(1 / len(rows), 4) and len(manifest["signature"]["judged"]) == 64
    report = (out / "report.html").read_text("utf-8")
    assert f"with 90% certainty by {len(rows)} judged pairs" in report
    assert promise["bounds"]["0.50"] == promise["bound"], "all are judged, so that nothing is left open"
    assert f'data-bound="{"- " * 50}{100 / len(rows):.3g} ' in report and "{share}% with 90% certainty, which" in report
    before = (out / "manifest.json").read_bytes()
    assert aligner("report", out).returncode == 0 and (out / "manifest.json").read_bytes() == before
    assert aligner(*paired, "--keep", "critical").returncode == 2


def test_wrong_uses_are_refused_in_words(folder: Path, aligner: Run) -> None:
    for arguments, message in (
        (["--to", "sample.csv"], "--to needs the number of pairs"),
        (["--sample", 0], "0 is not in the range"),
        (["--sample", 5, "--to", "sample.doc"], "choose one of these suffixes"),
        (["--judged", "answers.ods"], "choose one of these suffixes"),
        (["--sample", 5, "--at-most-wrong", "5"], "'5' is no share. Example: 5% or 0.05"),
    ):
        done = aligner("review", folder, *arguments)
        assert done.returncode == 2 and message in done.stderr, done.stderr
    assert "no such file" in aligner("review", folder, "--judged", "none.csv").stderr.lower()


def test_the_page_asks_until_it_is_enough(folder: Path) -> None:
    with serving(folder, options=["--sample", "300"]) as server:
        assert server.address.endswith("/sample") and "Judge a sample" in server.get("sample")
        first = status(server)
        assert first["asked"] == 0 and "no certainty without a sample" in first["promise"]
        assert "confidence" not in first["question"], "the judge is not to know it"
        asked = set()
        while question := (now := status(server))["question"]:
            asked.add(question["unit"])
            assert answer(server, question, "accept", nonce=question["unit"])[0] == 200
        assert now["met"] and now["asked"] == len(asked) < 200 and "240 of 240 kept" in now["promise"]
        number = question_count = now["asked"]
        assert answer(server, first["question"], "accept", nonce=first["question"]["unit"])[0] == 200, "sent twice"
        assert status(server)["asked"] == question_count == number
    with serving(folder, options=["--sample", "300"]) as server:
        assert status(server)["met"], "the answers are kept"
        server.decide("undo", by="Zoé")
        assert status(server)["asked"] == number - 1
    assert len(read_judged(folder)) == number - 1


def test_a_sample_ends_at_its_size(folder: Path) -> None:
    with serving(folder, options=["--sample", "3", "--at-most-wrong", "1%"]) as server:
        for at in range(3):
            answer(server, status(server)["question"], "reject", nonce=str(at))
        now = status(server)
        assert (now["question"], now["asked"], now["met"]) == (None, 3, False) and "at most 1% wrong" in now["promise"]


def test_without_a_sample_there_is_no_such_page(folder: Path) -> None:
    with serving(folder) as server:
        assert server.ask(f"/{server.token}/sample")[0] == 404


def test_corrections_and_verdicts_are_answers(folder: Path) -> None:
    with serving(folder) as server:
        shown = {unit["en"]: unit["unit"] for unit in server.units()}
        names = [shown[en] for en, _ in ROWS[:8]]

        def decide(verb: str, at: int, *, by: str = "Ann", **body: str) -> None:
            index = [unit["unit"] for unit in server.units()].index(names[at])
            assert "refused" not in server.decide(verb, index, by=by, **body)

        decide("accept", 0)
        decide("reject", 1)
        decide("edit", 2, side="fr", text="Autre chose.")
        decide("accept", 2)
        decide("accept", 3, by="Ben")
        decide("reject", 3)
        decide("accept", 4)
        decide("reopen", 4)
        decide("comment", 5, text="Hm.")
        decide("merge", 6, next=names[7])
    keys = [name.split(".")[0] for name in names]
    assert read_judged(folder) == {keys[0]: True} | dict.fromkeys((keys[at] for at in (1, 2, 3, 6, 7)), False)


def test_what_is_done_to_a_block_judges_no_pair(folder: Path) -> None:
    with serving(folder) as server:
        shown = {unit["en"]: unit["unit"] for unit in server.units()}
        names = [shown[en] for en, _ in ROWS[:3]]
    keys = [name.split(".")[0] for name in names]
    rows = [
        Decision(1, "", "Ann", "accept", "", "", names[0], {BLOCK: "x"}),
        Decision(2, "", "Ann", "edit", "", "", names[1], {BLOCK: "y", "side": "fr", "text": "Autre chose."}),
        Decision(3, "", "Ann", "accept", "", "", names[1], {}),
        Decision(4, "", "Ann", "accept", "", "", names[2], {}),
    ]
    assert judged_pairs(rows) == {keys[2]: True}


COUNT = "document.getElementById('count').textContent"
MESSAGE = "document.getElementById('message').textContent"
SENT = "localStorage.getItem(`sample ${document.body.dataset.run}`) === null"


def reviewers(folder: Path) -> set[str]:
    with open_session(folder) as session:
        return {row.reviewer for row in session.history.rows.values()}


def test_a_sample_is_judged_by_keys(folder: Path, tab: browser.Browser) -> None:
    def press(key: str, count: int) -> None:
        tab.press(key)
        tab.wait(f"{SENT} && {COUNT} === '{count} of 300 judged'")

    with serving(folder, options=["--sample", "300"]) as server:
        port = server.port
        tab.open(server.address)
        tab.wait(f"{COUNT} === '0 of 300 judged'")
        shown = tab.value("document.getElementById('en').textContent")
        assert shown.startswith("The village of number")
        tab.press("a")
        tab.wait("document.getElementById('who').open")
        for letter in "Zara":  # whose letters are keys of the page, too
            tab.press(letter)
        press("Enter", 1)
        assert tab.value("document.getElementById('en').textContent") != shown
        press("u", 0)
        assert tab.value("document.getElementById('en').textContent") == shown
        press("r", 1)
        assert not tab.accessibility_problems()
        tab.send("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True)
        assert tab.value("document.documentElement.scrollWidth") == 390
        assert not [e for e in tab.events if e["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]
        server.kill()
        tab.press("a")
        tab.wait("document.getElementById('message').textContent.includes('kept in this browser')")
    with serving(folder, port=port, options=["--sample", "300"]) as server:
        tab.open(server.address)
        tab.wait(f"{SENT} && {COUNT} === '2 of 300 judged'")
    assert sorted(read_judged(folder).values()) == [False, True]
    assert reviewers(folder) == {"Zara"}


def test_the_name_of_the_command_is_used(folder: Path, tab: browser.Browser) -> None:
    with serving(folder, options=["--sample", "3", "--as", "Noé"]) as server:
        tab.open(server.address)
        tab.wait(f"{COUNT} === '0 of 3 judged'")
        assert tab.value("document.querySelector('#who, #reviewer, #name')") is None
        for at, key in enumerate("ara", 1):
            tab.press(key)
            tab.wait(f"{SENT} && {COUNT} === '{at} of 3 judged'")
        assert tab.value("document.getElementById('end-title').textContent") == "The sample is judged"
        assert not tab.accessibility_problems()
        tab.press("a")
        tab.wait(f"{MESSAGE} === 'The sample is judged.'")
        tab.press("u")
        tab.wait(f"{SENT} && {COUNT} === '2 of 3 judged'")
        tab.press("a")
        tab.wait(f"{SENT} && {COUNT} === '3 of 3 judged'")
    assert reviewers(folder) == {"Noé"} and sorted(read_judged(folder).values()) == [False, True, True]
    with serving(folder, options=["--sample", "3"]) as server:
        for key in "aru":
            tab.open(server.address)
            tab.wait(f"{COUNT} === '3 of 3 judged'")
            tab.press(key)
            tab.wait(f"{MESSAGE} === 'The sample is judged.'")
            assert not tab.value("document.getElementById('who').open"), "no name is asked for"
    assert sorted(read_judged(folder).values()) == [False, True, True]
