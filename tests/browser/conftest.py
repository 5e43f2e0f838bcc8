"""JupyterLab and Chromium for the browser tests: one server and one browser for all of them."""

import os

import lab
import pytest

NOTEBOOKS = sorted(lab.NOTEBOOKS.glob("*.ipynb"))


def needed(present, sentence):
    """Skip without what a test needs, but never in CI, where everything must be there."""
    if present:
        return
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def chromium():
    needed(lab.chromium(), "No Chromium was found: install the system's, or name one in the variable CHROMIUM.")
    with lab.browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def axe():
    """Source of axe-core, which finds what a screen reader would stumble over."""
    path = os.environ.get("AXE_CORE", "")
    needed(os.path.isfile(path), "The variable AXE_CORE must name axe.min.js of the npm package axe-core.")
    with open(path, encoding="utf-8") as file:
        return file.read()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with lab.server(tmp_path_factory.mktemp("jupyter")) as (address, root):
        yield address, root


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem, scope="module")
def notebook(request):
    return request.param


def new_page(chromium):
    return chromium.new_context(viewport={"width": 1300, "height": 1000}).new_page()
