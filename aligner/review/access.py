"""Who may speak to the review: a page that this server gave to whoever was told the address, and nobody else."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Guard:
    """Refuse a request under another host's name, from another site's page, or without the token of this run.

    A name that someone's DNS points to this machine is no name of ours, so that no page of the web reaches the
    server under its own origin.
    """

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app, self.token = app, token
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403; whatever is answered has the headers above."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        why = self._fault(scope)
        app = PlainTextResponse(f"{why}\n", 403) if why else self.app
        await app(scope, receive, with_headers)

    def _fault(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        token = scope["path"].split("/")[1].encode("utf-8", "replace")
        if headers.get("host") not in self.hosts:
            return "this server answers to 127.0.0.1 only"
        if origin is not None and (urlsplit(origin).scheme, urlsplit(origin).netloc) != ("http", headers["host"]):
            return "a page of another site may not ask this server"
        if scope["method"] not in ("GET", "HEAD") and origin is None:
            return "a decision must come from a page of this server"
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return "a page of another site may not lead here; open the address that aligner review printed"
        if not secrets.compare_digest(token, self.token.encode()):
            return "this is not the address of this run; open the one that aligner review printed"
        return ""
