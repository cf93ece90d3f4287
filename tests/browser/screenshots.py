"""Pictures of every page for docs/screenshots: `python -m tests.browser.screenshots [--out DIR] [--width 390] [--dark] [--role ROLE] [PAGE ...]`.

Takes them from a server of its own on the bundled sample data; no word of the developer's own data can get into a picture.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from pages import PAGES
from tests.browser import chromium
from tests.browser.server import serving
from tests.browser.visit import Complaints, open_page, screenshot
from tests.conftest import ROOT


def main() -> None:
    """Take the pictures asked for; exit with what went wrong in the browser, if anything."""
    asked = _asked()
    with tempfile.TemporaryDirectory() as folder:
        data = asked.data or _sample(Path(folder) / "data")
        with serving(Path(folder) / "server", data=data) as served:
            complaints = _pictures(served.url, asked)
    sys.exit("\n".join(complaints) or None)


def _pictures(url: str, asked: argparse.Namespace) -> list[str]:
    complaints = Complaints()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        for page in PAGES:
            if asked.pages and page.name not in asked.pages:
                continue
            window = browser.new_page(
                viewport={"width": asked.width, "height": 900},
                color_scheme="dark" if asked.dark else "light",
                locale="fi-FI",
                timezone_id="Europe/Helsinki",
            )
            complaints.watch(window)
            open_page(window, url, f"/{page.url}", **({"rooli": asked.role} if asked.role else {}))
            print(screenshot(window, asked.out / f"{page.name}.png"))
            window.close()
        browser.close()
    return complaints.all()


def _sample(data: Path) -> Path:
    """The data folder, filled by the first start of a server as on any machine."""
    import_it = [sys.executable, "-c", "from metrics.library import ensure_data; ensure_data()"]
    subprocess.run(import_it, cwd=ROOT, env={**os.environ, "TYOPOYTA_DATA": str(data)}, check=True)
    return data


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description="Pictures of the pages on the sample data.")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"names of pages, default all: {', '.join(page.name for page in PAGES)}")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots", help="folder the pictures go to")
    parser.add_argument("--width", type=int, default=1440, help="width of the window in pixels, 390 for a phone")
    parser.add_argument("--dark", action="store_true", help="the dark theme")
    parser.add_argument("--role", default="", help="manager, steering_group or coordinator:IDENT")
    parser.add_argument("--data", type=Path, help="a data folder that already holds the sample, instead of a new one")
    return parser.parse_args()


if __name__ == "__main__":
    main()
