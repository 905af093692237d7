"""Access control: accept only same-origin requests that carry the token of this run."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
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
    """Refuse requests to another host name, from pages of other sites, or without the token of this run.

    Checking the host name prevents DNS rebinding: a site cannot reach the server under its own name by letting
    that name resolve to this machine.
    """

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app, self.token = app, token
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward a request or answer 403; every answer has the headers above."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self._refusal(scope)
        app = PlainTextResponse(f"{refusal}\n", 403) if refusal else self.app
        with suppress(ClientDisconnect):  # nobody waits for an answer then
            await app(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> str:
        """Return why a request is refused, "" if it is not."""
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        # The path of a request need not begin with a slash: "*", or a host that is to be connected to.
        token = scope["path"].partition("/")[2].partition("/")[0].encode("utf-8", "replace")
        if headers.get("host") not in self.hosts:
            return "this server accepts requests to 127.0.0.1 only"
        if origin not in (None, f"http://{headers['host']}"):
            return "a page of another site may not use this server"
        if scope["method"] not in ("GET", "HEAD") and origin is None:
            return "a decision must come from a page of this server"
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return "a page of another site may not link here; open the address that aligner review printed"
        if not secrets.compare_digest(token, self.token.encode()):
            return "this is not the address of this run; open the one that aligner review printed"
        return ""
