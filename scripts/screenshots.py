"""Take the screenshots of the report, or of a page of `aligner check`, that the documentation shows; needs Chromium.

python -m scripts.screenshots ALIGNED docs/user
python -m scripts.screenshots site.html docs/user
"""

from __future__ import annotations

import base64
import importlib
import sys
import tempfile
from pathlib import Path
from typing import Any

# Width and height in pixels, and colour scheme.
SCREENS = {"desktop": (1280, 900, "light"), "dark": (1280, 900, "dark"), "phone": (390, 844, "light")}
PAGE_SCREEN = (1080, 800, "light")
MIN_DESKTOP_WIDTH = 600  # in pixels


def main(source: Path, output: Path) -> None:
    """Take a screenshot of the report in a folder for each screen, or one of a page, and write it to `output`."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    browser = importlib.import_module("browser")
    path = browser.find()
    if path is None:
        sys.exit("Chromium is not installed")
    with tempfile.TemporaryDirectory() as profile, browser.browser(path, Path(profile)) as tab:
        if source.is_file():
            _show(tab, *PAGE_SCREEN, source)
            _shoot(tab, output / "check-page.png")
            return
        for name, screen in SCREENS.items():
            _show(tab, *screen, source / "report.html")
            if name != "desktop":
                tab.value("document.querySelector('.pair').scrollIntoView()")
                tab.value("new Promise(done => setTimeout(done, 300))")
            _shoot(tab, output / f"report-{name}.png")


def _show(tab: Any, width: int, height: int, scheme: str, page: Path) -> None:
    mobile = width < MIN_DESKTOP_WIDTH
    tab.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)
    tab.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    tab.open(page.resolve().as_uri())


def _shoot(tab: Any, file: Path) -> None:
    file.write_bytes(base64.b64decode(tab.send("Page.captureScreenshot")["data"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
