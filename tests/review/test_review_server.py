"""The review over real HTTP: a process that is killed, used by strangers, and started twice."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from review_parts import Server, pair_of, serving, with_finding, write_run

from aligner.errors import UnknownNameError
from aligner.types import Finding

HOSTILE = "<script>alert(1)</script> & <b>"
ROWS = [["A one.|B two.", "U un."], ["C three.", "V deux.|W trois."], [HOSTILE, f"« {HOSTILE} »"], ["E five.", ""]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    en, fr, segments = pair_of(ROWS)
    return write_run(tmp_path / "run", (en, fr, [with_finding(segments[0], "un"), *segments[1:]]))


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run one server for all requests that it refuses."""
    with serving(write_run(tmp_path_factory.mktemp("run"), pair_of(ROWS))) as server:
        yield server
        assert not any(unit["verdict"] for unit in server.units())


def test_decisions_are_carried_out_and_survive_a_killed_server(folder: Path) -> None:
    with serving(folder) as server:
        assert len(server.units()) == 4
        answer = server.decide("merge")
        assert (answer["first"], answer["removed"], answer["left"]) == (0, 2, 3)
        server.decide("accept", 0)
        server.decide("edit", 1, side="fr", text="Tout autre chose.")
        server.decide("comment", 1, text=HOSTILE)
        server.decide("reject", 2, by="Ben")
        before = server.units()
        server.kill()
    with serving(folder) as server:
        assert server.units() == before
        assert [unit["verdict"] for unit in before] == ["accepted", "accepted", "rejected"]
        assert before[1]["fr"] == "Tout autre chose."
        for _ in range(4):
            server.decide("undo")
        server.decide("undo", by="Ben")
        assert [unit["en"] for unit in server.units()] == ["A one. B two.", "C three.", HOSTILE, "E five."]
        assert not any(unit["verdict"] for unit in server.units())
        for _ in range(4):
            server.decide("redo")
        server.decide("redo", by="Ben")
        assert server.units() == before


def test_what_was_answered_is_on_the_disk_at_once(folder: Path) -> None:
    for number in range(6):
        with serving(folder) as server:
            server.decide("comment", 0, text=f"note {number}")
            os.kill(server.process.pid, signal.SIGKILL)
    with sqlite3.connect(folder / "review.db") as db:
        assert db.execute("select count(*) from decision").fetchone() == (6,)


def test_stories_and_comments_are_shown_as_text(folder: Path) -> None:
    with serving(folder) as server:
        server.decide("comment", 2, text=HOSTILE, by=HOSTILE[:70])
        for page in (server.get(), server.get("pair/0"), json.loads(server.get("pair/0/rows"))["html"]):
            assert "<script>alert" not in page
        assert server.units()[2]["en"] == HOSTILE
        assert "<script>alert(1)</script> &amp;" not in server.get("pair/0")


