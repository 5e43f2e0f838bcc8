"""What holds for every panel: driven through its controls, as a student does."""

import base64
import io
import itertools
import math
import re
import threading

import ipywidgets as widgets
import numpy as np
import pytest
from PIL import Image

import lab3_helpers as panels
from lab3_helpers.panel import base
from lab3_helpers.panel.picture import PACKET
from lab3_helpers.panel.server import SENDS_AT_ONCE

EVERY = [getattr(panels, name) for name in panels._PANELS]
pytestmark = pytest.mark.usefixtures("no_warning")


@pytest.fixture(scope="module", params=EVERY, ids=lambda panel: panel.__name__)
def made(request):
    return request.param()


@pytest.fixture
def panel(made):
    """The panel as it is when it has just been made; making it anew for every test costs most of their time."""
    if made._values() != made._start:
        made.reset()
    return made


def positions(control):
    """Every value a control can take, both ends first."""
    if hasattr(control, "options"):
        values = [value for _, value in control._options_full]
    elif isinstance(control, widgets.Checkbox):
        values = [False, True]
    else:
        count = round((control.max - control.min) / control.step)
        values = [type(control.value)(control.min + i * control.step) for i in range(count + 1)]
    return [values[0], values[-1], *values[1:-1]]


def check_picture(panel):
    assert not panel.picture.failed, panel.picture.sentence
    assert panel.picture.image[:8] == b"\x89PNG\r\n\x1a\n"
    size = tuple(int.from_bytes(panel.picture.image[i:i + 4]) for i in (16, 20))
    assert size == (panel.picture.width, panel.picture.height)
    sentence = panel.picture.sentence
    assert sentence.endswith(".") and "nan" not in re.findall(r"\w+", sentence)


