"""A Chromium driven over a pipe, for the tests that need a browser; nothing to install but the browser."""

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
PATIENCE = 30  # seconds without a word
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
    """The path of a Chromium, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def _axe() -> str:
    """The script of axe-core (MPL-2.0), which tells of barriers."""
    package = find_spec("axe_core_python")
    assert package and package.origin
    return Path(package.origin).with_name("axe.min.js").read_text("utf-8")


class Browser:
    """One page: `send` a command of the DevTools protocol, `value` of an expression, `events` seen meanwhile."""

    def __init__(self, write: int, read: int) -> None:
        self.write, self.read = write, read
        self.rest = b""
        self.number = 0
        self.session: dict[str, str] = {}
        self.events: list[dict[str, Any]] = []
        self.tab()

    def tab(self) -> dict[str, str]:
        """Open another tab and go on in it; its session, to come back to it."""
        self.session = {}
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = {"sessionId": self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        return self.session

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        self.number += 1
        message = {"id": self.number, "method": method, "params": params, **self.session}
        os.write(self.write, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self.number:
            self.events.append(answer)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, url: str) -> None:
        begun = len(self.events)
        self.send("Page.navigate", url=url)
        while not any(event["method"] == "Page.loadEventFired" for event in self.events[begun:]):
            self.events.append(self._next())

    def value(self, expression: str) -> Any:
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait(self, expression: str) -> None:
        """Until an expression is true."""
        end = time.monotonic() + PATIENCE
        while not self.value(expression):
            assert time.monotonic() < end, f"never: {expression}"
            time.sleep(0.05)

    def barriers(self) -> list[str]:
        """What keeps some people from using the page, the serious and critical ones, in light and in dark."""
        found: list[str] = []
        for scheme in ("light", "dark"):
            self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            self.value(f"{_axe()};0")
            found += self.value(
                "axe.run().then(found => found.violations.filter(one => /serious|critical/.test(one.impact))"
                ".map(one => `${one.id} ${one.nodes[0].target}`))"
            )
        return found

    def press(self, key: str) -> None:
        for kind in ("keyDown", "keyUp"):
            text = {"text": key} if kind == "keyDown" and len(key) == 1 else {}
            self.send("Input.dispatchKeyEvent", type=kind, key=key, **text)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.read], [], [], PATIENCE)
            piece = os.read(self.read, 1 << 16) if ready else b""
            assert piece, "the browser has gone"
            self.rest += piece
        message, _, self.rest = self.rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found


@contextmanager
def browser(path: str, folder: Path) -> Iterator[Browser]:
    """Start a browser whose profile lies in `folder`, and stop it."""
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
