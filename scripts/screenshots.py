"""Take the screenshots of the report that the documentation shows; needs Chromium.

python -m scripts.screenshots ALIGNED docs/user
"""

from __future__ import annotations

import base64
import importlib
import sys
import tempfile
from pathlib import Path

# Width and height in pixels, and colour scheme.
SCREENS = {"desktop": (1280, 900, "light"), "dark": (1280, 900, "dark"), "phone": (390, 844, "light")}


def main(folder: Path, output: Path) -> None:
    """Take a screenshot of the report in `folder` for each screen and write it to `output`."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    browser = importlib.import_module("browser")
    path = browser.find()
    if path is None:
        sys.exit("Chromium is not installed")
    with tempfile.TemporaryDirectory() as profile, browser.browser(path, Path(profile)) as tab:
        for name, (width, height, scheme) in SCREENS.items():
            phone = name == "phone"
            tab.send(
                "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone
            )
            tab.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            tab.open((folder / "report.html").resolve().as_uri())
            if name != "desktop":
                tab.value("document.querySelector('.pair').scrollIntoView()")
                tab.value("new Promise(done => setTimeout(done, 300))")
            (output / f"report-{name}.png").write_bytes(base64.b64decode(tab.send("Page.captureScreenshot")["data"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
