"""Drive Chromium over a pipe, for the tests that need a browser; only the browser must be installed."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
NAVIGATED = "Inspected target navigated or closed"  # the message of the protocol
TIMEOUT_SECONDS = 30  # without a message from the browser
KEY_CODES = {"Tab": 9, "Enter": 13, "Escape": 27}  # of keys that the browser itself acts on
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)


def find() -> str | None:
    """Return the path of Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def _axe() -> str:
    """Read the script of axe-core (MPL-2.0), which reports accessibility problems."""
    package = find_spec("axe_core_python")
    assert package and package.origin
    return Path(package.origin).with_name("axe.min.js").read_text("utf-8")


class NavigatedError(Exception):
    """The page went away while it was asked something."""


class Browser:
    """A page that is controlled by the DevTools protocol.

    Attributes
    ----------
    events : events received while waiting for answers
    """

    def __init__(self, write: int, read: int) -> None:
        self.write, self.read = write, read
        self.rest = b""
        self.number = 0
        self.session: dict[str, str] = {}
        self.events: list[dict[str, Any]] = []
        self.tab()

    def tab(self) -> dict[str, str]:
        """Open another tab, continue in it, and return its session, with which to return to it."""
        self.session = {}
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = {"sessionId": self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        return self.session

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command of the protocol and return its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params, **self.session}
        os.write(self.write, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self.number:
            self.events.append(answer)
        if answer.get("error", {}).get("message") == NAVIGATED:
            raise NavigatedError(answer)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, url: str) -> None:
        begun = len(self.events)
        self.send("Page.navigate", url=url)
        while not any(event["method"] == "Page.loadEventFired" for event in self.events[begun:]):
            self.events.append(self._next())

    def value(self, expression: str) -> Any:
        """Return the value of a JavaScript expression."""
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait(self, expression: str) -> None:
        """Wait until an expression is true, in this page or in the one that a click leads to."""
        end = time.monotonic() + TIMEOUT_SECONDS
        while not self._holds(expression):
            assert time.monotonic() < end, f"never true: {expression}"
            time.sleep(0.05)

    def _holds(self, expression: str) -> bool:
        try:
            return bool(self.value(expression))
        except NavigatedError:
            return False

    def accessibility_problems(self, *schemes: str) -> list[str]:
        """Return the serious and critical accessibility problems, in these colour schemes: both, if none is given."""
        problems: list[str] = []
        for scheme in schemes or ("light", "dark"):
            self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            self.value(f"{_axe()};0")
            problems += self.value(
                "axe.run().then(result => result.violations.filter(rule => /serious|critical/.test(rule.impact))"
                ".map(rule => `${rule.id} ${rule.nodes[0].target}`))"
            )
        return problems

    def press(self, key: str) -> None:
        for kind in ("keyDown", "keyUp"):
            written = "\r" if key == "Enter" else key
            text = {"text": written} if kind == "keyDown" and len(written) == 1 else {}
            code = {"windowsVirtualKeyCode": KEY_CODES[key], "code": key} if key in KEY_CODES else {}
            self.send("Input.dispatchKeyEvent", type=kind, key=key, **text, **code)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.read], [], [], TIMEOUT_SECONDS)
            piece = os.read(self.read, 1 << 16) if ready else b""
            assert piece, "the browser has gone"
            self.rest += piece
        message, _, self.rest = self.rest.partition(b"\0")
        event: dict[str, Any] = json.loads(message)
        return event


@contextmanager
def browser(path: str, folder: Path) -> Iterator[Browser]:
    """Start a browser with its profile in `folder`, and stop it at the end."""
    their_read, write = os.pipe()
    read, their_write = os.pipe()
    shell = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'  # the browser reads on 3 and writes on 4
    command = [path, *FLAGS, f"--user-data-dir={folder}"]
    process = subprocess.Popen(
        ["bash", "-c", shell, "bash", str(their_read), str(their_write), *command],
        pass_fds=(their_read, their_write),
        stderr=subprocess.DEVNULL,
    )
    os.close(their_read)
    os.close(their_write)
    try:
        yield Browser(write, read)
    finally:
        process.kill()
        process.wait()
        os.close(write)
        os.close(read)
