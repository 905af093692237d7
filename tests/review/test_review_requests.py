"""Requests that no page of ours sends: each is answered with a line and 4xx, and the server goes on."""

from __future__ import annotations

import asyncio
import json
import random
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from review_parts import Server, cases, pair_of, serving, with_finding, write_run

from aligner.review.app import make_app
from aligner.review.server import open_session

ROWS = [["A one.|B two.", "U un."], ["C three.", "V deux.|W trois."], ["D four.", "X quatre."], ["E five.", ""]]
FUZZED_DECISIONS = 2000
FUZZED_REQUESTS = 400
TOKEN, PORT = "secret", 8000


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    en, fr, segments = pair_of(ROWS)
    return write_run(tmp_path_factory.mktemp("run"), (en, fr, [with_finding(segments[0], "un"), *segments[1:]]))


@pytest.fixture(scope="module")
def server(run: Path) -> Iterator[Server]:
    with serving(run) as server:
        yield server
        assert server.get()
        server.process.terminate()
        assert not server.process.communicate()[1], "nothing unexpected happened"


@pytest.mark.parametrize("case", cases("requests"), ids=lambda case: case["name"])
def test_what_no_page_sends_is_answered_in_a_line(case: dict[str, Any], server: Server) -> None:
    if "page" in case:
        status, _, text = server.ask(f"/{server.token}/{case['page'] * case.get('repeat', 1)}")
    else:
        status, _, text = server.ask(f"/{server.token}/{case['path']}", body_of(case, server))
    assert status == case["status"], text
    assert text.count("\n") <= 1 and "Traceback" not in text
    if status == 409:
        assert json.loads(text)["refused"]


def body_of(case: dict[str, Any], server: Server) -> bytes:
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    if "raw" in case:
        return str(case["raw"]).encode()
    unit = server.units()[0]["unit"]
    content = {"reviewer": "Ann", "pair": 0, "unit": unit, "body": {}, **case.get("content", {"verb": "accept"})}
    if "index_digits" in case:
        content["unit"] = unit.partition(".")[0] + "." + "9" * case["index_digits"]
    text = json.dumps(content)
    if "raw_digits" in case:
        text = text.replace('"pair": 0', f'"pair": {"9" * case["raw_digits"]}')
    return text.encode()


@pytest.mark.parametrize("case", cases("raw_requests"), ids=lambda case: case["name"])
def test_bytes_that_are_no_good_request_are_answered(case: dict[str, Any], server: Server) -> None:
    request = case["request"].replace("TOKEN", server.token).replace("HOST", f"127.0.0.1:{server.port}")
    answer = exchange(server, request.replace("FLOOD", "x" * 200_000).encode("latin-1"))
    if answer or "FLOOD" not in case["request"]:  # the connection may be closed before all of a flood was sent
        assert int(answer.split(b" ", 2)[1]) == case["status"], answer[:300]
    assert server.get("version")


def exchange(server: Server, request: bytes) -> bytes:
    """Send bytes, and return what comes back until the server closes or a moment has passed."""
    answer = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=0.3) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(1 << 16):
                answer += piece
        except OSError:  # closed or silent
            pass
    return answer


def test_any_bytes_leave_the_server_alive(server: Server) -> None:
    rng = random.Random(1)
    page = f"POST /{server.token}/decide HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nOrigin: http://127.0.0.1:"
    whole = f'{page}{server.port}\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{{"verb": "accept"}}'
    statuses: Counter[bytes] = Counter()
    for _ in range(FUZZED_REQUESTS):
        request = bytearray(whole.encode())
        for _ in range(rng.choice((1, 1, 2, 8))):
            at = rng.randrange(len(request))
            change = rng.randrange(3)
            if change == 0:
                request[at] = rng.randrange(256)
            elif change == 1:
                del request[at : at + rng.randrange(20)]
            else:
                request[at:at] = rng.randbytes(rng.randrange(6))
        statuses[exchange(server, bytes(request))[9:12]] += 1
    assert set(statuses) <= {b"", b"400", b"403", b"404", b"405", b"409"} and statuses[b"403"], statuses
    assert server.units()


TEXTS = (
    "",
    "A one.",
    "\ud83d",
    "\x00",
    "x" * 30_000,
    "<b>",
    "x.0",
    "0" * 5000,
    "en",
    "fr",
    "previous",
    "accept",
    "\u202e",
)
PLAIN = (None, True, False, 0, 1, -1, 3, 10**30, 0.5, *TEXTS)
VERBS = (
    "accept",
    "reject",
    "reopen",
    "edit",
    "merge",
    "split",
    "move",
    "dismiss",
    "comment",
    "undo",
    "redo",
    "realign",
)
KEYS = ("side", "text", "en", "fr", "next", "way", "code", "before", "units", "target")


