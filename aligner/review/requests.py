"""What the pages of the review send, and how faults are answered."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from anyio import fail_after
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from aligner.errors import AlignerError, ConflictError, error_line
from aligner.messages import language_of_header, messages_in
from aligner.readers.tables.json_text import parse_strictly
from aligner.review.session import Session
from aligner.review.views import DOUBT, ORDERS
from aligner.types import Side

Endpoint = Callable[[Request], Awaitable[Response]]
MAX_REQUEST_BYTES = 1 << 20
MAX_BODY_SECONDS = 30  # until the last byte of a request


class Reader(NamedTuple):
    """Who uses the pages.

    name : of the reviewer, "" to ask for it
    language : of the pages, None for the one that the browser prefers
    """

    name: str = ""
    language: Side | None = None


ANYONE = Reader()


def session_of(request: Request) -> Session:
    """Return the session that the application serves."""
    session: Session = request.app.state.session
    return session


def always_answer(endpoint: Endpoint) -> Endpoint:
    """Return the endpoint in the language of the reader, with a line and 400 for a fault of ours."""

    async def answer(request: Request) -> Response:
        language = request.app.state.language or language_of_header(request.headers.get("accept-language", ""))
        try:
            with messages_in(language):
                return await endpoint(request)
        except (AlignerError, HTTPException, ClientDisconnect):
            raise
        except Exception as error:
            print(f"aligner: {error_line(error)}", file=sys.stderr, flush=True)
            raise HTTPException(400, f"{error_line(error)}\n") from error

    return answer


def order_of(value: object) -> str:
    """Return the order that a page asks for, or the usual one."""
    return value if isinstance(value, str) and value in ORDERS else DOUBT


def text_of(content: dict[str, Any], name: str) -> str:
    """Return a text of a request, "" without it; raise ConflictError if it is no text."""
    value = content.get(name, "")
    if not isinstance(value, str):
        raise ConflictError(f"{name} must be a text")
    return value


async def read_json(request: Request) -> dict[str, Any]:
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
