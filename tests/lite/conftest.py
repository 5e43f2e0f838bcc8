"""The site, built once from this work tree, and a browser that can reach nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COURSE = Path(__file__).parents[2]
sys.path.append(str(COURSE / "tests/browser"))

from fetch_pyodide import pyodide_folder  # noqa: E402
from lab import CHROMIUM_ARGUMENTS, chromium  # noqa: E402
from visit import OFFLINE, serving  # noqa: E402


def absent(reason):
    """Skip where an input is missing, but never in CI: there the browser is part of what is promised."""
    pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site, served; `folder` is where it lies."""
    try:
        pyodide = pyodide_folder()
    except (OSError, ValueError, subprocess.SubprocessError) as problem:
        absent(f"Pyodide's files could not be fetched (npm and a connection are needed): {problem}")
    folder = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, COURSE / "lite/build.py", "--pyodide", pyodide, "--output", folder],
                   check=True, stdin=subprocess.DEVNULL, timeout=300)
    with serving(folder) as server:
        server.folder = folder
        yield server


@pytest.fixture(scope="session")
def browser():
    """Chromium, with every host but 127.0.0.1 out of reach."""
    if chromium() is None:
        absent("There is no Chromium here; set the environment variable CHROMIUM to one.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium(), args=[*CHROMIUM_ARGUMENTS, OFFLINE])
        yield instance
        instance.close()
