"""The web application of the review: a page for each pair, and the decisions that the pages send."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from aligner.errors import AlignerError, ConflictError, InputError, OutputError, error_line
from aligner.report.template import read_resource
from aligner.review.access import Guard
from aligner.review.corpus_pages import corpus_routes
from aligner.review.decision import REDO, UNDO
from aligner.review.export import export
from aligner.review.realign import plan_realignment
from aligner.review.requests import ANYONE, Reader, always_answer, order_of, read_json, session_of, text_of
from aligner.review.rescore import plan_edit
from aligner.review.sample import Sample
from aligner.review.session import Answer, Session, Submission
from aligner.review.views import progress, render_corpus_page, render_index, render_pair, render_rows

MAX_NUMBER_DIGITS = 9
STATIC_FILES = {
    "report.css": ("aligner.report", "text/css"),
    "report.js": ("aligner.report", "text/javascript"),
    "review.css": ("aligner.review", "text/css"),
    **dict.fromkeys(
        ("ask.js", "index.js", "likely.js", "page.js", "queue.js", "replace.js", "review.js", "sample.js"),
        ("aligner.review", "text/javascript"),
    ),
}


def make_app(session: Session, token: str, port: int, sample: Sample | None = None, who: Reader = ANYONE) -> ASGIApp:
    """Return the application of one session, to be served on a port of 127.0.0.1.

    Parameters
    ----------
    sample : what it asks for, if anything
    who : whose name and language are known
    """
    routes = [
        Route("/", always_answer(_index)),
        Route("/pair/{number}", always_answer(_pair)),
        Route("/pair/{number}/rows", always_answer(_rows)),
        Route("/version", always_answer(_version)),
        Route("/decide", always_answer(_decide), methods=["POST"]),
        Route("/export", always_answer(_export), methods=["POST"]),
        Route("/file/{name}", always_answer(_file)),
        *corpus_routes(),
    ]
    if sample is not None:
        routes += [Route("/sample", always_answer(_sample)), Route("/sample/next", always_answer(_next_question))]
    app = Starlette(routes=[Mount("/{token}", routes=routes)], exception_handlers={AlignerError: _refused})
    app.state.session, app.state.sample = session, sample
    app.state.reviewer, app.state.language = who.name, who.language
    return Guard(app, token, port)


async def _refused(request: Request, error: Exception) -> Response:
    """Answer 409 to what cannot be done, 503 to what a person must first mend: a page sends that once more."""
    return JSONResponse({"refused": error_line(error)}, 503 if isinstance(error, InputError | OutputError) else 409)


async def _index(request: Request) -> Response:
    return HTMLResponse(render_index(session_of(request), order_of(request.query_params.get("order"))))


async def _sample(request: Request) -> Response:
    session, reviewer = session_of(request), request.app.state.reviewer
    return HTMLResponse(render_corpus_page(session, "sample.html.j2", folder=session.run.folder, reviewer=reviewer))


async def _next_question(request: Request) -> Response:
    sample: Sample = request.app.state.sample
    return JSONResponse(sample.status())


def _pair_number(request: Request) -> int:
    text = str(request.path_params["number"])
    number = int(text) if text.isdecimal() and len(text) <= MAX_NUMBER_DIGITS else -1
    if not 0 <= number < len(session_of(request).run.pairs):
        raise HTTPException(404, "there is no such pair\n")
    return number


async def _pair(request: Request) -> Response:
    order = order_of(request.query_params.get("order"))
    return HTMLResponse(render_pair(session_of(request), _pair_number(request), order, request.app.state.reviewer))


async def _rows(request: Request) -> Response:
    session, number = session_of(request), _pair_number(request)
    html = render_rows(session, number, session.state(number).units)
    return JSONResponse({"html": html, **progress(session, number)})


async def _version(request: Request) -> Response:
    return JSONResponse({"version": session_of(request).history.last})


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC_FILES:
        raise HTTPException(404, "there is no such file\n")
    package, kind = STATIC_FILES[name]
    return Response(read_resource(name, package), media_type=kind)


async def _decide(request: Request) -> Response:
    session, content = session_of(request), await read_json(request)
    stale = content.get("version") != session.history.last
    content["reviewer"] = request.app.state.reviewer or content.get("reviewer", "")
    answer = _carry_out(session, content)
    return JSONResponse(
        {
            "pair": answer.pair,
            "first": answer.first,
            "removed": answer.removed,
            "html": render_rows(session, answer.pair, answer.new, first=answer.first),
            "look": answer.unit,
            "stale": stale or answer.is_block,
            **progress(session, answer.pair, order_of(content.get("order"))),
        }
    )


def _carry_out(session: Session, content: dict[str, Any]) -> Answer:
    verb, reviewer, nonce = (text_of(content, name) for name in ("verb", "reviewer", "nonce"))
    if verb in (UNDO, REDO):
        return session.undo(verb, reviewer, nonce=nonce)
    number, body, unit = content.get("pair"), content.get("body", {}), text_of(content, "unit")
    if type(number) is not int or not isinstance(body, dict):
        raise ConflictError("a decision needs the number of a pair, and a body that is a JSON object")
    if not all(isinstance(value, str | int) for value in body.values()):
        raise ConflictError("the body of a decision has texts and whole numbers only")
    if verb == "realign" and not session.log.find_nonce(nonce):
        unit, body = plan_realignment(session, number, unit)
    if verb == "edit" and not session.log.find_nonce(nonce):
        body = plan_edit(session, number, unit, body)
    return session.decide(Submission(number, unit, verb, reviewer, body, text_of(content, "seen"), nonce))


async def _export(request: Request) -> Response:
    session, content = session_of(request), await read_json(request)
    formats = content.get("formats", [])
    if not isinstance(formats, list) or not all(isinstance(name, str) for name in formats):
        raise ConflictError("formats must be a list of names")
    files = export(session, formats or ["tmx", "tsv"])
    return JSONResponse({"files": [str(Path(file)) for file in files]})