def test_only_our_own_page_may_ask(folder: Path) -> None:
    with serving(folder) as server:
        good = f"/{server.token}/"
        unit = server.units()[0]
        asked = {"verb": "accept", "reviewer": "Eve", "nonce": "1", "pair": 0, "unit": unit["unit"], "body": {}}
        host = f"127.0.0.1:{server.port}"
        refused: list[tuple[str, Any, dict[str, str]]] = [
            ("/", None, {}),
            ("/wrong-token/", None, {}),
            ("/wrong-token/decide", asked, {}),
            (f"/{server.token[:-1]}/", None, {}),
            (good, None, {"Host": f"evil.example:{server.port}"}),
            (good, None, {"Origin": "http://evil.example"}),
            (good, None, {"Sec_Fetch_Site": "cross-site"}),
            (good + "decide", asked, {"Origin": "http://evil.example"}),
            (good + "decide", asked, {"Origin": f"https://{host}"}),
            (good + "decide", asked, {"Origin": "null"}),
            (good + "decide", asked, {"Origin": ""}),
            (good + "decide", asked, {"Host": f"localhost.evil.example:{server.port}"}),
        ]
        for path, body, headers in refused:
            status, sent, _ = server.ask(path, body, **headers)
            assert status == 403, (path, headers)
            assert "script-src 'self'" in sent["content-security-policy"]
        assert not server.units()[0]["verdict"]
        status, sent, _ = server.ask(good)
        policy = sent["content-security-policy"]
        assert status == 200 and policy.startswith("default-src 'none'") and "unsafe" not in policy
        assert (sent["cache-control"], sent["referrer-policy"]) == ("no-store", "no-referrer")
        assert server.ask(good + "decide", asked)[0] == 200
        with pytest.raises(ConnectionRefusedError):  # no other address of this machine is listened on
            socket.create_connection(("127.0.0.2", server.port), timeout=2).close()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[1]", "JSON object"),
        (b" " * 1_100_000, "too long"),
        ({"verb": "accept", "reviewer": "Ann", "pair": "0"}, "number of a pair"),
        ({"verb": "accept", "reviewer": "Ann", "pair": 9, "unit": "x.0"}, "no such pair"),
        ({"verb": "accept", "reviewer": "Ann", "pair": 0, "unit": "x.0"}, "no longer there"),
        ({"verb": "accept", "reviewer": 7, "pair": 0}, "must be a text"),
        ({"verb": "undo", "reviewer": "Ann"}, "nothing to undo"),
        ({"verb": "undo", "reviewer": ""}, "give your name"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(refusing: Server, body: Any, message: str) -> None:
    status, _, text = refusing.ask(f"/{refusing.token}/decide", body)
    assert status == 409 and message in json.loads(text)["refused"]


def test_what_is_not_there_is_not_found(refusing: Server) -> None:
    assert refusing.ask(f"/{refusing.token}/decide", b"{}", Content_Type="text/plain")[0] == 409
    assert refusing.ask(f"/{refusing.token}/pair/77")[0] == 404
    assert refusing.ask(f"/{refusing.token}/file/..%2fapp.py")[0] == 404


def test_a_second_tab_learns_that_it_is_behind(folder: Path) -> None:
    with serving(folder) as server:
        first = server.decide("accept", 0)
        assert server.decide("accept", 1)["stale"]  # it did not send the version that it had seen
        unit = server.units()[2]
        asked = {"verb": "accept", "reviewer": "Ann", "pair": 0, "unit": unit["unit"], "nonce": "n"}
        assert json.loads(server.get("version"))["version"] == first["version"] + 1
        answer = server.ask(f"/{server.token}/decide", {**asked, "version": first["version"] + 1})[2]
        assert not json.loads(answer)["stale"]
        server.decide("edit", 1, side="en", text="Changed.", by="Ben")
        old = {"verb": "accept", "reviewer": "Ann", "pair": 0, "unit": server.units()[1]["unit"], "seen": "00000000"}
        status, _, text = server.ask(f"/{server.token}/decide", old)
        assert status == 409 and "meanwhile" in text


def test_the_corpus_is_exported_with_its_reviewers(folder: Path, aligner: Run) -> None:
    with serving(folder) as server:
        server.decide("accept", 0)
        server.decide("edit", 1, side="fr", text="V, deux.", by="Ben")
        server.decide("reject", 2)
        status, _, text = server.ask(f"/{server.token}/export", {"formats": ["tmx"]})
        assert status == 200 and json.loads(text)["files"] == [str(folder / "reviewed" / "corpus.tmx")]
        assert "no writers called" in server.ask(f"/{server.token}/export", {"formats": ["doc"]})[2]
    done = aligner("review", folder, "--export", "jsonl", "--export", "tsv", "--export", "moses", "--export", "tmx")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (folder / "reviewed" / "corpus.jsonl").read_text("utf-8").splitlines()]
    assert [(row["en"], row["fr"], row["reviewed_by"]) for row in rows] == [
        ("A one. B two.", "U un.", ["Ann"]),
        ("C three.", "V, deux.", ["Ben"]),
    ]
    assert (folder / "reviewed" / "corpus.tmx").read_text("utf-8").count('"x-reviewed-by"') == 2
    assert (folder / "reviewed" / "corpus.tsv").read_text("utf-8").splitlines()[0].split("\t")[-1] == "Ann"
    assert len((folder / "reviewed" / "corpus.en").read_text("utf-8").splitlines()) == 2
    aligner("review", folder, "--export", "jsonl", "--reviewed-only")
    assert len((folder / "reviewed" / "corpus.jsonl").read_text("utf-8").splitlines()) == 2