def test_every_combination_of_extremes_is_drawn_and_said(panel):
    every = list(itertools.product(*(positions(control)[:2] for control in panel.controls.values())))
    for values in every[:: 1 + 2 * (len(every) // 30)]:  # an odd share, so that each control has both ends
        panel.set(**dict(zip(panel._values(), values)))
        assert list(panel._values().values()) == list(values)
        check_picture(panel)


def test_random_positions_are_drawn_and_said(panel):
    rng = np.random.default_rng(0)
    for _ in range(12):
        label = rng.choice(list(panel.controls))
        choices = positions(panel.controls[label])
        panel.controls[label].value = choices[rng.integers(len(choices))]
        check_picture(panel)


def test_every_control_changes_the_picture_and_the_recipe(panel):
    for label, control in panel.controls.items():
        panel.reset()
        before = panel.picture.image, panel.picture.recipe
        control.value = next(value for value in positions(control) if value != control.value)
        assert panel.picture.image != before[0], label
        assert panel.picture.recipe != before[1], label


@pytest.mark.parametrize("value", [None, "fast", math.nan, 1e9, [1, 2], np.ones(2)], ids=repr)
def test_a_value_that_a_control_cannot_take_is_refused_in_one_sentence(panel, value):
    before = panel._values()
    good = {name: positions(control)[1] for name, control in zip(before, panel.controls.values())}
    for label, name in zip(panel.controls, before):
        with pytest.raises((TypeError, ValueError), match=rf"^{label} must be [^\n]*, but [^\n]* came\.$"):
            panel.set(**good | {name: value})
        assert panel._values() == before


def test_a_number_between_those_of_a_list_is_refused_with_its_neighbours():
    with pytest.raises(ValueError) as caught:
        panels.TrainingPanel().set(learning_rate=0.3)
    assert str(caught.value) == ("learning rate must be one of the slider's numbers, of which 0.2 and 0.5 are nearest, "
                                 "but 0.3 came.")


def test_reset_returns_to_the_first_picture(panel):
    before = panel.picture.image, panel.picture.sentence, panel.picture.recipe
    for control in panel.controls.values():
        control.value = positions(control)[1]
    panel.reset()
    assert (panel.picture.image, panel.picture.sentence, panel.picture.recipe) == before


def test_the_recipe_makes_the_same_picture(panel):
    rng = np.random.default_rng(1)
    panel.set(**{
        name: choices[rng.integers(len(choices))]
        for name, choices in zip(panel._values(), map(positions, panel.controls.values()))
    })
    again = eval(panel.picture.recipe, {}, {type(panel).__name__: type(panel)})
    assert str(again) == str(panel)
    assert again.picture.image == panel.picture.image


def test_the_last_value_wins_in_a_burst_from_several_threads(panel):
    control = next(iter(panel.controls.values()))
    values = (positions(control) * 5)[:20]
    threads = [threading.Thread(target=lambda part=part: [setattr(control, "value", value) for value in part])
               for part in (values[::3], values[1::3], values[2::3])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drawn = panel.picture.image, panel.picture.recipe
    panel.refresh()
    assert (panel.picture.image, panel.picture.recipe) == drawn


def test_calls_while_a_picture_is_drawn_add_one_picture_at_most(panel, monkeypatch):
    drawing, go_on, count = threading.Event(), threading.Event(), []
    move = panel.move

    def slow_move(**values):
        count.append(1)
        drawing.set()
        go_on.wait(10)
        return move(**values)

    monkeypatch.setattr(panel, "move", slow_move)
    thread = threading.Thread(target=panel.refresh)
    thread.start()
    assert drawing.wait(10)
    for _ in range(20):
        panel.refresh()  # returns at once, although a picture is being drawn
    go_on.set()
    thread.join()
    assert len(count) == 2


def test_an_error_is_shown_and_the_picture_stays(panel, monkeypatch):
    before = panel.picture.image
    monkeypatch.setattr(panel, "move", lambda **_: 1 / 0)
    panel.refresh()
    assert panel.picture.failed and "ZeroDivisionError: division by zero" in panel.picture.sentence
    assert panel.picture.image == before
    monkeypatch.undo()
    panel.refresh()
    check_picture(panel)


def test_a_sharper_screen_gets_more_pixels_and_the_same_size(panel):
    before = panel.picture.image
    panel.picture.ratio = 2.0
    assert int.from_bytes(panel.picture.image[16:20]) == 2 * panel.picture.width
    coarse, sharp = (np.asarray(Image.open(io.BytesIO(image)).reduce(by), float)
                     for image, by in ((before, 20), (panel.picture.image, 40)))
    assert np.abs(coarse - sharp).mean() < 2  # of 255: from afar they look alike
    panel.picture.ratio = 1.0
    assert panel.picture.image == before


def test_a_notebook_keeps_the_picture_and_its_text(panel):
    data, metadata = panel._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == panel.picture.image
    assert metadata["image/png"]["alt"] == panel.picture.sentence
    assert data["text/plain"] == str(panel) == f"{panel.title}. {panel.picture.sentence}\n{panel.picture.recipe}"
    assert {"application/vnd.jupyter.widget-view+json", "application/vnd.lab3.panel+json"} <= set(data)


def test_the_page_gets_the_same_picture_in_a_message_that_no_server_holds_back(panel, monkeypatch):
    monkeypatch.setenv(SENDS_AT_ONCE, "1")
    assert panel.picture.get_state("image")["image"] == panel.picture.image
    monkeypatch.delenv(SENDS_AT_ONCE)
    sent = panel.picture.get_state("image")["image"]
    assert sent.startswith(panel.picture.image) and len(sent) >= PACKET
    assert (np.asarray(Image.open(io.BytesIO(sent))) == np.asarray(Image.open(io.BytesIO(panel.picture.image)))).all()


def test_no_output_widget_is_used(panel):
    def tree(widget):
        return [widget, *(w for child in getattr(widget, "children", ()) for w in tree(child))]

    assert not any(isinstance(widget, widgets.Output) for widget in tree(panel._box))


def test_a_narrow_page_can_show_it_legibly(panel):
    width, height = panel.picture.width, panel.picture.height
    parts = panel.picture.parts or [(0, 0, width, height)]
    room = 280  # of 390 pixels, JupyterLab's margins take the others
    for left, top, right, bottom in parts:
        assert 0 <= left < right <= width and 0 <= top < bottom <= height
        assert room / (right - left) >= 0.57  # letters of 10 points are then 8 pixels high
    assert panel._repr_mimebundle_()[1]["image/png"]["parts"] == panel.picture.parts
    # What has ticks and names is shown whole, in one part, or goes on in the next.
    for axes in panel.figure.figure.axes:
        box = axes.bbox.extents * width / panel.figure.figure.bbox.width
        x0, y1, x1, y0 = box * (1, -1, 1, -1) + (0, height, 0, height)
        if axes.axison:
            inside = [part for part in parts if part[1] <= y0 and y1 <= part[3] and part[0] < x1 and x0 < part[2]]
            assert min(part[0] for part in inside) <= x0 and x1 <= max(part[2] for part in inside)


def test_no_control_says_null(panel):
    named = [widget for widget in base._tree(panel._box) if hasattr(widget, "description")]
    assert {control.description for control in panel.controls.values()} <= {widget.description for widget in named}
    assert [widget.description for widget in named if widget.tooltip is None] == []
