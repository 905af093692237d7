"""Take the screenshots of report and review, or of a page of `aligner check`, in the documentation; needs Chromium.

python -m scripts.screenshots ALIGNED docs/user
python -m scripts.screenshots site.html docs/user
"""

from __future__ import annotations

import base64
import importlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Width and height in pixels, and colour scheme.
SCREENS = {"desktop": (1280, 900, "light"), "dark": (1280, 900, "dark"), "phone": (390, 844, "light")}
PAGE_SCREEN = (1080, 800, "light")
MIN_DESKTOP_WIDTH = 600  # in pixels


def main(source: Path, output: Path) -> None:
    """Take screenshots of report and review of a folder, or of a page, and write them to `output`."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    browser = importlib.import_module("browser")
    path = browser.find()
    if path is None:
        sys.exit("Chromium is not installed")
    with tempfile.TemporaryDirectory() as profile, browser.browser(path, Path(profile)) as tab:
        if source.is_file():
            _show(tab, *PAGE_SCREEN, source.resolve().as_uri())
            _shoot(tab, output / "check-page.png")
            return
        for name, screen in SCREENS.items():
            _show(tab, *screen, (source / "report.html").resolve().as_uri())
            if name != "desktop":
                tab.value("document.querySelector('.pair').scrollIntoView()")
                tab.value("new Promise(done => setTimeout(done, 300))")
            _shoot(tab, output / f"report-{name}.png")
        with _reviewed(source) as address:
            for name, screen in SCREENS.items():
                _show(tab, *screen, f"{address}pair/0?order=reading")
                tab.press("j")
                place = "scrollTo(0, 0)" if name == "desktop" else "document.querySelector('.current').scrollIntoView()"
                tab.value(f"new Promise(done => setTimeout(done, 300)).then(() => {place})")
                _shoot(tab, output / f"review-{name}.png")


@contextmanager
def _reviewed(source: Path) -> Iterator[str]:
    """Serve the review of a copy of a folder, and yield its address."""
    with tempfile.TemporaryDirectory() as work:
        folder = shutil.copytree(source, Path(work) / source.name)
        command = [sys.executable, "-m", "aligner", "review", str(folder), "--port", "0", "--as", "Ann"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
            assert process.stdout
            address = re.search(r"http://\S+", process.stdout.readline())
            assert address, "the server has not started"
            try:
                yield address[0]
            finally:
                process.terminate()


def _show(tab: Any, width: int, height: int, scheme: str, address: str) -> None:
    mobile = width < MIN_DESKTOP_WIDTH
    tab.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)
    tab.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    tab.open(address)


def _shoot(tab: Any, file: Path) -> None:
    file.write_bytes(base64.b64decode(tab.send("Page.captureScreenshot")["data"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