def test_findings_that_are_no_errors_are_marked_for_check(tmp_path: Path, aligner: Run) -> None:
    story = "The mayor opened the the new bridge on Monday.|It cost twelve million euros, she said."
    (tmp_path / "story.txt").write_text(story.replace("|", " "), "utf-8")
    en, fr, segments = pair_of([[story, "Le maire a ouvert le pont."]], name="story")
    (row,) = map(json.loads, aligner("check", "story.txt", "--format", "jsonl").stdout.splitlines())
    findings = tuple(Finding(**found)._replace(document=en.id) for found in row["findings"] if found["text"])
    assert findings and len(findings) == len(row["findings"])
    folder = write_run(tmp_path / "run", (en, fr, [segments[0]._replace(findings=findings)]))
    with serving(folder) as server:
        for code, text in {(finding.code, finding.text) for finding in findings}:
            server.decide("dismiss", 0, side="en", code=code, text=text)
    done = aligner("review", folder, "--export", "tsv")
    assert done.stdout.splitlines()[-1] == str(folder / "reviewed" / "findings.marks")
    # Next to the text, or named in .aligner.toml, the marks suppress it.
    (tmp_path / "story.txt.marks").write_bytes((folder / "reviewed" / "findings.marks").read_bytes())
    (row,) = map(json.loads, aligner("check", "story.txt", "--format", "jsonl").stdout.splitlines())
    assert not row["findings"] and row["suppressed"] == len(findings)


def test_what_cannot_be_served_is_reported_in_one_line(folder: Path, tmp_path: Path, aligner: Run) -> None:
    def error(*arguments: object, **options: int) -> str:
        done = aligner("review", *arguments, **options)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
        return done.stderr

    assert "no such folder" in error(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    assert "no complete run" in error(tmp_path / "empty")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "choose another with --port" in error(folder, "--port", taken.getsockname()[1], timeout=60)
    with serving(folder):
        assert "under review by another process" in error(folder, "--port", 0, timeout=60)
    done = aligner("review", folder, "--export", "doc")
    assert done.returncode == UnknownNameError.exit_code and "doc" in done.stderr and done.stderr.count("\n") == 1
    assert "recalibration needs 20 decisions" in error(folder, "--recalibrate")
    assert "no such file" in error(folder, "--import", tmp_path / "other.db")


def test_a_folder_that_may_not_be_written_to_is_reported(folder: Path, aligner: Run) -> None:
    paths = [folder, *folder.iterdir()]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    # Root may write anywhere unless it gives up this capability.
    before = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] if os.geteuid() == 0 else []
    done = aligner("review", folder, "--port", 0, before=before)
    folder.chmod(0o755)
    assert done.returncode == 3 and done.stderr.count("\n") == 1
    assert "cannot write to" in done.stderr and "may write to" in done.stderr


def test_a_colleagues_decisions_are_taken_in(folder: Path, tmp_path: Path, aligner: Run) -> None:
    en, fr, segments = pair_of(ROWS)
    copy = write_run(tmp_path / "copy", (en, fr, segments))
    with serving(copy) as server:
        server.decide("reject", 0, by="Ben")
    done = aligner("review", folder, "--import", copy / "review.db")
    assert done.returncode == 0 and "1 new decisions" in done.stdout
    with serving(folder) as server:
        assert server.units()[0]["verdict"] == "rejected"


def test_an_interrupt_ends_it_quietly(folder: Path) -> None:
    server = Server(folder)
    assert server.get()
    server.process.send_signal(signal.SIGINT)
    out, err = server.process.communicate(timeout=20)
    assert (server.process.returncode, out, err) == (0, "", "")
