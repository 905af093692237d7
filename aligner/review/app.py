"""The web application of the review: a page for each pair, and the decisions that the pages send."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from anyio import fail_after
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from aligner.errors import AlignerError, ConflictError, InputError, OutputError, error_line
from aligner.readers.tables.json_text import parse_strictly
from aligner.report.template import read_resource
from aligner.review.access import Guard
from aligner.review.decision import REDO, UNDO
from aligner.review.export import export
from aligner.review.realign import plan_realignment
from aligner.review.session import Answer, Session, Submission
from aligner.review.views import progress, render_index, render_pair, render_rows

Endpoint = Callable[[Request], Awaitable[Response]]
MAX_REQUEST_BYTES = 1 << 20
MAX_BODY_SECONDS = 30  # until the last byte of a request
MAX_NUMBER_DIGITS = 9
STATIC_FILES = {
    "report.css": ("aligner.report", "text/css"),
    "report.js": ("aligner.report", "text/javascript"),
    "review.css": ("aligner.review", "text/css"),
    "review.js": ("aligner.review", "text/javascript"),
}


def make_app(session: Session, token: str, port: int) -> ASGIApp:
    """Return the application of one session, to be served on a port of 127.0.0.1."""
    routes = [
        Route("/", _always_answer(_index)),
        Route("/pair/{number}", _always_answer(_pair)),
        Route("/pair/{number}/rows", _always_answer(_rows)),
        Route("/version", _always_answer(_version)),
        Route("/decide", _always_answer(_decide), methods=["POST"]),
        Route("/export", _always_answer(_export), methods=["POST"]),
        Route("/file/{name}", _always_answer(_file)),
    ]
    app = Starlette(routes=[Mount("/{token}", routes=routes)], exception_handlers={AlignerError: _refused})
    app.state.session = session
    return Guard(app, token, port)


def _session(request: Request) -> Session:
    session: Session = request.app.state.session
    return session


async def _refused(request: Request, error: Exception) -> Response:
    """Answer 409 to what cannot be done, 503 to what a person must first mend: a page sends that once more."""
    return JSONResponse({"refused": error_line(error)}, 503 if isinstance(error, InputError | OutputError) else 409)


def _always_answer(endpoint: Endpoint) -> Endpoint:
    """Return the endpoint with a line and 400 for a fault of ours, which the line describes."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except (AlignerError, HTTPException, ClientDisconnect):
            raise
        except Exception as error:
            print(f"aligner: {error_line(error)}", file=sys.stderr, flush=True)
            raise HTTPException(400, f"{error_line(error)}\n") from error

    return answer


async def _index(request: Request) -> Response:
    return HTMLResponse(render_index(_session(request)))


def _pair_number(request: Request) -> int:
    text = str(request.path_params["number"])
    number = int(text) if text.isdecimal() and len(text) <= MAX_NUMBER_DIGITS else -1
    if not 0 <= number < len(_session(request).run.pairs):
        raise HTTPException(404, "there is no such pair\n")
    return number


async def _pair(request: Request) -> Response:
    return HTMLResponse(render_pair(_session(request), _pair_number(request)))


async def _rows(request: Request) -> Response:
    session, number = _session(request), _pair_number(request)
    html = render_rows(session, number, session.state(number).units)
    return JSONResponse({"html": html, **progress(session, number)})


async def _version(request: Request) -> Response:
    return JSONResponse({"version": _session(request).history.last})


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC_FILES:
        raise HTTPException(404, "there is no such file\n")
    package, kind = STATIC_FILES[name]
    return Response(read_resource(name, package), media_type=kind)


async def _decide(request: Request) -> Response:
    session, content = _session(request), await _read_json(request)
    stale = content.get("version") != session.history.last
    answer = _carry_out(session, content)
    return JSONResponse(
        {
            "pair": answer.pair,
            "first": answer.first,
            "removed": answer.removed,
            "html": render_rows(session, answer.pair, answer.new, first=answer.first),
            "look": answer.unit,
            "stale": stale,
            **progress(session, answer.pair),
        }
    )


def _carry_out(session: Session, content: dict[str, Any]) -> Answer:
    verb, reviewer, nonce = (_text(content, name) for name in ("verb", "reviewer", "nonce"))
    if verb in (UNDO, REDO):
        return session.undo(verb, reviewer, nonce=nonce)
    number, body, unit = content.get("pair"), content.get("body", {}), _text(content, "unit")
    if type(number) is not int or not isinstance(body, dict):
        raise ConflictError("a decision needs the number of a pair, and a body that is a JSON object")
    if not all(isinstance(value, str | int) for value in body.values()):
        raise ConflictError("the body of a decision has texts and whole numbers only")
    if verb == "realign" and not session.log.find_nonce(nonce):
        unit, body = plan_realignment(session, number, unit)
    return session.decide(Submission(number, unit, verb, reviewer, body, _text(content, "seen"), nonce))


def _text(content: dict[str, Any], name: str) -> str:
    value = content.get(name, "")
    if not isinstance(value, str):
        raise ConflictError(f"{name} must be a text")
    return value


async def _read_json(request: Request) -> dict[str, Any]:
    """Return the JSON object in a request; raise ConflictError if it is none, or more than a person can type."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise ConflictError("a decision must be sent as JSON")
    body = await _read_body(request)
    try:
        content = parse_strictly(body.decode(json.detect_encoding(body)))
    except ValueError as error:
        raise ConflictError("the request is not valid JSON") from error
    if not isinstance(content, dict):
        raise ConflictError("a decision must be a JSON object")
    return content


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    try:
        with fail_after(MAX_BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_REQUEST_BYTES:
                    raise ConflictError("the request is too long")
    except TimeoutError as error:
        raise HTTPException(408, "the request did not end\n") from error
    return bytes(body)


async def _export(request: Request) -> Response:
    session, content = _session(request), await _read_json(request)
    formats = content.get("formats", [])
    if not isinstance(formats, list) or not all(isinstance(name, str) for name in formats):
        raise ConflictError("formats must be a list of names")
    files = export(session, formats or ["tmx", "tsv"])
    return JSONResponse({"files": [str(Path(file)) for file in files]})