def test_any_decision_is_carried_out_or_refused(tmp_path: Path) -> None:
    en, fr, segments = pair_of(ROWS)
    folder = write_run(tmp_path, (en, fr, [with_finding(segments[0], "un"), *segments[1:]]))
    rng = random.Random(2)
    with open_session(folder) as session:
        app = make_app(session, TOKEN, PORT)

        def value(depth: int = 0) -> Any:
            kind = rng.randrange(12)
            if depth < 3 and kind == 0:
                return [value(depth + 1) for _ in range(rng.randrange(3))]
            if depth < 3 and kind == 1:
                return {rng.choice(TEXTS): value(depth + 1) for _ in range(rng.randrange(3))}
            return rng.choice(PLAIN)

        def content() -> Any:
            if rng.random() < 0.05:
                return value()
            units = session.state(0).units
            known = [f"{unit.key}.0" for unit in units]
            body = {key: value() if rng.random() < 0.3 else rng.choice(TEXTS[1:4]) for key in rng.sample(KEYS, 3)}
            body |= {"side": rng.choice(("en", "fr"))} if rng.random() < 0.6 else {}
            body |= {"en": rng.randrange(-1, 9), "fr": rng.randrange(9)} if rng.random() < 0.4 else {}
            sent = {"verb": rng.choice(VERBS), "reviewer": "Ann", "pair": 0, "unit": rng.choice(known), "body": body}
            sent["nonce"] = rng.choice(("", "n1", str(rng.random())))
            for key in rng.sample(sorted(sent), rng.choice((0, 0, 1, 2))):
                sent[key] = value()
            return sent

        async def send_all() -> Counter[int]:
            paths = rng.choices(("decide", "export"), (50, 1), k=FUZZED_DECISIONS)
            return Counter([await post(app, path, content()) for path in paths])

        statuses = asyncio.run(send_all())
        assert set(statuses) == {200, 409} and min(statuses.values()) > FUZZED_DECISIONS / 20, statuses
        shown = session.state(0)
    with open_session(folder) as session:
        assert session.state(0) == shown, "what was carried out is in the log"


async def post(app: Any, path: str, content: Any) -> int:
    """Send a request to the application itself, and return the status of its answer."""
    headers = {"host": f"127.0.0.1:{PORT}", "origin": f"http://127.0.0.1:{PORT}", "content-type": "application/json"}
    target = f"/{TOKEN}/{path}"
    scope = {"type": "http", "method": "POST", "path": target, "raw_path": target.encode(), "root_path": ""}
    scope |= {"query_string": b"", "headers": [(name.encode(), text.encode()) for name, text in headers.items()]}
    body = {"type": "http.request", "body": json.dumps(content).encode(), "more_body": False}
    answers: list[Any] = []

    async def receive() -> Any:
        return body

    async def send(message: Any) -> None:
        answers.append(message)

    await app(scope, receive, send)
    return int(answers[0]["status"])


def test_a_fault_of_ours_is_a_line_and_an_error_of_the_disk_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    en, fr, segments = pair_of(ROWS)
    with open_session(write_run(tmp_path, (en, fr, segments))) as session:
        app, content = make_app(session, TOKEN, PORT), {"verb": "accept", "reviewer": "Ann", "pair": 0, "nonce": "n"}
        content["unit"] = f"{session.state(0).units[0].key}.0"
        session.log.db.execute("pragma query_only = on")
        assert asyncio.run(post(app, "decide", content)) == 503 and not session.log.rows()
        assert not capsys.readouterr().err
        session.log.db.execute("pragma query_only = off")
        session.history = None  # type: ignore[assignment]
        assert asyncio.run(post(app, "decide", content)) == 400
        assert capsys.readouterr().err.startswith("aligner: unexpected AttributeError at aligner/review/app.py")


def test_a_body_that_never_ends_is_given_up(server: Server) -> None:
    head = f"POST /{server.token}/decide HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nOrigin: http://127.0.0.1:"
    head += f"{server.port}\r\nContent-Type: application/json\r\nContent-Length: 900000000000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head.encode())
        assert server.get("version"), "others are served meanwhile"
        try:
            for _ in range(100):
                connection.sendall(b" " * 100_000)
            answer = connection.recv(1000)
        except (BrokenPipeError, ConnectionResetError):
            answer = b"HTTP/1.1 409"
    assert answer.startswith(b"HTTP/1.1 409")
