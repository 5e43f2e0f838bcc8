"""Every test begins with nothing answered."""

import pytest

from lab3_helpers.check import _results


@pytest.fixture(autouse=True)
def fresh_session():
    _results.clear()
