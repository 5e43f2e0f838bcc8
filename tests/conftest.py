"""Every test begins with nothing answered, every file without the panels of the others."""

import gc
import sys
import warnings

import pytest

from lab3_helpers.check import _results


@pytest.fixture(autouse=True)
def fresh_session():
    _results.clear()


@pytest.fixture(autouse=True, scope="module")
def nothing_left():
    """Panels are closed with their file, and Python does not look through what stays, for garbage, ever again."""
    gc.freeze()
    yield
    if "ipywidgets" in sys.modules:
        sys.modules["ipywidgets"].Widget.close_all()
    gc.collect()


@pytest.fixture
def no_warning():
    """A warning is an error, but where one package uses another's old names: Python tells nobody, and it is not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for package in ("matplotlib", "pyparsing", "traitlets"):
            warnings.filterwarnings("ignore", category=DeprecationWarning, module=rf"{package}\.")
        yield
