"""A cell run again replaces its panels and frees them; a user's own Matplotlib style stays his, and ours ours."""

import asyncio
import gc
import weakref
from types import SimpleNamespace

import IPython
import matplotlib
import numpy as np
import pytest

from lab3_helpers import DescentPanel, LuckPanel, PracticePanel
from lab3_helpers.panel import base


@pytest.fixture
def run_cell(monkeypatch):
    """Calls a function as if it were a cell that the notebook's page has sent."""
    shell, count = SimpleNamespace(get_parent=lambda: shell.request), iter(range(100))
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    monkeypatch.setattr(base, "_UNDER_A_CELL", {})

    def run(cell, code):
        shell.request = {"header": {"msg_id": next(count)}, "metadata": {"cellId": cell}} if cell else {}
        return code()

    return run


def test_a_cell_run_again_closes_what_it_made_and_frees_it(run_cell):
    first = run_cell("a", DescentPanel)
    widgets, figure = list(base._tree(first._box)), weakref.ref(first.figure)
    assert len(widgets) > 20 and all(widget.comm for widget in widgets)
    second = run_cell("a", DescentPanel)
    assert not any(widget.comm for widget in widgets) and first.picture.image == b""
    gc.collect()
    assert figure() is None
    assert second.figure is not None and second.picture.comm
    said = first._repr_mimebundle_()
    assert list(said) == ["text/plain"] and "closed when its cell was run again" in said["text/plain"]
    first.set(steps=3)  # a closed panel ignores what comes too late
    first.picture.ratio = 2.0


def test_panels_shown_on_purpose_live_side_by_side(run_cell):
    one, two = run_cell("a", lambda: (PracticePanel(), PracticePanel()))
    other = run_cell("b", PracticePanel)
    elsewhere, nowhere = run_cell(None, PracticePanel), run_cell(None, PracticePanel)
    assert all(panel.figure is not None for panel in (one, two, other, elsewhere, nowhere))
    run_cell("a", PracticePanel)
    assert one.figure is two.figure is None and other.figure is not None


def test_a_closed_luck_map_trains_no_more(run_cell):
    async def session():
        panel = run_cell("a", lambda: LuckPanel(steps=10))
        await asyncio.sleep(0.05)
        panel.close()
        done = panel._tallies[10, True].starts
        await asyncio.sleep(0.2)
        return panel._task.done(), panel._tallies[10, True].starts - done

    ended, more = asyncio.run(session())
    assert ended and more <= 128  # the slice that was being made


@pytest.fixture(scope="module")
def plain():
    """A panel made and drawn in Matplotlib's own style."""
    return DescentPanel()


STYLES = [{"text.color": "white", "axes.labelcolor": "white", "axes.facecolor": "black"}, {"font.size": 24},
          {"figure.autolayout": True}, {"text.usetex": True}, {"lines.linewidth": 9, "axes.grid": True}]


@pytest.mark.parametrize("style", STYLES, ids=str)
@pytest.mark.usefixtures("no_warning")
def test_the_users_style_is_the_users(style, plain):
    plain.set(steps=20)
    with matplotlib.rc_context(style):
        users = dict(matplotlib.rcParams)
        styled = DescentPanel()
        styled.set(steps=20)
        assert styled.picture.image == plain.picture.image and not styled.picture.failed
        assert dict(matplotlib.rcParams) == users
    plain.set(steps=3), styled.set(steps=3)
    assert styled.picture.image == plain.picture.image


def test_numpys_error_state_is_the_users():
    with np.errstate(all="raise"):
        panel = DescentPanel(learning_rate=1, steps=100)
        assert not panel.picture.failed
        assert np.geterr() == dict.fromkeys(("divide", "over", "under", "invalid"), "raise")
