"""Loaded by Python itself in a server under test (PYTHONPATH is this folder): no call may leave the machine from there either."""

import os
from pathlib import Path

from loopback import install_to_file  # type: ignore[import-not-found]  # this folder is on the path of the server only

install_to_file(Path(os.environ["TYOPOYTA_TEST_OUTSIDE_CALLS"]))
