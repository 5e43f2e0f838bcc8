"""Every test begins with nothing answered."""

import warnings

import pytest

from lab3_helpers.check import _results


@pytest.fixture(autouse=True)
def fresh_session():
    _results.clear()


@pytest.fixture
def no_warning():
    """A warning is an error, but where one package uses another's old names: Python tells nobody, and it is not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for package in ("matplotlib", "pyparsing", "traitlets"):
            warnings.filterwarnings("ignore", category=DeprecationWarning, module=rf"{package}\.")
        yield
