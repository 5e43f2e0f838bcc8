"""Every test begins with a fresh row of sixteen and with the first hint."""

import pytest

from lab3_helpers import checking


@pytest.fixture(autouse=True)
def fresh_session():
    checking._progress.update(dict.fromkeys(checking._progress))
    checking._hints_given.clear()
