"""Finds the Chromium the tests drive, and how it is started: nothing in it may call out, and WebGL draws without a graphics card."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
MISSING = "No Chromium found. Run the tests with `make test`, which installs one, or name one in the environment variable CHROMIUM."


def find() -> str:
    """Path of the program named by CHROMIUM, else of the first one on the path. Raises RuntimeError with a sentence where there is none."""
    named = os.environ.get("CHROMIUM")
    if named and not Path(named).is_file():
        raise RuntimeError(f"CHROMIUM names {named}, which is not there.")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise RuntimeError(MISSING)
    return found


if __name__ == "__main__":
    try:
        find()
    except RuntimeError as error:
        sys.exit(str(error))
