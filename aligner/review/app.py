"""The web application of the review: a page for each pair, and the decisions that the pages send."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from aligner.errors import AlignerError, ConflictError
from aligner.report.template import read_resource
from aligner.review.access import Guard
from aligner.review.decision import REDO, UNDO
from aligner.review.export import export
from aligner.review.realign import plan_realignment
from aligner.review.session import Answer, Session, Submission
from aligner.review.views import progress, render_index, render_pair, render_rows

MAX_REQUEST_BYTES = 1 << 20
STATIC_FILES = {
    "report.css": ("aligner.report", "text/css"),
    "report.js": ("aligner.report", "text/javascript"),
    "review.css": ("aligner.review", "text/css"),
    "review.js": ("aligner.review", "text/javascript"),
}


def make_app(session: Session, token: str, port: int) -> ASGIApp:
    """Return the application of one session, to be served on a port of 127.0.0.1."""
    routes = [
        Route("/", _index),
        Route("/pair/{number:int}", _pair),
        Route("/pair/{number:int}/rows", _rows),
        Route("/version", _version),
        Route("/decide", _decide, methods=["POST"]),
        Route("/export", _export, methods=["POST"]),
        Route("/file/{name}", _file),
    ]
    app = Starlette(routes=[Mount("/{token}", routes=routes)], exception_handlers={AlignerError: _refused})
    app.state.session = session
    return Guard(app, token, port)


def _session(request: Request) -> Session:
    session: Session = request.app.state.session
    return session


async def _refused(request: Request, error: Exception) -> Response:
    status = 409 if isinstance(error, ConflictError) else 500
    return JSONResponse({"refused": str(error)}, status)


async def _index(request: Request) -> Response:
    return HTMLResponse(render_index(_session(request)))


async def _pair(request: Request) -> Response:
    session, number = _session(request), request.path_params["number"]
    if number >= len(session.run.pairs):
        return HTMLResponse("there is no such pair\n", 404)
    return HTMLResponse(render_pair(session, number))


async def _rows(request: Request) -> Response:
    session, number = _session(request), request.path_params["number"]
    html = render_rows(session, number, session.state(number).units)
    return JSONResponse({"html": html, **progress(session, number)})


async def _version(request: Request) -> Response:
    return JSONResponse({"version": _session(request).history.last})


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC_FILES:
        return Response(status_code=404)
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
    if not isinstance(number, int) or not isinstance(body, dict):
        raise ConflictError("a decision needs the number of a pair, and a body that is a JSON object")
    if verb == "realign" and not session.log.find_nonce(nonce):
        unit, body = plan_realignment(session, number, unit)
    return session.decide(Submission(number, unit, verb, reviewer, body, _text(content, "seen"), nonce))


def _text(content: dict[str, Any], name: str) -> str:
    value = content.get(name, "")
    if not isinstance(value, str):
        raise ConflictError(f"{name} must be a text")
    return value


async def _read_json(request: Request) -> dict[str, Any]:
    """Return the JSON object in a request; raise ConflictError if it is none, or larger than a person can type."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise ConflictError("a decision must be sent as JSON")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_REQUEST_BYTES:
            raise ConflictError("the request is too long")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ConflictError("the request is not valid JSON") from error
    if not isinstance(content, dict):
        raise ConflictError("a decision must be a JSON object")
    return content


async def _export(request: Request) -> Response:
    session, content = _session(request), await _read_json(request)
    formats = [name for name in content.get("formats", ()) if isinstance(name, str)]
    files = export(session, formats or ["tmx", "tsv"])
    return JSONResponse({"files": [str(Path(file)) for file in files]})
