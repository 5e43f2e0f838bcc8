"""A network's output over the plane: the coloured map, its 0.5 contour, the hidden lines and the five points.

The training panel and the restarts panel show it. A map's rows run along x2, its columns along x1.
"""

import contourpy
import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from PIL import Image

from lab3_helpers.network.maths import X, Y

# Both coordinates of a map, and its points row by row.
GRID = np.linspace(-2, 2, 101)
PLANE = np.stack(np.meshgrid(GRID, GRID), axis=-1).reshape(-1, 2)
# Where a parameter vector holds bias and weights of the two hidden neurons.
HIDDEN = [[0, 2, 4], [1, 3, 5]]
# Blue - white - red is told apart with every kind of colour blindness; white, at the middle, is the boundary.
BLUE_WHITE_RED = LinearSegmentedColormap.from_list("blue-white-red", ["#2166AC", "white", "#B2182B"])


class DecisionMap:
    """A network's output in one square, with what belongs to it.

    Parameters
    ----------
    canvas : lab3_helpers.panel.canvas.Canvas
    place : tuple of float
        Left, bottom, width, height as fractions of the picture.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
    boundary : matplotlib.lines.Line2D
        Where the output is 0.5.
    handles : list
        For a legend.
    """

    def __init__(self, canvas, place):
        self.axes = axes = canvas.figure.add_axes(place)
        axes.set(xlim=GRID[[0, -1]], ylim=GRID[[0, -1]], xticks=range(-2, 3), yticks=range(-2, 3))
        axes.tick_params(labelsize=9)
        axes.set_xlabel("$x_1$", labelpad=1)
        axes.set_ylabel("$x_2$", labelpad=-4)
        self._map = canvas.moving(add_heatmap(axes, 0, 1))
        self._hidden = [canvas.moving(hidden_line(axes, neuron)) for neuron in (0, 1)]
        self.boundary = canvas.moving(axes.plot([], [], "-", color="black", linewidth=2, label="output 0.5")[0])
        marks = add_marks(canvas, axes)
        for y, mark in marks.items():
            mark.set_data(*X[Y == y].T)
        self.handles = [*marks.values(), self.boundary, *self._hidden]

    def legend_above(self):
        """Make a legend in the picture's upper left corner, in two rows above the map."""
        self.axes.figure.legend(handles=self.handles, loc="upper left", bbox_to_anchor=(0.045, 1), ncols=3, fontsize=9,
                                markerscale=0.8, frameon=False, columnspacing=1, handletextpad=0.5,
                                borderaxespad=0.2)

    def move(self, output, params):
        """Show another network.

        Parameters
        ----------
        output : array_like, shape (101, 101)
            Between 0 and 1.
        params : numpy.ndarray, shape (9,)
        """
        self._map.set_values(output)
        for line, weights in zip(self._hidden, params[HIDDEN]):
            line.set_data(*zero_line(*weights))
        self.boundary.set_data(*contour(GRID, output, 0.5))


class Heatmap(Artist):
    """Values on a square grid whose ends are the ends of the axes, as colours.

    Matplotlib's own image interpolates in floating point and four channels, several times slower.

    Parameters
    ----------
    low, high : float
        The values at the two ends of the colours.
    """

    def __init__(self, low, high):
        super().__init__()
        self._low, self._high = low, high
        # The four channels of a colour as one number: looked up four times as fast.
        self._palette = (BLUE_WHITE_RED(np.linspace(0, 1, 256)) * 255).round().astype(np.uint8).view(np.uint32)[:, 0]
        self._levels = None

    def set_values(self, values):
        """Show `values`, shape (n, n), the lowest row first."""
        levels = (np.asarray(values) - self._low) * (255 / (self._high - self._low))
        self._levels = levels.round().clip(0, 255).astype(np.uint8)

    def draw(self, renderer):
        left, bottom, right, top = np.round(self.axes.bbox.extents).astype(int)
        ends = (0.5, 0.5, self._levels.shape[1] - 0.5, self._levels.shape[0] - 0.5)
        image = Image.fromarray(self._levels).resize((right - left, top - bottom), Image.Resampling.BILINEAR, ends)
        gc = renderer.new_gc()
        colours = self._palette.take(np.asarray(image))
        renderer.draw_image(gc, left, bottom, colours.view(np.uint8).reshape(*colours.shape, 4))
        gc.restore()


def add_heatmap(axes, low, high):
    """A `Heatmap` that fills `axes`."""
    return axes.add_artist(Heatmap(low, high))


def add_marks(canvas, axes):
    """What marks the points with label 1 and those with label 0, still without places, by the label."""
    return {y: canvas.moving(axes.plot([], [], marker, linestyle="none", color=face, markersize=size,
                                       markeredgecolor="black", markeredgewidth=1.2, label=f"point with y = {y}")[0])
            for y, marker, face, size in ((1, "*", "#FFD92F", 17), (0, "o", "white", 9))}


def hidden_line(axes, neuron):
    """The line where a hidden neuron (0 or 1) changes sign, still without data."""
    style, name = ("--", "$z_{1,in}$ = 0") if neuron == 0 else (":", "$z_{2,in}$ = 0")
    return axes.add_line(Line2D([], [], linestyle=style, color="black", linewidth=1.8, label=name))


def zero_line(bias, weight1, weight2):
    """Two points far apart on the line ``bias + weight1 x1 + weight2 x2 = 0``, shape (2, 2): x1 first, x2 second.

    Not a number where there is no such line, or it passes far from the origin.
    """
    length = np.hypot(weight1, weight2)
    if not abs(bias) < 10 * length:
        return np.full((2, 2), np.nan)
    normal = np.array([weight1, weight2]) / length
    along = np.array([-normal[1], normal[0]])
    foot = -bias / length * normal
    return np.column_stack([foot - 20 * along, foot + 20 * along])


def contour(grid, values, level):
    """The lines where `values`, shape (n, n), equals `level`, one after the other with gaps between, shape (2, k)."""
    lines = contourpy.contour_generator(grid, grid, values).lines(level)
    if not lines:
        return np.empty((2, 0))
    gap = np.full((1, 2), np.nan)
    return np.concatenate([part for line in lines for part in (line, gap)]).T
