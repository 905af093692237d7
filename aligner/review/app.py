"""The review as a web application: pages of a pair each, and the decisions that they send."""

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
from aligner.report.template import read
from aligner.review.access import Guard
from aligner.review.decision import REDO, UNDO
from aligner.review.export import export
from aligner.review.realign import plan
from aligner.review.session import Answer, Session
from aligner.review.views import index, pair, progress, rows

LARGEST = 1 << 20  # bytes of a request
FILES = {
    "report.css": ("aligner.report", "text/css"),
    "report.js": ("aligner.report", "text/javascript"),
    "review.css": ("aligner.review", "text/css"),
    "review.js": ("aligner.review", "text/javascript"),
}


def make_app(board: Session, token: str, port: int) -> ASGIApp:
    """The application of one board, to be served on that port of 127.0.0.1."""
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
    app.state.board = board
    return Guard(app, token, port)


def _board(request: Request) -> Session:
    found: Session = request.app.state.board
    return found


async def _refused(request: Request, error: Exception) -> Response:
    status = 409 if isinstance(error, ConflictError) else 500
    return JSONResponse({"refused": str(error)}, status)


async def _index(request: Request) -> Response:
    return HTMLResponse(index(_board(request)))


async def _pair(request: Request) -> Response:
    board, number = _board(request), request.path_params["number"]
    if number >= len(board.run.pairs):
        return HTMLResponse("there is no such pair\n", 404)
    return HTMLResponse(pair(board, number))


async def _rows(request: Request) -> Response:
    board, number = _board(request), request.path_params["number"]
    return JSONResponse({"html": rows(board, number, board.table(number).units), **progress(board, number)})


async def _version(request: Request) -> Response:
    return JSONResponse({"version": _board(request).history.last})


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FILES:
        return Response(status_code=404)
    package, kind = FILES[name]
    return Response(read(name, package), media_type=kind)


async def _decide(request: Request) -> Response:
    board, asked = _board(request), await _asked(request)
    stale = asked.get("version") != board.history.last
    answer = _carry_out(board, asked)
    return JSONResponse(
        {
            "pair": answer.pair,
            "first": answer.first,
            "removed": answer.removed,
            "html": rows(board, answer.pair, answer.new, first=answer.first),
            "look": answer.unit,
            "stale": stale,
            **progress(board, answer.pair),
        }
    )


def _carry_out(board: Session, asked: dict[str, Any]) -> Answer:
    verb, reviewer, nonce = (_text(asked, name) for name in ("verb", "reviewer", "nonce"))
    if verb in (UNDO, REDO):
        return board.undo(verb, reviewer, nonce=nonce)
    number, body, unit = asked.get("pair"), asked.get("body", {}), _text(asked, "unit")
    if not isinstance(number, int) or not isinstance(body, dict):
        raise ConflictError("a decision is on a pair, and says what is needed in its body")
    if verb == "realign" and not board.log.known(nonce):
        unit, body = plan(board, number, unit)
    return board.decide(number, unit, verb, reviewer, body=body, seen=_text(asked, "seen"), nonce=nonce)


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name, "")
    if not isinstance(value, str):
        raise ConflictError(f"{name} is to be a text")
    return value


async def _asked(request: Request) -> dict[str, Any]:
    """The JSON object of a request, of a size that a person can type."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise ConflictError("a decision is sent as JSON")
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            raise ConflictError("that is too long")
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ConflictError("that is no JSON") from error
    if not isinstance(asked, dict):
        raise ConflictError("a decision is a JSON object")
    return asked


async def _export(request: Request) -> Response:
    board, asked = _board(request), await _asked(request)
    formats = [name for name in asked.get("formats", ()) if isinstance(name, str)]
    files = export(board, formats or ["tmx", "tsv"])
    return JSONResponse({"files": [str(Path(file)) for file in files]})
