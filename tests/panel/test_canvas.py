"""The persistent canvas draws what a fresh full drawing would show, and its PNG holds exactly that."""

import io

import numpy as np
import pytest
from matplotlib.artist import Artist
from PIL import Image

from lab3_helpers.panel.canvas import BACKGROUNDS_KEPT, Canvas, encode_png


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (57, 91)])
def test_png_holds_exactly_the_pixels(shape):
    rgb = np.random.default_rng(0).integers(0, 256, (*shape, 3), dtype=np.uint8)
    assert (np.asarray(Image.open(io.BytesIO(encode_png(rgb)))) == rgb).all()


class Probe(Artist):
    """Calls a function when it is drawn."""

    def __init__(self, drawn):
        super().__init__()
        self._drawn = drawn

    def draw(self, renderer):
        self._drawn()


class Line(Canvas):
    def __init__(self):
        super().__init__(200, 100)
        self.axes = self.rescaled(self.figure.add_axes((0.2, 0.2, 0.7, 0.7), xlim=(0, 1), ylim=(0, 1)))
        self.line, = self.axes.plot([], [], "o-")
        self.moving(self.line)

    def move(self, y, last=1):
        self.line.set_data([0, 1], [0, y])
        self.axes.set_xlim(0, last)
        self.view = last


def test_moving_back_and_forth_leaves_no_trace():
    canvas, fresh = Line(), Line()
    for y, last in [(1, 1), (0.3, 2), (0.8, 1), (0.5, 2)]:
        canvas.move(y, last)
        canvas.png()
    fresh.move(0.5, 2)
    assert canvas.png() == fresh.png()


def test_a_view_seen_for_the_first_time_draws_only_the_rescaled_axes():
    canvas = Line()
    other = canvas.figure.add_axes((0, 0, 0.1, 0.1))
    drawn = []
    for axes in (canvas.axes, other):
        axes.add_artist(Probe(lambda axes=axes: drawn.append(axes)))
    canvas.png()
    assert drawn == [other, canvas.axes]
    canvas.move(0.5, 2)
    canvas.png()
    assert drawn == [other, canvas.axes, canvas.axes]
    canvas.png()
    assert len(drawn) == 3


def test_another_scale_draws_everything_anew():
    canvas, fresh = Line(), Line()
    canvas.move(0.5, 2)
    canvas.png()
    canvas.scale(2)
    fresh.scale(2)
    fresh.move(0.5, 2)
    assert canvas.png() == fresh.png()


def test_more_views_than_are_kept():
    canvas = Line()
    first = []
    for round_ in range(2):
        for last in range(1, BACKGROUNDS_KEPT + 3):
            canvas.move(0.5, last)
            picture = canvas.png()
            if round_ == 0:
                first.append(picture)
            assert picture == first[last - 1]
    assert canvas._background.cache_info().currsize == BACKGROUNDS_KEPT


def test_point_at_is_the_inverse_of_drawing():
    canvas = Line()
    x, y = canvas.axes.transData.transform((0.25, 0.75)) / (canvas.figure.bbox.width, canvas.figure.bbox.height)
    assert canvas.point_at(canvas.axes, x, 1 - y) == pytest.approx([0.25, 0.75])
    assert canvas.point_at(canvas.axes, 0.01, 0.5) is None
