"""The pages of the review that are about all pairs at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from aligner.errors import ConflictError
from aligner.messages import message, number_text
from aligner.review.agreement import CHANGED, agreements, disagreements, judged_units
from aligner.review.decision import clean_name
from aligner.review.likely import DEFAULT_CONFIDENCE, MAX_BLOCK, likely_units
from aligner.review.replace import MAX_CHANGES, find_changes, read_replacement, replace_all
from aligner.review.requests import always_answer, order_of, read_json, session_of, text_of
from aligner.review.session import Submission
from aligner.review.units import ACCEPTED, REJECTED
from aligner.review.views import render, render_corpus_page

MAX_DISAGREEMENTS = 500  # that their page shows
DECISION_MESSAGES = {ACCEPTED: "accepted", REJECTED: "rejected", CHANGED: "changed"}
LEVELS = ("0.80", "0.90", "0.95", "0.98", "0.99")  # of confidence, that may be chosen
MAX_COUNTED = 1000  # likely segments that are counted
MAX_PREVIEWED = 100  # changes that a preview shows


def corpus_routes() -> list[Route]:
    """Return the routes of these pages."""
    return [
        Route("/disagreements", always_answer(_disagreements)),
        Route("/likely", always_answer(_likely)),
        Route("/likely/accept", always_answer(_accept_block), methods=["POST"]),
        Route("/replace", always_answer(_replace)),
        Route("/replace/preview", always_answer(_preview), methods=["POST"]),
        Route("/replace/apply", always_answer(_replace_all), methods=["POST"]),
    ]


async def _disagreements(request: Request) -> Response:
    judged = list(judged_units(session_of(request)))
    found = disagreements(judged)
    return _page(
        request,
        "disagreements.html.j2",
        agreements=agreements(judged),
        found=found[:MAX_DISAGREEMENTS],
        count=number_text(len(found)),
        decisions=DECISION_MESSAGES,
    )


async def _likely(request: Request) -> Response:
    above = request.query_params.get("above", "")
    level = float(above) if above in LEVELS else DEFAULT_CONFIDENCE
    found = list(islice(likely_units(session_of(request), level), MAX_COUNTED))
    count = f"{MAX_COUNTED}+" if len(found) == MAX_COUNTED else str(len(found))
    return _page(request, "likely.html.j2", found=found[:MAX_BLOCK], count=count, levels=LEVELS, above=f"{level:.2f}")


async def _accept_block(request: Request) -> Response:
    session, content = session_of(request), await read_json(request)
    reviewer = clean_name(request.app.state.reviewer or text_of(content, "reviewer"))
    submissions = list(_accepted(content.get("units"), reviewer))
    count = session.decide_block(submissions, text_of(content, "nonce"))
    return JSONResponse({"text": message("segments accepted: {count}", count=count)})


def _accepted(units: object, reviewer: str) -> Iterator[Submission]:
    """Yield the acceptance of each unit that a page names; raise ConflictError if it names none."""
    if not isinstance(units, list) or not 0 < len(units) <= MAX_BLOCK:
        raise ConflictError("a block needs a list of segments")
    for row in units:
        if not isinstance(row, dict) or type(row.get("pair")) is not int:
            raise ConflictError("a segment of a block needs the number of its pair")
        yield Submission(row["pair"], text_of(row, "unit"), "accept", reviewer, {}, text_of(row, "seen"))


async def _replace(request: Request) -> Response:
    return _page(request, "replace.html.j2")


def _page(request: Request, name: str, **values: object) -> Response:
    order = order_of(request.query_params.get("order"))
    reviewer = request.app.state.reviewer
    return HTMLResponse(render_corpus_page(session_of(request), name, order=order, reviewer=reviewer, **values))


async def _preview(request: Request) -> Response:
    session, content = session_of(request), await read_json(request)
    replacement = read_replacement(content)
    changes = list(islice(find_changes(session, replacement), MAX_CHANGES + 1))
    shown = min(len(changes), MAX_PREVIEWED)
    found = number_text(min(len(changes), MAX_CHANGES))
    if len(changes) > MAX_CHANGES:
        text = message("more than {count} segments; the first {count} are changed at once", count=found)
    else:
        text = message("segments that change: {count}", count=found)
    if shown < len(changes):
        text += " · " + message("shown: {count}", count=shown)
    order = order_of(content.get("order"))
    html = render("changes.html.j2", changes=changes[:shown], replacement=replacement, order=order)
    return JSONResponse({"html": html, "text": text, "count": len(changes), "version": session.history.last})


async def _replace_all(request: Request) -> Response:
    session, content = session_of(request), await read_json(request)
    nonce = text_of(content, "nonce")
    if content.get("version") != session.history.last and not session.log.find_nonce(nonce):
        raise ConflictError(message("someone decided meanwhile; look at the preview again"))
    reviewer = clean_name(request.app.state.reviewer or text_of(content, "reviewer"))
    count = replace_all(session, read_replacement(content), reviewer, nonce)
    return JSONResponse({"text": message("segments changed: {count}", count=number_text(count))})
